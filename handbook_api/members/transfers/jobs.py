"""What is done about transfers on a timer."""

from handbook_api.core import clock
from handbook_api.members.transfers import service
from handbook_api.members.transfers.retention import forget_strangers
from handbook_api.runtime import Runtime


def point_out_ends(runtime: Runtime) -> None:
    """Every stay whose last day has come has been pointed out, once; people confirm the end.

    Safe to run twice and by several workers.
    """
    with runtime.transaction(read_only=True) as session:
        if not service.stays_to_point_out(session):
            return
    with runtime.transaction() as session:
        service.point_out_ends(session)


def forget_old(runtime: Runtime) -> None:
    """Nobody without a record here is named longer than those who left are. Safe to run twice.

    Rule: content/parameters/data_protection.toml, keep_ended_sensitive_months.
    """
    months = runtime.content.data_protection(clock.today()).keep_ended_sensitive_months
    with runtime.transaction() as session:
        forget_strangers(session, months)
