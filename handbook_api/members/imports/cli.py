"""`handbook members import`: show what a list seems to say, what it would do, then do it."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from handbook_api.core.identity import TERMINAL
from handbook_api.gateways.table_reading import Table, open_table
from handbook_api.members.imports import targets
from handbook_api.members.imports.errors import FieldsMissing
from handbook_api.members.imports.judging import Judged
from handbook_api.members.imports.letters import letter_of
from handbook_api.members.imports.mapping import ColumnMapping, read_mapping, written
from handbook_api.members.imports.proposing import Proposal
from handbook_api.members.imports.service import (
    Bounds,
    Confirmed,
    Order,
    Outcome,
    Plan,
    Progress,
    Speaker,
    carry_out,
    give_back,
    new_run,
    plan_import,
    propose_columns,
)
from handbook_api.runtime import Runtime
from handbook_api.terminal import progress, with_runtime

_MOST_SHOWN = 20
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("path", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", help="Tên trang tính; mặc định là trang đầu tiên.")
@click.option("--mapping", "mapping_file", type=_FILE, help="Tệp TOML ghép cột với mục hồ sơ.")
@click.option("--save-mapping", type=_FILE, help="Ghi bảng ghép cột ra tệp này để sửa, dùng lại.")
@click.option("--cell", help="Mã hoặc tên chi bộ, khi cả danh sách thuộc một chi bộ.")
@click.option("--update", is_flag=True, help="Sửa cả hồ sơ đã có theo danh sách.")
@click.option("--faults", type=_FILE, help="Ghi danh sách có đánh dấu lỗi vào tệp này.")
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và cho xem, không lưu gì.")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@with_runtime
def import_members(runtime: Runtime, path: Path, *, sheet: str | None, **said: Any) -> None:
    """Nhập đảng viên từ danh sách Excel (.xlsx) hoặc CSV: tất cả hoặc không ai.

    Các cột được ghép với mục hồ sơ theo tiêu đề rồi cho xem để xác nhận. Danh sách có lỗi thì
    không lưu gì; mỗi lỗi được đánh dấu đúng ô trong một bản sao. Nhập lại cùng tệp không thêm ai.
    """
    asked = _Asked(**said)
    with open_table(path, sheet=sheet) as table:
        proposal = _propose(runtime, table)
        mapping = _mapping(runtime, proposal, asked)
        _show_columns(runtime, proposal, mapping)
        _confirm_columns(runtime, proposal, mapping, asked)
        confirmed = Confirmed(table, mapping)
        plan = _plan(runtime, confirmed)
        _show_plan(runtime, plan)
        if plan.fault_count:
            _refuse(runtime, confirmed, plan, asked.faults or _beside(path))
        if asked.dry_run:
            click.echo("\nChạy thử: chưa lưu gì.")
        elif _agreed("\nNhập danh sách trên?", yes=asked.yes):
            order = Order(new_run(TERMINAL, path, proposal.digest), asked.update)
            _conclude(_carry_out(runtime, confirmed, order, plan.rows), update=asked.update)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of the command."""

    mapping_file: Path | None
    save_mapping: Path | None
    cell: str | None
    faults: Path | None
    update: bool
    dry_run: bool
    yes: bool


def _propose(runtime: Runtime, table: Table) -> Proposal:
    with runtime.transaction(read_only=True) as session:
        return propose_columns(session, TERMINAL, runtime.content, table)


def _mapping(runtime: Runtime, proposal: Proposal, asked: _Asked) -> ColumnMapping:
    file, cell = asked.mapping_file, asked.cell
    mapping = proposal.mapping if file is None else read_mapping(runtime.content, file)
    if cell is None:
        return mapping
    columns = {
        column: target for column, target in mapping.columns.items() if target != targets.CELL
    }
    fixed = {**mapping.fixed, targets.CELL: cell}
    return replace(mapping, columns=columns, fixed=fixed, cells_in_titles=False)


def _show_columns(runtime: Runtime, proposal: Proposal, mapping: ColumnMapping) -> None:
    words = runtime.words("vi")
    click.secho(f"Trang tính: {proposal.sheet or '(CSV)'}, từ dòng {mapping.first_row}", bold=True)
    for one in proposal.columns:
        target = mapping.columns.get(one.column)
        name = targets.name_of_target(runtime.content, words, target) if target else "(không nhập)"
        doubt = "" if one.sure or target is None else "  ← xin xem lại"
        click.echo(f"  {one.letter:<3} {one.heading or '(không tiêu đề)':<40} → {name}{doubt}")
    for target, text in mapping.fixed.items():
        name = targets.name_of_target(runtime.content, words, target)
        click.echo(f"  Cả danh sách: {name} = {text}")
    if mapping.cells_in_titles:
        click.echo("  Chi bộ lấy theo dòng tên chi bộ phía trên.")


