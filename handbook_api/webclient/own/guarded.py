"""Pages of one's own record, behind the PIN of this device where there is one."""

from dataclasses import replace

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from handbook_api.auth import pins
from handbook_api.auth.errors import LOCKED, PinWrong, TooManyTries
from handbook_api.auth.guarding import require_unlocked
from handbook_api.auth.passwords import SignInBusy
from handbook_api.auth.schemas.pins import PinIn
from handbook_api.core.identity import Lock
from handbook_api.http.problems import problem_of
from handbook_api.pages.addresses import here
from handbook_api.webclient.own.base import OwnPage

#: The field of the PIN beside what was typed before it was asked for.
PIN_FIELD = "ma_pin"

_ABOUT_THE_PIN = (*LOCKED, PinWrong, TooManyTries, SignInBusy)


class GuardedPage(OwnPage):
    """A page that is shown once the PIN was given, and for as long as it is used.

    Whoever wrote for longer than that gives the PIN with what he wrote, and loses nothing.
    """

    def admit(self) -> None:
        """Return when the record may be shown on this device. Raises PinNeeded, PinLost."""
        if self.identity.lock == Lock.SHUT and PIN_FIELD in request.form:
            typed = self.form(PinIn, pin=request.form[PIN_FIELD]).pin
            pins.unlock(self.step, self.identity, typed, self.rules)
            self.identity = replace(self.identity, lock=Lock.OPEN)
        require_unlocked(self.identity)
        pins.keep_open(self.step, self.identity, self.rules)

    def instead(self, error: Exception) -> AnyResponse | None:
        """Ask for the PIN in place of a form that was sent too late, and keep what was typed."""
        is_late = request.method == "POST" and self.identity.lock in (Lock.SHUT, Lock.LOST)
        if not is_late or not isinstance(error, _ABOUT_THE_PIN):
            return super().instead(error)
        problem, headers = problem_of(error, self.words)
        self.problem = problem if PIN_FIELD in request.form else None
        typed = [(name, value) for name, value in request.form.items(multi=True)]
        shown = self.render(
            "webclient/own/pin_open.html",
            address=here(request),
            field_name=PIN_FIELD,
            carried=[pair for pair in typed if pair[0] != PIN_FIELD],
            back=here(request),
        )
        answer = self._answer(shown, problem.status)
        answer.headers.update(headers)
        return answer
