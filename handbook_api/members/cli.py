"""The `handbook members` commands."""

from uuid import UUID

import click

from handbook_api.core.identity import TERMINAL
from handbook_api.members import jobs, queries, service
from handbook_api.members.queries import MemberAt, MemberFilter
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@click.group("members")
def member_commands() -> None:
    """Hồ sơ đảng viên: đếm, tìm, xóa, bỏ những gì hết hạn lưu."""


@member_commands.command()
@with_runtime
def count(runtime: Runtime) -> None:
    """Đếm hồ sơ theo tình trạng."""
    with runtime.transaction(read_only=True) as session:
        counts = queries.count_members(session, TERMINAL)
    states = runtime.content.member_statuses.states
    for status, number in sorted(counts.items(), key=lambda one: -one[1]):
        click.echo(f"{number:>8}  {states[status].name if status in states else status}")
    click.echo(f"{sum(counts.values()):>8}  tất cả")


@member_commands.command()
@click.argument("name")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100))
@with_runtime
def find(runtime: Runtime, name: str, limit: int) -> None:
    """Tìm người theo một phần họ tên, có dấu hay không dấu."""
    with runtime.transaction(read_only=True) as session:
        found = queries.search_people(session, TERMINAL, name, MemberFilter(), limit=limit)
    for at in found.members:
        click.echo(_line(runtime, at))
    if not found.complete:
        click.echo("… còn nữa: gõ thêm chữ để thu hẹp.")


@member_commands.command()
@click.argument("member_id", type=click.UUID)
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@with_runtime
def erase(runtime: Runtime, member_id: UUID, *, yes: bool) -> None:
    """Xóa hẳn hồ sơ của một người không còn trong danh sách. Bản sao lưu cũ vẫn còn giữ."""
    if not yes:
        click.confirm(f"Xóa hẳn hồ sơ {member_id}?", abort=True)
    with runtime.transaction() as session:
        service.erase_member(session, TERMINAL, member_id)
    fold_in_the_log(runtime)
    click.echo("Đã xóa. Bản sao lưu làm trước hôm nay còn giữ hồ sơ này cho đến khi hết hạn lưu.")


@member_commands.command()
@with_runtime
def forget(runtime: Runtime) -> None:
    """Bỏ những mục đã hết hạn lưu của người không còn trong danh sách."""
    done = jobs.forget_what_is_over(runtime)
    fold_in_the_log(runtime)
    click.echo(f"Đã bỏ các mục hết hạn của {done} hồ sơ.")


def fold_in_the_log(runtime: Runtime) -> None:
    """Nothing that was deleted is left in SQLite's write-ahead log."""
    if runtime.engine.dialect.name == "sqlite":
        with runtime.engine.connect() as connection:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _line(runtime: Runtime, at: MemberAt) -> str:
    states = runtime.content.member_statuses.states
    status = states[at.member.status].name if at.member.status in states else at.member.status
    return f"{at.member.id}  {at.member.full_name:<30} {status:<32} {at.home.name}"
