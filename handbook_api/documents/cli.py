"""Commands of the library."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM, Audience
from handbook_api.documents import queries, service
from handbook_api.documents.reading.reader import ReadDocument, read_file
from handbook_api.documents.service import ImportOutcome, ImportPlan, Overrides
from handbook_api.documents.vocabulary import DocumentKind
from handbook_api.gateways.text_extraction import Limits, SandboxedExtraction
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.runtime import Runtime
from handbook_api.terminal import progress, refusal_text, with_runtime

_DATE = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
_MEGABYTE = 1024 * 1024


@click.group("documents")
def document_commands() -> None:
    """Thư viện văn bản."""


@dataclass(slots=True)
class Tally:
    """How an import of several files went."""

    done: int = 0
    unchanged: int = 0
    refused: int = 0
    arrived: set[str] = field(default_factory=set)


@document_commands.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và cho xem, không lưu gì.")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]))
@click.option("--symbol", help="Số, ký hiệu, ví dụ 294-QĐ/TW.")
@click.option("--issuer", help="Mã cơ quan ban hành trong content/issuers.toml.")
@click.option("--issued-on", type=_DATE, help="Ngày ban hành.")
@click.option("--effective-on", type=_DATE, help="Ngày có hiệu lực.")
@click.option("--title", help="Tên văn bản.")
@click.option("--signer", help="Người ký.")
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    help="Ai được đọc: public là công khai (mặc định của văn bản mới), members là đảng viên, "
    "organisation là nội bộ tổ chức nêu ở --organisation.",
)
@click.option("--organisation", help="Mã tổ chức đảng mà văn bản là nội bộ.")
@click.option("--separate", is_flag=True, help="Đúng là văn bản khác dù trùng số, ký hiệu.")
@with_runtime
def import_files(
    runtime: Runtime, paths: tuple[Path, ...], *, dry_run: bool, yes: bool, **said: object
) -> None:
    """Nhập văn bản từ tệp PDF có lớp chữ, DOCX, DOC, HTML, Markdown hoặc chữ thường.

    Số ký hiệu, ngày, cơ quan, tên, người ký được đọc từ chính văn bản và cho xem trước; sửa bằng
    các lựa chọn bên dưới (khi nhập từng tệp). Mỗi tệp được lưu trọn vẹn hoặc không lưu gì.
    """
    overrides = _overrides(runtime, said)
    if overrides.names_one_document and len(paths) > 1:
        raise click.UsageError("Các lựa chọn sửa thông tin chỉ dùng khi nhập một tệp.")
    tally = Tally()
    read = _read_all(runtime, paths, tally)
    plans = [plan for document in read if (plan := _plan(runtime, document, overrides, tally))]
    for plan in plans:
        _show_plan(runtime, plan)
    if plans and not dry_run and _confirmed(len(plans), yes=yes):
        for plan in plans:
            _import_one(runtime, plan.read, overrides, tally)
        with runtime.transaction() as session:
            service.take_turn(session)
            service.link_open(session, runtime.content.term_starts, tally.arrived)
    _conclude(tally, dry_run=dry_run)


def _overrides(runtime: Runtime, said: dict[str, object]) -> Overrides:
    code = said.pop("organisation")
    if (said["audience"] == Audience.ORGANISATION) != (code is not None):
        raise click.UsageError("--audience organisation và --organisation phải đi cùng nhau.")
    said["organisation_id"] = _organisation_id(runtime, str(code)) if code else None
    days = {
        name: value.date() if isinstance(value, datetime) else value for name, value in said.items()
    }
    return Overrides(**days)  # type: ignore[arg-type]  # click has checked each


def _organisation_id(runtime: Runtime, text: str) -> UUID:
    """Return the organisation with that code; an old one leads to its successor."""
    code = tidy_code(text, runtime.content.organisation_code_digits)
    with runtime.transaction(read_only=True) as session:
        found = organisations.find_organisation_by_code(session, SYSTEM, code, clock.today())
    if found is None:
        raise OrganisationNotFound
    return found.id


def _read_all(runtime: Runtime, paths: Sequence[Path], tally: Tally) -> list[ReadDocument]:
    limits = Limits(file_bytes=runtime.settings.import_most_megabytes * _MEGABYTE)
    found = []
    with progress("Đang đọc") as report, SandboxedExtraction() as extraction:
        for number, path in enumerate(paths, 1):
            try:
                found.append(read_file(path, limits, extraction))
            except HandbookError as refusal:
                _refused(runtime, refusal, path.name, tally)
            report(number, len(paths))
    return found


def _plan(
    runtime: Runtime, read: ReadDocument, overrides: Overrides, tally: Tally
) -> ImportPlan | None:
    try:
        with runtime.transaction(read_only=True) as session:
            return service.plan_import(session, read, overrides, runtime.content.term_starts)
    except HandbookError as refusal:
        _refused(runtime, refusal, read.file_name, tally)
        return None


def _import_one(runtime: Runtime, read: ReadDocument, overrides: Overrides, tally: Tally) -> None:
    try:
        with runtime.transaction() as session:
            outcome = service.import_document(session, read, overrides, runtime.content.term_starts)
    except HandbookError as refusal:
        _refused(runtime, refusal, read.file_name, tally)
        return
    if outcome.changed:
        tally.done += 1
        tally.arrived.add(outcome.document_id)
    else:
        tally.unchanged += 1
    _show_outcome(runtime, read.file_name, outcome)


def _refused(runtime: Runtime, refusal: HandbookError, file_name: str, tally: Tally) -> None:
    tally.refused += 1
    click.secho(f"✗ {file_name}: {refusal_text(refusal, runtime)}", fg="red", err=True)


def _show_plan(runtime: Runtime, plan: ImportPlan) -> None:
    label = runtime.words("vi").label
    rows = [
        ("Loại", label(f"kind.{plan.kind}")),
        ("Số, ký hiệu", plan.symbol or "(không có)"),
        ("Ngày ban hành", _day(plan.issued_on)),
        ("Cơ quan", _issuer_name(runtime, plan.issuer)),
        ("Tên", plan.title),
        ("Người ký", plan.signer or "(không ghi)"),
        ("Hiệu lực từ", _day(plan.effective_on)),
        ("Nội dung", f"{len(plan.read.provisions)} điều khoản, {plan.read.pages} trang"),
        ("Ai được đọc", _audience(runtime, plan)),
        ("Lưu vào", f"{plan.document_id} ({'đã có' if plan.existing else 'mới'})"),
    ]
    if plan.read.pages_without_text:
        pages = ", ".join(map(str, plan.read.pages_without_text))
        rows.append(("Lưu ý", f"trang {pages} chỉ là ảnh, chữ trên đó chưa được đọc"))
    rows += [
        (label(f"relation.{stated.kind}").capitalize(), stated.citation.text)
        for stated in plan.relations
    ]
    rows += [
        ("Khác danh mục", f"{name}: danh mục ghi “{kept}”, tệp ghi “{read}”; giữ theo danh mục")
        for name, kept, read in plan.differences
    ]
    click.secho(f"\n{plan.read.file_name}", bold=True)
    for name, value in rows:
        click.echo(f"  {name + ':':<16}{' '.join(value.split())}")


def _audience(runtime: Runtime, plan: ImportPlan) -> str:
    word = runtime.words("vi").label(f"audience.{plan.audience}")
    if plan.audience_path is None:
        return word
    with runtime.transaction(read_only=True) as session:
        name = organisations.name_at(session, SYSTEM, plan.audience_path)
    return f"{word}: {name}"


def _issuer_name(runtime: Runtime, code: str | None) -> str:
    names = {issuer.code: issuer.name for issuer in runtime.content.issuers}
    return f"{names.get(code, code)} ({code})" if code else "(không ghi)"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "(chưa rõ)"


def _confirmed(count: int, *, yes: bool) -> bool:
    if yes or not sys.stdin.isatty():
        return True
    return click.confirm(f"\nLưu {count} văn bản trên?", default=True)


def _show_outcome(runtime: Runtime, file_name: str, outcome: ImportOutcome) -> None:
    if not outcome.changed:
        click.echo(f"= {file_name}: không có gì mới so với bản đang có.")
        return
    resolved, unresolved = outcome.linked.resolved, outcome.linked.unresolved
    click.secho(
        f"✓ {file_name} → {outcome.document_id}, bản {outcome.version}: "
        f"{outcome.provisions} điều khoản; {len(resolved)} dẫn chiếu đã xác định, "
        f"{len(unresolved)} chưa xác định.",
        fg="green",
    )
    for mention in unresolved:
        reason = runtime.words("vi").label(f"citation.{mention.note}")
        click.echo(f"    chưa xác định: {' '.join(mention.text.split())} ({reason})")


def _conclude(tally: Tally, *, dry_run: bool) -> None:
    if dry_run:
        click.echo("\nChạy thử: chưa lưu gì.")
    else:
        click.echo(f"\nĐã nhập {tally.done}, không đổi {tally.unchanged}, từ chối {tally.refused}.")
    if tally.refused:
        raise SystemExit(1)


@document_commands.command("remove")
@click.argument("document_id")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@with_runtime
def remove(runtime: Runtime, document_id: str, *, yes: bool) -> None:
    """Gỡ hẳn một văn bản đã nhập: toàn văn, tệp gốc, dẫn chiếu. Bản sao lưu cũ vẫn còn giữ."""
    if not yes:
        click.confirm(f"Gỡ hẳn {document_id}?", abort=True)
    with runtime.transaction() as session:
        service.take_turn(session)
        service.remove_document(session, document_id)
    click.echo(f"Đã gỡ {document_id}. Nếu là tài liệu mật, hãy xoá cả các bản sao lưu cũ.")


@document_commands.command("list")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@with_runtime
def list_documents(runtime: Runtime, kind: str | None, limit: int) -> None:
    """Liệt kê văn bản, mới nhất trước, kèm hiệu lực hôm nay."""
    wanted = queries.DocumentFilter(kinds=[kind] if kind else ())
    label = runtime.words("vi").label
    with runtime.transaction(read_only=True) as session:
        page = queries.page_of_documents(session, SYSTEM, wanted, clock.today(), limit=limit)
        for row in page.rows:
            document = row.document
            audience = "" if document.audience == Audience.PUBLIC else f" [{document.audience}]"
            click.echo(
                f"{document.id:<28} {_day(document.issued_on):<11} "
                f"{label(f'status.{row.status}'):<24} {document.symbol} {document.title}{audience}"
            )


@document_commands.command("unresolved")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 1000))
@with_runtime
def list_unresolved(runtime: Runtime, limit: int) -> None:
    """Liệt kê các dẫn chiếu chưa xác định được văn bản."""
    with runtime.transaction(read_only=True) as session:
        for citation, document in queries.page_of_unresolved(session, SYSTEM, limit=limit).rows:
            text = " ".join(citation.text.split())
            reason = runtime.words("vi").label(f"citation.{citation.note}")
            click.echo(f"{document.id} {citation.anchor}: {text} ({reason})")
