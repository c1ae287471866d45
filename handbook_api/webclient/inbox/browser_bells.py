"""This browser as it is rung: turned on from a tap, heard of again, told that a bell came."""

from uuid import UUID

import orjson
from werkzeug.wrappers import Response

from handbook_api.core.errors import NotFound
from handbook_api.gateways.push import AddressKind, Platform, web_config
from handbook_api.http.wire import BodyModel
from handbook_api.notices.delivering import devices, errors, queries
from handbook_api.notices.delivering.schemas import Address
from handbook_api.webclient.inbox.devices import BELLS, PhonePage


class BrowserIn(BodyModel):
    """What a browser tells of itself. again: it was turned on before, and is still there."""

    address: Address
    again: bool = False


class CameIn(BodyModel):
    """A bell came through. notice: none for the one that tries the browser."""

    notice: UUID | None = None
    test: bool = False


class Config(PhonePage):
    """What the Firebase client in this browser is told."""

    def get(self) -> Response:
        """Give it; there is none where browsers are not rung."""
        config = web_config(self.runtime.settings)
        if config is None:
            raise NotFound
        return Response(orjson.dumps(dict(config)), mimetype="application/json")


class TurnOn(PhonePage):
    """This browser rings from now on."""

    def post(self) -> Response:
        """Register it. One that its owner took out meanwhile is not brought back by itself."""
        if web_config(self.runtime.settings) is None:
            raise errors.BellsNotSetUp
        told = self.form(BrowserIn)
        if told.again and queries.find_browser_here(self.session, self.identity) is None:
            return self.see(BELLS, off=True)
        phone = self.phone
        registration = devices.Registration(
            AddressKind.FID, Platform.WEB, told.address, phone.code if phone else None
        )
        devices.register(self.session, self.identity, self.rules, registration)
        return self.see(f"{BELLS}?xong=bat", off=False)


class Came(PhonePage):
    """A bell came through on this browser, as its service worker says."""

    def post(self) -> Response:
        """Write it down."""
        told = self.form(CameIn)
        here = queries.find_browser_here(self.session, self.identity)
        if here is None:
            raise NotFound
        ids = [told.notice] if told.notice is not None else []
        devices.note_received(self.session, self.identity, here.id, ids, test=told.test)
        return self.see(BELLS)
