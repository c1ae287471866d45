"""Commands about requests and breaches. They name ids and days, never people."""

import click

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.members.data_rights import queries
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@click.group("data-rights")
def data_rights_commands() -> None:
    """Quyền về dữ liệu cá nhân và sổ vi phạm."""


@data_rights_commands.command("overdue")
@with_runtime
def overdue(runtime: Runtime) -> None:
    """Liệt kê yêu cầu quá hạn trả lời và vụ vi phạm quá hạn báo: mã số, hạn."""
    with runtime.transaction(read_only=True) as session:
        requests = queries.overdue_requests(session, TERMINAL)
        breaches = queries.overdue_breaches(session, TERMINAL)
    for request in requests:
        click.echo(f"{request.id}  {request.kind:16}  {request.due_on}")
    for breach in breaches:
        until = breach.report_by.astimezone(clock.VIETNAM)
        click.echo(f"{breach.id}  {'breach':16}  {until:%Y-%m-%d %H:%M}")
    click.echo(f"Quá hạn: {len(requests)} yêu cầu, {len(breaches)} vụ vi phạm.")
