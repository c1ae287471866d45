"""The `handbook accounts` commands: the first accounts, and help when nobody else can give it."""

import click

from handbook_api.auth import founding, looking_after, passwords, slips, standing
from handbook_api.auth.codes import spaced
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime

#: Roles are given to officers here; members come with their records.
_OFFICES = [role.value for role in Role if role != Role.MEMBER]


@click.group("accounts")
def account_commands() -> None:
    """Tài khoản: lập những tài khoản đầu tiên, khoá, mở, đăng xuất."""


@account_commands.command()
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--sign-in-name", required=True, help="Tên đăng nhập, ví dụ quantri.")
@click.option("--organisation", required=True, help="Mã hoặc id của tổ chức đảng.")
@click.option("--role", type=click.Choice(_OFFICES), default=Role.ADMINISTRATOR.value)
@click.option("--birth-year", type=click.IntRange(1900, 2100), help="Năm sinh; cần khi in phiếu.")
@click.option("--slip", is_flag=True, help="In phiếu đăng nhập thay cho việc gõ mật khẩu.")
@with_runtime
def create(  # noqa: PLR0913  # one option each
    runtime: Runtime,
    name: str,
    sign_in_name: str,
    organisation: str,
    role: str,
    birth_year: int | None,
    *,
    slip: bool,
) -> None:
    """Lập một tài khoản và giao vai trò (quản trị, cán bộ, bí thư …)."""
    founder = founding.Founder(name, sign_in_name, organisation, Role(role), birth_year)
    if slip:
        _create_with_slip(runtime, founder)
        return
    password = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Gõ lại mật khẩu")
    hashed = passwords.hash_password(password)
    with runtime.transaction() as session:
        account = founding.found_account(session, TERMINAL, runtime.content, founder)
        founding.give_first_password(session, account, password, hashed, runtime.content)
    click.echo(f"Đã lập tài khoản {account.id}. Đăng nhập bằng tên “{sign_in_name}”.")


def _create_with_slip(runtime: Runtime, founder: founding.Founder) -> None:
    rules, roles = runtime.content.security(clock.today()), runtime.content.roles
    with runtime.transaction() as session:
        account = founding.found_account(session, TERMINAL, runtime.content, founder)
        (issued,) = slips.issue_slips(session, TERMINAL, [account.id], rules, roles)
    click.echo(
        f"Đã lập tài khoản {account.id}.\n"
        f"Mã đăng nhập lần đầu: {spaced(issued.digits)} (hỏi thêm năm sinh), "
        f"dùng được đến hết ngày {issued.until:%d/%m/%Y}."
    )


@account_commands.command()
@click.argument("account")
@with_runtime
def roles(runtime: Runtime, account: str) -> None:
    """Liệt kê vai trò đang giữ của ACCOUNT (id hoặc tên đăng nhập)."""
    with runtime.transaction(read_only=True) as session:
        found = founding.find_account(session, TERMINAL, account)
        held = standing.held_by(session, found.id)
    click.echo(f"{found.id}  {runtime.words('vi').label(f'account.{found.state}')}")
    for one in held:
        spec = runtime.content.roles[one.grant.role]
        until = f" đến {one.grant.until:%d/%m/%Y}" if one.grant.until else ""
        click.echo(f"  {spec.name}  {one.grant.path}{until}")


@account_commands.command()
@click.argument("account")
@with_runtime
def disable(runtime: Runtime, account: str) -> None:
    """Khoá ACCOUNT: mọi thiết bị bị đăng xuất ngay."""
    with runtime.transaction() as session:
        found = founding.find_account(session, TERMINAL, account)
        roles = runtime.content.roles
        looking_after.disable_account(session, TERMINAL, found.id, looking_after.BY_TERMINAL, roles)
    click.echo(f"Đã khoá tài khoản {found.id}.")


@account_commands.command()
@click.argument("account")
@with_runtime
def enable(runtime: Runtime, account: str) -> None:
    """Mở lại ACCOUNT đã khoá."""
    with runtime.transaction() as session:
        found = founding.find_account(session, TERMINAL, account)
        looking_after.enable_account(session, TERMINAL, found.id, runtime.content.roles)
    click.echo(f"Đã mở lại tài khoản {found.id}.")


@account_commands.command()
@click.argument("account")
@with_runtime
def unlock(runtime: Runtime, account: str) -> None:
    """Bỏ qua những lần thử sai của ACCOUNT, để chủ tài khoản thử lại ngay."""
    with runtime.transaction() as session:
        found = founding.find_account(session, TERMINAL, account)
        forgotten = looking_after.forget_tries(session, TERMINAL, found.id)
    click.echo(f"Đã bỏ qua {forgotten} lần thử sai.")


@account_commands.command("end-sessions")
@click.argument("account")
@with_runtime
def end_sessions(runtime: Runtime, account: str) -> None:
    """Đăng xuất mọi thiết bị của ACCOUNT."""
    with runtime.transaction() as session:
        found = founding.find_account(session, TERMINAL, account)
        roles = runtime.content.roles
        ended = looking_after.sign_out_everywhere(session, TERMINAL, found.id, roles)
    click.echo(f"Đã đăng xuất {ended} thiết bị.")
