"""Commands that look at the tree."""

from uuid import UUID

import click

from handbook_api.core.identity import ROOT_PATH, TERMINAL
from handbook_api.organisations import queries
from handbook_api.organisations.cli.base import day, find, organisation_commands
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@organisation_commands.command("list")
@click.option("--under", help="Chỉ tổ chức mang mã (hoặc id) này và bên dưới.")
@with_runtime
def list_organisations(runtime: Runtime, under: str | None) -> None:
    """In cây tổ chức đang hoạt động."""
    with runtime.transaction(read_only=True) as session:
        path = find(session, runtime, under).path if under else ROOT_PATH
        rows = queries.organisations_inside(session, TERMINAL, path)
    children: dict[UUID | None, list[Organisation]] = {}
    known = {row.id for row in rows}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    waiting = [(0, row) for row in reversed(children.get(None, []))]
    while waiting:
        depth, row = waiting.pop()
        click.echo(f"{'  ' * depth}{row.name}  [{row.code or row.id}]")
        waiting += [(depth + 1, child) for child in reversed(children.get(row.id, []))]


@organisation_commands.command()
@click.argument("organisation")
@with_runtime
def show(runtime: Runtime, organisation: str) -> None:
    """Cho xem một tổ chức theo mã (kể cả mã cũ) hoặc id, và lịch sử của nó."""
    label = runtime.words("vi").label
    with runtime.transaction(read_only=True) as session:
        row = find(session, runtime, organisation)
        above = queries.organisations_above(session, TERMINAL, row)
        kin = queries.kin_of(session, TERMINAL, row)
        changes = queries.page_of_changes(session, TERMINAL, row, limit=100).rows
        heirs = queries.living_successors(session, TERMINAL, [row.id]) if row.closed_on else ()
    kind = runtime.content.organisation_kinds.get(row.kind)
    closed = f", kết thúc {day(row.closed_on)}" if row.closed_on else ""
    click.secho(row.name, bold=True)
    click.echo(f"  {kind.name if kind else row.kind}, mã {row.code or '(chưa có)'}, id {row.id}")
    click.echo(f"  thành lập {day(row.opened_on)}{closed}")
    click.echo(f"  cấp trên: {' › '.join(one.name for one in above) or '(không có)'}")
    for one in kin:
        side = "kế thừa bởi" if one.is_successor else "hình thành từ"
        click.echo(f"  {side}: {one.organisation.name} ({day(one.on)})")
    for heir in heirs:
        click.echo(f"  nay là: {heir.name}  [{heir.code or heir.id}]")
    for change in changes:
        told = [str(change.facts[side]) for side in ("before", "after") if change.facts.get(side)]
        decision = f" ({change.decision})" if change.decision else ""
        what = label(f"organisation_change.{change.what}")
        click.echo(f"  {day(change.on)}  {what}: {' → '.join(told)}{decision}")
