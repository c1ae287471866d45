"""The PIN of this device: set, given, taken off."""

from werkzeug.wrappers import Response

from handbook_api.auth import pins
from handbook_api.auth.errors import LOCKED, PinLost
from handbook_api.auth.schemas.pins import NewPinIn, PinIn
from handbook_api.core.identity import Lock
from handbook_api.webclient.own.base import ME, OwnPage


class PinPage(OwnPage):
    """A page that acts in steps: hashing takes time, and holds no transaction."""

    in_steps = True

    @property
    def is_lost(self) -> bool:
        """Whether only signing in again helps."""
        was_last = self.problem is not None and self.problem.code == PinLost.code
        return was_last or self.identity.lock == Lock.LOST

    def instead(self, error: Exception) -> Response | None:
        """Here the PIN is given: whoever has none left is told so on the spot."""
        return None if isinstance(error, LOCKED) else super().instead(error)


class Pin(PinPage):
    """A PIN for this device, or another one."""

    def get(self) -> str:
        """Ask for it; whoever has one gives that, too."""
        is_set = self.identity.lock in (Lock.OPEN, Lock.SHUT)
        minutes, tries = self.rules.pin_open_minutes, self.rules.pin_tries
        return self.render("webclient/own/pin.html", is_set=is_set, minutes=minutes, tries=tries)

    def post(self) -> Response:
        """Set it."""
        body = self.form(NewPinIn)
        pins.set_pin(self.step, self.identity, body.current, body.new, self.rules)
        return self.see(f"{ME}?xong=pin" if self.back == ME else self.back)


class OpenByPin(PinPage):
    """The PIN is given."""

    def get(self) -> str | Response:
        """Ask for it, unless there is nothing to ask."""
        if self.identity.lock in (Lock.NONE, Lock.OPEN):
            return self.see(self.back)
        return self.render(
            "webclient/own/pin_open.html",
            address="/toi/ma-pin/mo",
            field_name="pin",
            carried=[("tiep", self.back)],
            back=self.back,
        )

    def post(self) -> Response:
        """Open the record, and go on to where he was going."""
        pins.unlock(self.step, self.identity, self.form(PinIn).pin, self.rules)
        return self.see(self.back)


class NoPin(PinPage):
    """No PIN any more."""

    def get(self) -> str | Response:
        """Ask for it, a last time."""
        if self.identity.lock == Lock.NONE:
            return self.see("/toi/ma-pin")
        return self.render("webclient/own/pin_off.html")

    def post(self) -> Response:
        """Take it off."""
        pins.remove_pin(self.step, self.identity, self.form(PinIn).pin, self.rules)
        return self.see(f"{ME}?xong=bo-pin")
