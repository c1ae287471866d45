"""The `handbook jobs` commands: what waits, what was given up, and what to do about it."""

from datetime import datetime
from uuid import UUID

import click
import orjson

from handbook_api.backlog import queries, service
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.db.jobs import Job, backlog
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@click.group(name="jobs")
def job_commands() -> None:
    """Việc nền: còn gì, bỏ gì, làm lại hoặc cất đi."""


@job_commands.command(name="list")
@with_runtime
def list_jobs(runtime: Runtime) -> None:
    """Đếm việc theo loại và tình trạng; nêu việc chờ lâu nhất."""
    with runtime.transaction(read_only=True) as session:
        counts = queries.count_jobs(session, TERMINAL)
        behind = backlog(session)
    words = runtime.words("vi")
    for count in counts:
        due = f"  sớm nhất {_time(count.first_due_at)}" if count.first_due_at else ""
        name = words.label(f"job_state.{count.state}")
        click.echo(f"{count.number:>8}  {count.kind:<40} {name}{due}")
    if behind.oldest_due_at is None:
        click.echo("Không có việc nào đến hạn mà chưa xong.")
    else:
        click.echo(f"Đến hạn: {behind.due} việc, lâu nhất từ {_time(behind.oldest_due_at)}.")
    if behind.dead:
        click.secho(f"Đã bỏ: {behind.dead} việc. Xem: handbook jobs dead", fg="red")


@job_commands.command()
@click.option("--kind", help="Chỉ loại việc này.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@with_runtime
def dead(runtime: Runtime, kind: str | None, limit: int) -> None:
    """Liệt kê việc đã bỏ, mới nhất trước."""
    with runtime.transaction(read_only=True) as session:
        rows = queries.page_of_dead(session, TERMINAL, kind, limit=limit, cursor=None).rows
    for job in rows:
        error = job.last_error or ""
        click.echo(f"{job.id}  {_time(job.finished_at)}  {job.kind:<40} {error}")
    if not rows:
        click.echo("Không có việc nào bị bỏ.")


@job_commands.command()
@click.argument("job_id", type=click.UUID)
@with_runtime
def show(runtime: Runtime, job_id: UUID) -> None:
    """In mọi điều biết về một việc."""
    with runtime.transaction(read_only=True) as session:
        job = queries.get_job(session, TERMINAL, job_id)
    for name, value in _told(job, runtime):
        click.echo(f"{name:<12} {value}")


def _told(job: Job, runtime: Runtime) -> list[tuple[str, str]]:
    return [
        ("loại", job.kind),
        ("tình trạng", runtime.words("vi").label(f"job_state.{job.state}")),
        ("nội dung", orjson.dumps(job.payload).decode()),
        ("tên", job.once_key or "–"),
        ("ghi lúc", _time(job.created_at)),
        ("đến hạn", _time(job.due_at)),
        ("xong lúc", _time(job.finished_at)),
        ("số lần thử", str(job.attempts)),
        ("lỗi cuối", job.last_error or "–"),
    ]


@job_commands.command()
@click.argument("job_id", type=click.UUID, required=False)
@click.option("--all", "everything", is_flag=True, help="Mọi việc đã bỏ.")
@click.option("--kind", help="Cùng với --all: chỉ loại việc này.")
@with_runtime
def retry(runtime: Runtime, job_id: UUID | None, *, everything: bool, kind: str | None) -> None:
    """Làm lại một việc đã bỏ, hoặc tất cả (--all)."""
    if (job_id is None) != everything or (kind is not None and not everything):
        raise click.UsageError("hãy nêu mã một việc, hoặc --all (có thể thêm --kind)")
    with runtime.transaction() as session:
        if job_id is None:
            number = service.retry_all(session, TERMINAL, kind)
        else:
            service.retry(session, TERMINAL, job_id)
            number = 1
    click.echo(f"Sẽ làm lại {number} việc.")


@job_commands.command()
@click.argument("job_id", type=click.UUID)
@with_runtime
def discard(runtime: Runtime, job_id: UUID) -> None:
    """Cất một việc đã bỏ: xem rồi, không cần làm nữa."""
    with runtime.transaction() as session:
        service.discard(session, TERMINAL, job_id)
    click.echo("Đã cất.")


def _time(at: datetime | None) -> str:
    return "–" if at is None else f"{at.astimezone(clock.VIETNAM):%H:%M:%S %d/%m/%Y}"
