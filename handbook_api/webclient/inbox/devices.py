"""Whether bells come through: one's devices, trying one of them, and the help for each phone."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.content_store.parameters.phones import PhoneHelp, phone_meant
from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.policy import Access
from handbook_api.gateways.push import is_set_up, web_config
from handbook_api.notices.delivering import devices, errors, queries, schemas
from handbook_api.notices.delivering.schemas import DeviceOut
from handbook_api.pages.page import Page
from handbook_api.webclient.own.installing import Way, way_to_install

BELLS = "/toi/thong-bao"

#: Newer browsers tell the model only in the second.
_TELL_THE_BRAND = ("User-Agent", "Sec-CH-UA-Model")


class PhonePage(Page):
    """What these pages share."""

    @property
    def rules(self) -> NoticeRules:
        """The rules of notices, as they stand today."""
        return self.runtime.content.notices(clock.today())

    @property
    def phone(self) -> PhoneHelp | None:
        """The help for the phone that seems to ask."""
        told = [request.headers.get(name, "") for name in _TELL_THE_BRAND]
        return phone_meant(self.runtime.content.phones, told)

    def device(self, device_id: UUID) -> DeviceOut:
        """Return one of one's own devices. Raises DeviceNotFound."""
        found = queries.get_device(self.session, self.identity, device_id)
        return schemas.device_out(found, self.identity.session_id)


class Bells(PhonePage):
    """My devices, and what it means when none rings."""

    def get(self) -> str:
        """Show them."""
        found = queries.devices_of(self.session, self.identity)
        mine = self.identity.session_id
        devices_shown = [schemas.device_out(one, mine) for one in found]
        rings_here = any(one.is_this and one.silent is None for one in devices_shown)
        return self.render(
            "webclient/inbox/bells.html",
            rings=is_set_up(self.runtime.settings),
            rings_browsers=web_config(self.runtime.settings) is not None,
            rings_here=rings_here,
            is_turned_on=rings_here and request.args.get("xong") == "bat",
            is_iphone=way_to_install(request.user_agent.string) == Way.IPHONE,
            devices=devices_shown,
            yours=self.phone,
            phones=self.runtime.content.phones.values(),
        )


class TryBell(PhonePage):
    """“Thử thông báo”, and what came of it."""

    def get(self, device_id: UUID) -> str:
        """Show how the try stands."""
        device = self.device(device_id)
        tried, came = device.tested_at, device.test_delivered_at
        return self.render(
            "webclient/inbox/try_bell.html",
            device=device,
            came=tried is not None and came is not None and came >= tried,
            yours=self.phone,
        )

    def post(self, device_id: UUID) -> Response:
        """Ring it."""
        queries.get_device(self.session, self.identity, device_id)
        if not is_set_up(self.runtime.settings):
            raise errors.BellsNotSetUp
        devices.ring_test(self.session, self.identity, self.rules, device_id)
        return self.see(f"{BELLS}/{device_id}/thu")


class BellCame(PhonePage):
    """“Tôi đã thấy”."""

    def get(self, device_id: UUID) -> Response:
        """Lead to the try."""
        return self.see(f"{BELLS}/{device_id}/thu")

    def post(self, device_id: UUID) -> Response:
        """Write down that the try came through."""
        devices.note_received(self.session, self.identity, device_id, [], test=True)
        return self.see(f"{BELLS}/{device_id}/thu")


class RemoveDevice(PhonePage):
    """A device that is to ring no more."""

    def get(self, device_id: UUID) -> Response:
        """Lead to the devices."""
        del device_id
        return self.see(BELLS)

    def post(self, device_id: UUID) -> Response:
        """Take it out; it registers again by itself when it is used again with bells on."""
        devices.remove(self.session, self.identity, device_id)
        return self.see(BELLS)


class OnePhone(PhonePage):
    """What to set on phones of one brand."""

    access = Access.PUBLIC

    def get(self, brand: str) -> str:
        """Show it."""
        phone = self.runtime.content.phones.get(brand)
        if phone is None:
            raise NotFound
        others = [one for one in self.runtime.content.phones.values() if one is not phone]
        return self.render("webclient/inbox/phone.html", phone=phone, others=others)
