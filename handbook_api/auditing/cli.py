"""The `handbook audit` commands: is the log whole, and what does it say of a record?"""

from pathlib import Path

import click

from handbook_api.auditing.jobs import anchor_file_of
from handbook_api.auditing.policy import AuditAct
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.db import audit
from handbook_api.db.audit_anchors import AnchorFile
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_queries import entries_about
from handbook_api.db.audit_verifying import Fault, Verdict
from handbook_api.db.audit_verifying import verify as verify_log
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@click.group(name="audit")
def audit_commands() -> None:
    """Nhật ký truy vết: ai làm gì, xem gì, lúc nào."""


@audit_commands.command()
@click.option(
    "--anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp mốc neo khác, ví dụ dựng lại từ nhật ký đã gửi ra máy khác (sort -n -u).",
)
@with_runtime
def verify(runtime: Runtime, anchors: Path | None) -> None:
    """Kiểm tra toàn bộ nhật ký; nêu chỗ sai đầu tiên và thoát với mã 1."""
    file = anchor_file_of(runtime) if anchors is None else AnchorFile(anchors)
    with runtime.transaction(read_only=True) as session:
        verdict = verify_log(session, runtime.keys, file)
    _show_checked(verdict)
    if verdict.fault is None:
        click.secho("Nhật ký nguyên vẹn.", fg="green")
        return
    click.secho(_place(runtime, verdict.fault), fg="red", err=True)
    click.echo(
        "Hãy giữ nguyên cơ sở dữ liệu, tệp mốc neo và bản sao lưu, rồi báo người phụ trách "
        "an toàn thông tin. Nếu vừa khôi phục bản sao lưu cũ: các mục sau bản đó đã mất; "
        "hãy lập biên bản và cất tệp mốc neo cũ sang chỗ khác.",
        err=True,
    )
    raise SystemExit(1)


def _show_checked(verdict: Verdict) -> None:
    click.echo(f"Đã kiểm tra {_number(verdict.checked)} mục, kể từ mục đầu tiên: đúng nguyên văn.")
    last = verdict.last_anchor
    if last is None:
        click.echo("Chưa có mốc neo nào để đối chiếu: nếu phần cuối bị cắt thì không thấy được.")
    else:
        at = last.at.astimezone(clock.VIETNAM)
        click.echo(
            f"Khớp {_number(verdict.anchors)} mốc neo; mốc cuối là mục {_number(last.sequence)}, "
            f"lúc {at:%H:%M:%S ngày %d/%m/%Y}."
        )
    if verdict.skipped_lines:
        click.echo(
            f"Bỏ qua {_number(verdict.skipped_lines)} dòng mốc neo không đọc được hoặc sai thứ tự."
        )


def _place(runtime: Runtime, fault: Fault) -> str:
    place = _number(fault.sequence)
    if fault.last > fault.sequence:
        place += f" đến {_number(fault.last)}"
    return f"SAI tại mục {place}: {runtime.words('vi').label(f'audit_fault.{fault.kind}')}."


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _subject(_: click.Context, __: click.Parameter, given: str) -> tuple[str, str]:
    kind, colon, id_ = given.partition(":")
    if not (kind and colon and id_):
        raise click.BadParameter("hãy viết LOẠI:MÃ, ví dụ member:7d1f… (mã đầy đủ)")
    return kind, id_


@audit_commands.command()
@click.option(
    "--subject", required=True, callback=_subject, help="LOẠI:MÃ của hồ sơ, ví dụ member:7d1f…"
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@with_runtime
def show(runtime: Runtime, subject: tuple[str, str], limit: int) -> None:
    """Liệt kê những gì đã làm với một hồ sơ hoặc đã xem của hồ sơ đó, mới nhất trước."""
    with runtime.transaction() as session:
        entries = entries_about(session, *subject, limit=limit)
        audit.record(session, TERMINAL, AuditAct.READ, *subject)
        lines = [_line(entry) for entry in entries]
    for line in lines:
        click.echo(line)
    if not entries:
        click.echo("Nhật ký không có mục nào về hồ sơ này.")


def _line(entry: AuditEntry) -> str:
    at = entry.at.astimezone(clock.VIETNAM)
    parts = [
        f"{entry.sequence:>8}  {at:%d/%m/%Y %H:%M:%S}",
        f"{entry.actor:<12} {entry.act}",
        "BỊ TỪ CHỐI" if entry.refused else "",
        f"tại {entry.path}" if entry.path else "",
        f"trường: {', '.join(entry.fields)}" if entry.fields else "",
        ", ".join(f"{name}={fact}" for name, fact in sorted(entry.facts.items())),
    ]
    return "  ".join(part for part in parts if part)
