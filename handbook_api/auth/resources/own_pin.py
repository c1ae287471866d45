"""The PIN that this device asks for before it shows its owner's record."""

from flask_restx import Namespace

from handbook_api.auth import passwords, pins
from handbook_api.auth.errors import PinLost, PinNotSet, PinWeak, PinWrong, TooManyTries
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas.pins import NewPinIn, PinIn, PinOut, pin_out
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation

ns = Namespace("my-pin", path="/me/pin")

_WRONG = (PinWrong, PinLost, TooManyTries, passwords.SignInBusy)


@ns.route("")
class OwnPin(AuthResource):
    """The PIN of this device."""

    @operation("getMyPin", "me", access=Access.SIGNED_IN, gives=PinOut, conditional=False)
    def get(self) -> PinOut:
        """Máy này có hỏi mã PIN trước khi mở hồ sơ không, đang mở đến bao giờ."""
        return pin_out(pins.pin_state(self.session, self.identity, self.rules))

    @operation(
        "setMyPin",
        "me",
        access=Access.SIGNED_IN,
        takes=NewPinIn,
        status=204,
        in_steps=True,
        refuses=[PinWeak, *_WRONG],
    )
    def put(self, body: NewPinIn) -> None:
        """Đặt hoặc đổi mã PIN của máy này; các máy khác không đổi."""
        pins.set_pin(self.step, self.identity, body.current, body.new, self.rules)


@ns.route("/opening")
class OwnPinOpening(AuthResource):
    """The PIN is given."""

    @operation(
        "openByMyPin",
        "me",
        access=Access.SIGNED_IN,
        takes=PinIn,
        status=204,
        in_steps=True,
        refuses=[PinNotSet, *_WRONG],
    )
    def post(self, body: PinIn) -> None:
        """Nhập mã PIN để máy này mở được hồ sơ trong ít phút."""
        pins.unlock(self.step, self.identity, body.pin, self.rules)


@ns.route("/removal")
class OwnPinRemoval(AuthResource):
    """No more PIN."""

    @operation(
        "removeMyPin",
        "me",
        access=Access.SIGNED_IN,
        takes=PinIn,
        status=204,
        in_steps=True,
        refuses=[PinNotSet, *_WRONG],
    )
    def post(self, body: PinIn) -> None:
        """Bỏ mã PIN của máy này."""
        pins.remove_pin(self.step, self.identity, body.pin, self.rules)
