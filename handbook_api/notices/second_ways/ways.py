"""Which ways there are besides bells."""

from dataclasses import dataclass

from handbook_api.core.settings import Settings
from handbook_api.gateways.messages import Gateway, mail_gateway_for, text_gateway_for
from handbook_api.notices.delivering.models import Way

#: The field of the record that holds the address for each way. The first way is taken first.
FIELDS = {Way.SMS: "phone", Way.EMAIL: "email"}


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way that this installation has a gateway for. seconds: what one message takes at most."""

    way: Way
    gateway: Gateway
    seconds: float

    @property
    def field(self) -> str:
        """The field of the record that holds the address."""
        return FIELDS[self.way]


def open_ways(settings: Settings) -> tuple[OpenWay, ...]:
    """Return the ways that are set up, in the order to take them. Raises GatewayUnusable."""
    ways = (
        OpenWay(Way.SMS, text_gateway_for(settings), settings.sms_seconds),
        OpenWay(Way.EMAIL, mail_gateway_for(settings), settings.smtp_seconds),
    )
    return tuple(one for one in ways if one.gateway.delivers)
