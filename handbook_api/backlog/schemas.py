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
    state: str
    state_name: str
    payload: dict[str, Any] = Field(description="Mã và ngày mà việc này nói tới.")
    once_key: str | None
    attempts: int = Field(description="Đã thử mấy lần kể từ bước cuối cùng làm được.")
    last_error: str | None = Field(description="Mã hoặc loại lỗi lần cuối.")
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
        state=job.state,
        state_name=words.label(f"job_state.{job.state}"),
        payload=job.payload,
        once_key=job.once_key,
        attempts=job.attempts,
        last_error=job.last_error,
        created_at=job.created_at,
        due_at=job.due_at,
        finished_at=job.finished_at,
    )
