"""Jobs on the wire. Their payload holds ids, codes and dates, nothing personal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from handbook_api.backlog.queries import KindCount
from handbook_api.core.words import Words
from handbook_api.db.jobs import Backlog, Job
from handbook_api.http.wire import Cursor, Limit, PageOut, QueryModel, ShortText, WireModel


class JobCountOut(WireModel):
    """How many jobs of a kind are in a state."""

    kind: str
    kind_name: str
    state: str
    state_name: str
    number: int
    first_due_at: datetime | None = Field(
        description="Việc sớm nhất đến hạn lúc nào; null: đã xong hẳn."
    )


class JobCountsOut(WireModel):
    """How far the workers are behind, and what there is."""

    due: int = Field(description="Số việc đã đến hạn mà chưa xong.")
    oldest_due_at: datetime | None = Field(description="Việc chờ lâu nhất đến hạn từ lúc nào.")
    dead: int = Field(description="Số việc đã bỏ, cần người xem.")
    items: list[JobCountOut]


class DeadJobsQuery(QueryModel):
    """Which of the dead."""

    kind: ShortText | None = Field(None, description="Loại việc, ví dụ jobs.sweep.")
    limit: Limit = 50
    cursor: Cursor = None


class JobOut(WireModel):
    """One job."""

    id: UUID
    kind: str
    kind_name: str = Field(description="Loại việc, bằng lời.")
    state: str
    state_name: str
    payload: dict[str, Any] = Field(description="Mã và ngày mà việc này nói tới.")
    once_key: str | None
    attempts: int = Field(description="Đã thử mấy lần kể từ bước cuối cùng làm được.")
    last_error: str | None = Field(description="Mã hoặc loại lỗi lần cuối.")
    last_error_name: str | None = Field(description="Lỗi lần cuối, bằng lời nếu có lời.")
    created_at: datetime
    due_at: datetime | None
    finished_at: datetime | None


class JobPageOut(PageOut[JobOut]):
    """A page of jobs."""


def counts_out(behind: Backlog, counts: Sequence[KindCount], words: Words) -> JobCountsOut:
    """Return the counts as they are shown."""
    return JobCountsOut(
        due=behind.due,
        oldest_due_at=behind.oldest_due_at,
        dead=behind.dead,
        items=[
            JobCountOut(
                kind=count.kind,
                kind_name=kind_name(count.kind, words),
                state=count.state,
                state_name=words.label(f"job_state.{count.state}"),
                number=count.number,
                first_due_at=count.first_due_at,
            )
            for count in counts
        ],
    )


def job_out(job: Job, words: Words) -> JobOut:
    """Return a job as it is shown."""
    return JobOut(
        id=job.id,
        kind=job.kind,
        kind_name=kind_name(job.kind, words),
        state=job.state,
        state_name=words.label(f"job_state.{job.state}"),
        payload=job.payload,
        once_key=job.once_key,
        attempts=job.attempts,
        last_error=job.last_error,
        last_error_name=_error_name(job.last_error, words) if job.last_error else None,
        created_at=job.created_at,
        due_at=job.due_at,
        finished_at=job.finished_at,
    )


def kind_name(kind: str, words: Words) -> str:
    """Return a kind of jobs in words; a kind nobody works on any more names itself."""
    key = f"job_kind.{kind}"
    return kind if (said := words.label(key)) == key else said


def _error_name(error: str, words: Words) -> str:
    key = f"job_error.{error}"
    return words.title(error) if (said := words.label(key)) == key else said
