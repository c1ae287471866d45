"""Commands about transfers. They name ids and days, never people."""

import click

from handbook_api.core.identity import TERMINAL
from handbook_api.members.transfers import queries
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@click.group("transfers")
def transfer_commands() -> None:
    """Chuyển sinh hoạt đảng."""


@transfer_commands.command("overdue")
@with_runtime
def overdue(runtime: Runtime) -> None:
    """Liệt kê việc chuyển sinh hoạt đã quá hạn: mã số, trạng thái, ngày hạn."""
    with runtime.transaction(read_only=True) as session:
        late = queries.late_transfers(session, TERMINAL)
    for transfer in late:
        click.echo(f"{transfer.id}  {transfer.state:12}  {transfer.due_on}")
    click.echo(f"Quá hạn: {len(late)}.")
