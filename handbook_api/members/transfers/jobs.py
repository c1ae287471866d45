"""What is done about transfers on a timer."""

from handbook_api.members.transfers import service
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
