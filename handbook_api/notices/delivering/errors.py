"""What devices and bells refuse, and why."""

from datetime import datetime
from math import ceil

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError, NotFound


class DeviceNotFound(NotFound):
    """No device of yours has this id."""

    code = "devices.not_found"


class BellsNotSetUp(HandbookError):
    """This installation has no credentials for ringing phones; the inbox works without."""

    status, code = 409, "devices.bells_not_set_up"


class DeviceSilent(HandbookError):
    """This device told that its app is gone or signed out: open the app, so that it registers."""

    status, code = 409, "devices.silent"


class TestedJustNow(HandbookError):
    """This device was tried a moment ago: wait until `until`."""

    status, code = 429, "devices.tested_just_now"

    def __init__(self, until: datetime) -> None:
        super().__init__(retry_after=max(1, ceil((until - clock.now()).total_seconds())))
