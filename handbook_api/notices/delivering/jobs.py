"""What time does to bells and devices, once an hour."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.gateways.push import is_set_up
from handbook_api.jobs import Again, Every, Handlers, Slot
from handbook_api.notices.delivering import sweeping
from handbook_api.runtime import Runtime

SWEEP = "devices.sweep"


def sweep(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """No bell waits past its time, no device past its sign-in, and nothing old is kept."""
    del payload
    rules = runtime.content.notices(clock.today())
    sweeping.close_given_up(session)
    if not is_set_up(runtime.settings):
        # The credentials were taken away: nobody will ring for what still waits.
        sweeping.drop_waiting(session, "not_set_up")
    sweeping.silence_devices(session, rules)
    return Again() if sweeping.forget_old(session, rules) else None


JOBS: Handlers = {SWEEP: sweep}
SLOTS = (Slot("devices-sweep", Every.HOURLY, SWEEP),)
