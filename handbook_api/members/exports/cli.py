"""`handbook members export`: the same list from the command line, of any length."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.members.exports import service
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.queries.resolving import find_organisation_by_code
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime

#: What the national handbook shows of somebody.
_USUAL = (
    *("full_name", "birth_date", "sex", "joined_on", "official_on", "card_number", "cell"),
    *("citizen_id", "phone"),
)


@click.command("export")
@click.argument("path", metavar="TỆP", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--purpose", required=True, help="Danh sách dùng để làm gì (10 đến 300 ký tự).")
@click.option("--organisation", metavar="MÃ", help="Mã chi bộ hoặc cấp ủy; mặc định: tất cả.")
@click.option(
    "--field", "fields", multiple=True, help="Mã mục hồ sơ, ghi nhiều lần; mặc định: chín mục."
)
@click.option("--status", "statuses", multiple=True, help="Mã tình trạng, ghi nhiều lần.")
@with_runtime
def export_list(
    runtime: Runtime,
    path: Path,
    *,
    purpose: str,
    organisation: str | None,
    fields: tuple[str, ...],
    statuses: tuple[str, ...],
) -> None:
    """Xuất danh sách đảng viên ra tệp Excel; việc xuất và mục đích được ghi vào nhật ký.

    Tệp chứa dữ liệu cá nhân không mã hoá: chép đến đúng người cần rồi xóa.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as target:
            beside.chmod(0o600)
            with runtime.transaction(read_only=True) as session:
                about = _organisation_id(runtime, session, organisation)
                wanted = service.Wanted(purpose, fields or _USUAL, about, statuses)
                export = service.export_members(
                    session, TERMINAL, runtime.content, wanted, target, path.parent
                )
        with runtime.transaction() as session:
            service.write_down(session, TERMINAL, export)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    click.echo(f"Đã xuất {export.rows} người vào {path}.")


def _organisation_id(runtime: Runtime, session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    tidy = tidy_code(code, runtime.content.organisation_code_digits)
    found = find_organisation_by_code(session, TERMINAL, tidy, clock.today())
    if found is None:
        raise OrganisationNotFound
    return found.id
