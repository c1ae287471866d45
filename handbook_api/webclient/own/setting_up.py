"""Setting up the phone after the first sign-in: a few tasks, each of which can wait."""

from flask import request

from handbook_api.gateways.push import web_config
from handbook_api.notices.delivering import queries as delivering
from handbook_api.notices.delivering.schemas import DeviceOut, device_out
from handbook_api.webclient.own.base import OwnPage
from handbook_api.webclient.own.installing import way_to_install


class SettingUp(OwnPage):
    """The tasks and which are done."""

    def get(self) -> str:
        """Show them."""
        here = self._here()
        return self.render(
            "webclient/own/setting_up.html",
            me=self.me(),
            has_record=self.has_record(),
            bells=web_config(self.runtime.settings) is not None,
            is_told=here is not None,
            is_tried=here is not None and here.test_delivered_at is not None,
        )

    def _here(self) -> DeviceOut | None:
        """Return this phone as it is rung, if it is."""
        mine = self.identity.session_id
        found = delivering.devices_of(self.session, self.identity)
        devices = (device_out(one, mine) for one in found)
        return next((one for one in devices if one.is_this and one.silent is None), None)


class Installing(OwnPage):
    """How the handbook comes to the home screen."""

    def get(self) -> str:
        """Show how in this browser, and then in the others."""
        yours = way_to_install(request.user_agent.string)
        return self.render("webclient/own/installing.html", yours=yours)
