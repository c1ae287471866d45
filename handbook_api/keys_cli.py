"""The `handbook keys` commands. They show and change the key file, and never print a key."""

import click

from handbook_api.core.identity import TERMINAL
from handbook_api.core.settings import read_settings
from handbook_api.db import audit, rotation
from handbook_api.db.sealing import KeyRing
from handbook_api.runtime import Runtime
from handbook_api.terminal import progress, refusals_in_words, with_runtime


@click.group(name="keys")
def key_commands() -> None:
    """Khoá bảo vệ dữ liệu cá nhân."""


@key_commands.command()
def show() -> None:
    """Liệt kê số và ngày tạo của các khoá; không in khoá."""
    with refusals_in_words():
        _list(KeyRing.read(read_settings().keys))


@key_commands.command()
@click.option("--if-missing", is_flag=True, help="Đã có tệp khoá thì thôi, không báo lỗi.")
def make(*, if_missing: bool) -> None:
    """Tạo tệp khoá cho một cơ sở dữ liệu còn trống."""
    with refusals_in_words():
        path = read_settings().keys
        if if_missing and path.exists():
            KeyRing.read(path)
            return
        KeyRing.generate().write(path)
    click.echo(
        f"Đã tạo {path}. Hãy chép một bản ra nơi an toàn, tách khỏi bản sao dữ liệu: "
        "mất tệp này là mất mọi dữ liệu đã khoá."
    )


@key_commands.command()
@click.option(
    "--not-yet",
    is_flag=True,
    help="Chỉ thêm, chưa dùng: để chép tệp khoá sang mọi máy trước, rồi mới chạy “keys use”.",
)
def add(*, not_yet: bool) -> None:
    """Thêm một khoá mới và dùng nó cho dữ liệu ghi từ nay."""
    with refusals_in_words():
        _list(KeyRing.add_key(read_settings().keys, in_use=not not_yet))
    click.echo("Hãy chép tệp khoá ra nơi an toàn và sang các máy khác, rồi khởi động lại dịch vụ.")


@key_commands.command()
@click.argument("number", type=click.IntRange(1, 255))
def use(number: int) -> None:
    """Dùng khoá số NUMBER cho dữ liệu ghi từ nay."""
    with refusals_in_words():
        _list(KeyRing.use_key(read_settings().keys, number))
    click.echo("Hãy khởi động lại dịch vụ.")


def _list(ring: KeyRing) -> None:
    for number, key in sorted(ring.keys.data.items()):
        used = "  (đang dùng)" if number == ring.current else ""
        click.echo(f"Khoá {number}  tạo ngày {key.made_on:%d/%m/%Y}{used}")


@key_commands.command()
@with_runtime
def rotate(runtime: Runtime) -> None:
    """Mã hoá lại dữ liệu bằng khoá đang dùng; dừng giữa chừng thì chạy lại là tiếp tục.

    Dịch vụ vẫn chạy bình thường trong lúc đó. Chỉ bỏ khoá cũ khỏi tệp sau khi chạy xong và qua
    24 giờ (các câu trả lời được giữ để chống gửi trùng hết hạn).
    """
    done = 0
    with progress("Đang mã hoá lại") as report:
        for done, total in rotation.rotate(runtime.engine, runtime.keys):
            report(done, total)
    with runtime.transaction() as session:
        facts = {"key_id": runtime.keys.current, "values": done}
        audit.record(session, TERMINAL, "keys.rotate", "keys", "ring", facts=facts)
    click.echo(f"Đã mã hoá lại {done} giá trị bằng khoá số {runtime.keys.current}.")
