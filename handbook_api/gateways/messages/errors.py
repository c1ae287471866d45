"""Why a gateway cannot be used as it is set up."""

from handbook_api.core.errors import HandbookError


class GatewayUnusable(HandbookError):
    """A gateway's setting (`name`) is of no use, for the `reason` given in Vietnamese."""

    status, code = 500, "messages.gateway_unusable"
