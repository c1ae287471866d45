"""Looking after the bells from the command line."""

import click

from handbook_api.core import clock
from handbook_api.gateways.push import Outcome, is_set_up, transport_for
from handbook_api.notices.delivering.counting import Backlog, backlog_of
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_any_runtime, with_runtime

_MISSING = """\
Chưa bật thông báo đẩy: thiếu HANDBOOK_FCM_CREDENTIALS_FILE.
Hộp thư, xác nhận đã đọc và danh sách gọi điện vẫn hoạt động; chỉ điện thoại không rung.

Để bật:
  1. Vào https://console.firebase.google.com, tạo dự án, thêm ứng dụng Android, iOS hoặc web.
  2. Vào Project settings, mục Service accounts, bấm “Generate new private key”, tải tệp JSON.
  3. Chép tệp lên máy chủ, quyền 600, chỉ tài khoản chạy sổ tay đọc được.
  4. Đặt HANDBOOK_FCM_CREDENTIALS_FILE=/đường/dẫn/tệp.json cho tiến trình web và tiến trình nền.
  5. iPhone: tải khoá APNs (.p8) lên mục Cloud Messaging. Web: tạo khoá VAPID ở cùng mục.
  6. Chạy lại lệnh này.
Máy chủ cần ra được fcm.googleapis.com và oauth2.googleapis.com, cổng 443 (hoặc qua HTTPS_PROXY)."""

#: What to do about each answer to a message that goes nowhere.
_ADVICE = {
    Outcome.CREDENTIALS_REFUSED: "Google từ chối tài khoản dịch vụ. Kiểm tra: tệp còn hiệu lực "
    "(chưa bị thu hồi), đúng dự án (HANDBOOK_FCM_PROJECT_ID), đã bật “Firebase Cloud Messaging API "
    "(V1)”, giờ của máy chủ đúng.",
    Outcome.QUOTA: "Dự án đã hết hạn mức gửi trong lúc này. Đợi vài phút rồi thử lại.",
    Outcome.UNAVAILABLE: "Không lấy được mã truy cập hoặc máy chủ của Google đang bận. Kiểm tra "
    "đường ra oauth2.googleapis.com và fcm.googleapis.com (HTTPS_PROXY, tường lửa), rồi thử lại.",
    Outcome.UNKNOWN: "Không nhận được trả lời đọc được. Kiểm tra đường ra fcm.googleapis.com cổng "
    "443, máy chủ uỷ nhiệm và chứng thư của nó (REQUESTS_CA_BUNDLE).",
    Outcome.BAD_PAYLOAD: "Google không nhận cách viết thông báo. Hãy báo người phát triển.",
    Outcome.PLATFORM_KEY_BROKEN: "Khoá APNs hoặc VAPID hỏng. Tải lại khoá ở mục Cloud Messaging.",
}


@click.group("push")
def push_commands() -> None:
    """Thông báo đẩy đến điện thoại."""


@push_commands.command("check")
@with_any_runtime
def check(runtime: Runtime) -> None:
    """Thử gửi (không đến máy nào) và nói rõ thiếu gì, hỏng gì, sửa thế nào."""
    if not is_set_up(runtime.settings):
        click.echo(_MISSING)
        raise SystemExit(1)
    answer, failure = transport_for(runtime.settings).check()
    if answer.outcome is Outcome.ACCEPTED:
        click.secho("Google nhận thông báo thử (không gửi đến máy nào). Thông báo đẩy sẵn sàng.")
        return
    advice = _ADVICE.get(answer.outcome, "Google từ chối thông báo thử.")
    click.secho(f"Thông báo đẩy chưa dùng được ({answer.outcome}, {failure}).", fg="red", err=True)
    click.echo(advice, err=True)
    raise SystemExit(1)


@push_commands.command("status")
@with_runtime
def status(runtime: Runtime) -> None:
    """Còn bao nhiêu chuông chưa gửi, đường gửi có đang nghỉ không, có bao nhiêu máy."""
    with runtime.transaction(read_only=True) as session:
        backlog = backlog_of(session)
    if not is_set_up(runtime.settings):
        click.echo("Chưa bật thông báo đẩy (handbook push check).")
    _say_backlog(backlog)


def _say_backlog(backlog: Backlog) -> None:
    click.echo(f"Đến hạn, chưa gửi: {backlog.due}; hẹn giờ sau: {backlog.later}.")
    if backlog.oldest_due_at is not None:
        waited = int((clock.now() - backlog.oldest_due_at).total_seconds())
        click.echo(f"Chuông chờ lâu nhất đã quá hạn {waited} giây.")
    for pause in backlog.pauses:
        until = pause.until.astimezone(clock.VIETNAM)
        click.echo(
            f"{pause.name}: nghỉ vì {pause.reason} đến {until:%H:%M:%S %d/%m}, lần {pause.times}; "
            f"sau đó mỗi lượt {pause.most}."
        )
    click.echo("24 giờ qua: " + _listed(backlog.finished))
    click.echo("Máy đang nhận: " + _listed(backlog.living))
    click.echo("Máy không còn nhận: " + _listed(backlog.dead))


def _listed(counts: dict[str, int]) -> str:
    told = (f"{name} {count}" for name, count in sorted(counts.items()))
    return ", ".join(told) or "không có"
