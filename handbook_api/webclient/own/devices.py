"""The devices that are signed in as me."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.auth import own_devices, queries
from handbook_api.auth.schemas.own import SessionOut, sessions_out
from handbook_api.webclient.own.base import OwnPage

_DEVICES = "/toi/phien"


class DevicePage(OwnPage):
    """A page about my devices."""

    def devices(self) -> list[SessionOut]:
        """Return them, the last used first."""
        found = queries.sessions_of(self.session, self.identity)
        return sessions_out(found, self.identity.session_id).items


class Devices(DevicePage):
    """All of them."""

    def get(self) -> str:
        """Show each, and which is this one."""
        return self.render("webclient/own/devices.html", devices=self.devices())


class OneDevice(DevicePage):
    """One of them is signed out."""

    def get(self, session_id: UUID) -> str:
        """Ask whether to: nobody can sign it in again from here."""
        found = queries.get_session(self.session, self.identity, session_id)
        device = sessions_out([found], self.identity.session_id).items[0]
        return self.render("webclient/own/one_device.html", device=device)

    def post(self, session_id: UUID) -> Response:
        """Sign it out."""
        own_devices.end_own_device(self.session, self.identity, session_id)
        return self.see(f"{_DEVICES}?xong=mot")


class OtherDevices(DevicePage):
    """All but this one are signed out."""

    def get(self) -> str:
        """Ask whether to."""
        others = [one for one in self.devices() if not one.is_current]
        return self.render("webclient/own/other_devices.html", others=others)

    def post(self) -> Response:
        """Sign them out."""
        own_devices.end_other_devices(self.session, self.identity)
        return self.see(f"{_DEVICES}?xong=het")
