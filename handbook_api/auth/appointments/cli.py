"""The `handbook roles` commands: the first officers, and a look at who holds what."""

from datetime import date, datetime
from uuid import UUID

import click
from sqlalchemy.orm import Session

from handbook_api.auth.appointments import queries, service
from handbook_api.auth.founding import find_account
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime

_DATE = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
_OFFICES = [role.value for role in Role if role != Role.MEMBER]


@click.group("roles")
def role_commands() -> None:
    """Vai trò trong các tổ chức đảng."""


@role_commands.command("list")
@click.argument("organisation")
@click.option("--past", is_flag=True, help="Cả những nhiệm kỳ đã hết.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 1000))
@with_runtime
def list_roles(runtime: Runtime, organisation: str, *, past: bool, limit: int) -> None:
    """Liệt kê ai giữ vai trò gì ở ORGANISATION (mã số hoặc mã định danh)."""
    roles, today = runtime.content.roles, clock.today()
    with runtime.transaction(read_only=True) as session:
        place = _organisation(session, runtime.content, organisation)
        page = queries.page_of_appointments(
            session, TERMINAL, place, counting=not past, limit=limit
        )
        click.secho(place.name, bold=True)
        for row in page.rows:
            held = row.appointment
            last = _day(held.until) if held.until else "chưa định"
            marks = "" if row.counts(today) else " [hết hiệu lực hoặc chưa đến]"
            marks += " [làm thay]" if held.delegated_from_id else ""
            name = roles[Role(held.role)].name
            click.echo(f"{held.id}  {name}: {row.holder}, {_day(held.since)} – {last}{marks}")


@role_commands.command("appoint")
@click.option(
    "--holder", required=True, help="Số thẻ, số điện thoại, tên đăng nhập hoặc mã tài khoản."
)
@click.option("--organisation", required=True, help="Mã số hoặc mã định danh của tổ chức đảng.")
@click.option("--role", required=True, type=click.Choice(_OFFICES), help="Vai trò.")
@click.option("--since", type=_DATE, help="Ngày đầu; mặc định hôm nay.")
@click.option("--until", type=_DATE, help="Ngày cuối; bỏ trống khi chưa định.")
@click.option("--decision", help="Số, ký hiệu, ngày của quyết định.")
@with_runtime
def appoint(  # noqa: PLR0913  # one option each
    runtime: Runtime,
    *,
    holder: str,
    organisation: str,
    role: str,
    since: datetime | None,
    until: datetime | None,
    decision: str | None,
) -> None:
    """Giao một vai trò cho một người, theo nhiệm kỳ."""
    with runtime.transaction() as session:
        place = _organisation(session, runtime.content, organisation)
        asked = service.NewAppointment(
            account_id=find_account(session, TERMINAL, holder).id,
            organisation_id=place.id,
            role=Role(role),
            since=since.date() if since else clock.today(),
            until=until.date() if until else None,
            decision=decision,
        )
        made = service.appoint(session, TERMINAL, runtime.content, asked)
        name = runtime.content.roles[asked.role].name
        click.secho(f"✓ {name}, {place.name}, từ {_day(made.since)}: {made.id}", fg="green")


@role_commands.command("end")
@click.argument("appointment", type=click.UUID)
@click.option("--on", type=_DATE, help="Từ ngày này không còn giữ; mặc định hôm nay, ngay bây giờ.")
@with_runtime
def end(runtime: Runtime, appointment: UUID, on: datetime | None) -> None:
    """Kết thúc vai trò APPOINTMENT (mã in ở lệnh list)."""
    asked = service.Ending(appointment, on.date() if on else None)
    with runtime.transaction() as session:
        row = service.end_appointment(session, TERMINAL, runtime.content, asked)
        last = row.appointment.until
    click.echo(f"Đã kết thúc; ngày cuối còn hiệu lực: {_day(last) if last else '–'}.")


def _organisation(session: Session, content: Content, named: str) -> Organisation:
    """Return the organisation with that id or code. Raises OrganisationNotFound."""
    try:
        return organisations.get_organisation(session, TERMINAL, UUID(named))
    except ValueError:
        code = tidy_code(named, content.organisation_code_digits)
    found = organisations.find_organisation_by_code(session, TERMINAL, code, clock.today())
    if found is None:
        raise OrganisationNotFound
    return found


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
