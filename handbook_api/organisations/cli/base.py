"""What the commands share: how an organisation is named, and how a change is shown and made."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.organisations import queries, service
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.schemas import planning
from handbook_api.organisations.service import Plan, Read, Stated
from handbook_api.runtime import Runtime

_DATE = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])

Planner = Callable[[Session, Stated], Plan]


@click.group("organisations")
def organisation_commands() -> None:
    """Cây tổ chức đảng: xem, thành lập, đổi tên, chuyển, sáp nhập, kết thúc, nhập danh sách."""


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every act has; the command returns who plans it."""
    for option in (
        click.option("--yes", is_flag=True, help="Không hỏi lại."),
        click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không làm gì."),
        click.option("--decision", help="Số, ký hiệu, ngày của quyết định."),
        click.option("--on", type=_DATE, help="Ngày có hiệu lực; mặc định hôm nay."),
    ):
        command = option(command)
    return command


def find(session: Session, runtime: Runtime, text: str) -> Organisation:
    """Return the organisation with that id or code, old codes too."""
    try:
        return queries.get_organisation(session, TERMINAL, UUID(text))
    except ValueError:
        code = tidy_code(text, runtime.content.organisation_code_digits)
    found = queries.resolve_code(session, TERMINAL, code, clock.today())
    if found is None:
        raise OrganisationNotFound
    return found.organisation


def read(runtime: Runtime, texts: Sequence[str]) -> list[Read]:
    with runtime.transaction(read_only=True) as session:
        rows = [find(session, runtime, text) for text in texts]
        return [Read(row.id, row.version) for row in rows]


def carry_out(
    runtime: Runtime,
    plan_it: Planner,
    on: datetime | None,
    decision: str | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Show the act; do it when nobody objects. Nothing is locked while somebody thinks."""
    stated = Stated(on.date() if on else clock.today(), decision)
    with runtime.transaction(read_only=True) as session:
        _show(runtime, session, plan_it(session, stated))
    if dry_run:
        click.echo("Xem trước: chưa làm gì.")
        return
    if not yes and sys.stdin.isatty():
        click.confirm("Thực hiện?", default=True, abort=True)
    with runtime.transaction() as session:
        service.carry_out(session, TERMINAL, plan_it(session, stated))
    click.secho("Đã thực hiện.", fg="green")


def _show(runtime: Runtime, session: Session, plan: Plan) -> None:
    seen = queries.organisations_by_id(session, TERMINAL, planning.parent_ids(plan))
    names = {id_: row.name for id_, row in seen.items()}
    kinds, words = runtime.content.organisation_kinds, runtime.words("vi")
    told = planning.plan_out(plan, names, kinds, words, language="vi", preview=True)
    click.secho(f"{told.act.name}, ngày {day(told.on)}", bold=True)
    for line in told.changes:
        what = ", ".join(one.name.lower() for one in line.what)
        states = [_state(state) for state in (line.before, line.after) if state is not None]
        click.echo(f"  {what}: {' → '.join(dict.fromkeys(states))}")
    if told.changes_total > len(told.changes):
        click.echo(f"  … và {told.changes_total - len(told.changes)} tổ chức nữa")
    people = told.affected
    click.echo(
        f"  ảnh hưởng: {people.members} đảng viên, {people.guests} người sinh hoạt tạm thời, "
        f"{people.roles} chức vụ, {people.organisations} tổ chức bên dưới chuyển theo"
    )


def _state(state: planning.PlannedState) -> str:
    parent = f", trực thuộc {state.parent.name}" if state.parent else ""
    return f"{state.name} [{state.code or 'chưa có mã'}]{parent}"


def day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