def _confirm_columns(
    runtime: Runtime, proposal: Proposal, mapping: ColumnMapping, asked: _Asked
) -> None:
    """Go on when a person has said yes, or when there was nothing left for him to decide."""
    if asked.save_mapping is not None:
        asked.save_mapping.write_text(written(mapping), "utf-8")
        click.echo(f"Bảng ghép cột đã ghi vào {asked.save_mapping}.")
    missing = targets.groups_missing(mapping.targets)
    if missing:
        names = ", ".join(runtime.content.member_fields[code].name for code in missing)
        raise FieldsMissing(missing=names)
    if asked.mapping_file is not None or _nothing_to_decide(proposal, asked):
        return
    if asked.yes or not sys.stdin.isatty():
        raise click.UsageError(
            "Có cột chưa chắc chắn nên không tự nhập được. Ghi bảng ghép cột bằng --save-mapping, "
            "xem và sửa tệp đó, rồi chạy lại với --mapping."
        )
    click.confirm("Ghép cột như trên đã đúng?", default=False, abort=True)


def _nothing_to_decide(proposal: Proposal, asked: _Asked) -> bool:
    """Every column says by its heading what it is, and the cell was named if no column does."""
    sure = all(one.sure for one in proposal.columns if one.target)
    return sure and (asked.cell is not None or not (proposal.missing or proposal.fixed))


def _plan(runtime: Runtime, confirmed: Confirmed) -> Plan:
    with _counting() as count, runtime.transaction(read_only=True) as session:
        bounds = Bounds(progress=count)
        return plan_import(session, TERMINAL, runtime.content, confirmed, bounds)


@contextmanager
def _counting() -> Iterator[Progress]:
    """Say on a terminal how many rows have been read: how many there are, nobody knows yet."""

    def count(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\rĐã đọc {done} dòng", nl=False, err=True)

    yield count
    if sys.stderr.isatty():
        click.echo(err=True)


def _show_plan(runtime: Runtime, plan: Plan) -> None:
    fields = runtime.content.member_fields
    click.secho(f"\n{plan.rows} người trong danh sách", bold=True)
    click.echo(f"  mới: {plan.new}")
    click.echo(f"  đã có, không đổi: {plan.unchanged}")
    click.echo(f"  đã có, khác với hồ sơ: {plan.changed_count}")
    for code, count in plan.fields.most_common(_MOST_SHOWN):
        click.echo(f"      {fields[code].name}: {count}")
    _show_counts("Người mới theo chi bộ", plan.by_cell)
    if plan.passed_over:
        words = runtime.words("vi")
        rows = (f"{one.row} ({words.label(f'import_row.{one.why}')})" for one in plan.passed_over)
        click.echo(f"  Dòng không phải đảng viên: {', '.join(list(rows)[:_MOST_SHOWN])}")
    # Names belong on a screen, not into whatever the output is piped to.
    if sys.stdout.isatty():
        for one in plan.sample:
            click.echo(f"  {_person(one)}")


def _person(one: Judged) -> str:
    draft = one.draft
    born = draft.values.get(targets.BIRTH_DATE)
    day = f"{born:%d/%m/%Y}" if isinstance(born, date) else ""
    cell = draft.home.called if draft.home else ""
    what = "lỗi" if one.is_faulty else "mới" if one.match is None else "đã có"
    return f"dòng {draft.row:<6} {draft.text(targets.FULL_NAME) or '':<30} {day:<11}{cell}  {what}"


def _show_counts(title: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    click.echo(f"  {title}:")
    shown = sorted(counts.items())
    for name, count in shown[:_MOST_SHOWN]:
        click.echo(f"      {name}: {count}")
    if len(shown) > _MOST_SHOWN:
        click.echo(f"      … và {len(shown) - _MOST_SHOWN} chi bộ khác")


def _refuse(runtime: Runtime, confirmed: Confirmed, plan: Plan, target: Path) -> None:
    """Say the first faults, write all of them into a copy of the list, and end with 1."""
    speaker = Speaker(runtime.content, runtime.words("vi"))
    click.secho(f"\nDanh sách có {plan.fault_count} lỗi; chưa lưu ai.", fg="red", err=True)
    for found in plan.faults[:_MOST_SHOWN]:
        said = speaker.fault(found)
        place = f"{letter_of(found.column)}{found.row}"
        click.echo(f"  {place:<8} {said.message}. {said.fix}", err=True)
    give_back(target, speaker, confirmed, plan)
    click.echo(f"Danh sách có đánh dấu lỗi: {target}", err=True)
    raise SystemExit(1)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-loi.xlsx")


def _carry_out(runtime: Runtime, confirmed: Confirmed, order: Order, rows: int) -> Outcome:
    with progress("Đang lưu") as report, runtime.transaction() as session:
        told = replace(order, bounds=Bounds(progress=lambda done: report(done, rows)))
        return carry_out(session, TERMINAL, runtime.content, confirmed, told)


def _conclude(outcome: Outcome, *, update: bool) -> None:
    click.secho(
        f"\n✓ Đã thêm {outcome.added} người, sửa {outcome.updated}, không đổi {outcome.unchanged}.",
        fg="green",
    )
    if outcome.left:
        why = (
            "đổi chi bộ, đổi tình trạng phải làm bằng thủ tục riêng"
            if update
            else "dùng --update để sửa"
        )
        click.echo(f"  {outcome.left} hồ sơ khác với danh sách còn để nguyên ({why}).")


def _agreed(question: str, *, yes: bool) -> bool:
    if yes or not sys.stdin.isatty():
        return True
    return click.confirm(question, default=True)
