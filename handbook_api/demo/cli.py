"""The `handbook demo` command."""

from collections.abc import Sequence

import click

from handbook_api.demo.errors import NotHere
from handbook_api.demo.service import SMALL, Wanted, make_demo, open_doors
from handbook_api.demo.sign_ins import SignIn
from handbook_api.demo.sizes import usual_count
from handbook_api.runtime import Runtime
from handbook_api.terminal import progress, with_runtime

_FEWEST_MEMBERS, _MOST_MEMBERS, _MOST_CELLS = 20, 150_000, 3_000
_MOST_SEED = 2**31 - 1

_WHO = {
    "guest": "Khách (không cần đăng nhập)",
    "member": "Đảng viên",
    "secretary": "Bí thư chi bộ",
    "officer": "Cán bộ tổ chức tỉnh",
    "administrator": "Quản trị hệ thống",
}


@click.group("demo", invoke_without_command=True)
@click.option(
    "--members",
    type=click.IntRange(_FEWEST_MEMBERS, _MOST_MEMBERS),
    default=SMALL.members,
    show_default=True,
    help="Số đảng viên.",
)
@click.option(
    "--cells",
    type=click.IntRange(1, _MOST_CELLS),
    help="Số chi bộ; để trống thì theo số đảng viên.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, _MOST_SEED),
    default=SMALL.seed,
    show_default=True,
    help="Số gieo: cùng số thì ra cùng những con người ấy.",
)
@click.pass_context
def demo_commands(context: click.Context, members: int, cells: int | None, seed: int) -> None:
    """Tạo một đảng bộ minh họa (không có thật) trong cơ sở dữ liệu trống."""
    if context.invoked_subcommand is None:
        _make(Wanted(members, cells or usual_count(members), seed))


@demo_commands.command()
@with_runtime
def passwords(runtime: Runtime) -> None:
    """Đặt mật khẩu mới cho các tài khoản minh họa rồi in ra."""
    doors = open_doors(runtime)
    if not doors:
        raise NotHere
    click.echo(doors_in_words(doors))


@with_runtime
def _make(runtime: Runtime, wanted: Wanted) -> None:
    with progress("Đang tạo đảng bộ minh họa") as report:
        make_demo(runtime, wanted, report)
    click.echo(f"Đã tạo {wanted.members} đảng viên trong {wanted.cells} chi bộ.")
    click.echo(doors_in_words(open_doors(runtime)))


def doors_in_words(doors: Sequence[SignIn]) -> str:
    """Return what is printed so that somebody can come in."""
    lines = ["Đăng nhập thử (dữ liệu minh họa, mật khẩu mới sau mỗi lần khởi động):"]
    for door in doors:
        lines.append(f"  {_WHO[door.role]}")
        if door.name:
            lines.append(f"    tên đăng nhập {door.name}   mật khẩu {door.password}")
        if door.backup_codes:
            lines.append(f"    mã dự phòng (thay mã một lần): {'  '.join(door.backup_codes)}")
    return "\n".join(lines)
