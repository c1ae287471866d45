"""The transport that the settings ask for; the Firebase client is brought in here or never."""

from importlib import import_module
from typing import cast

from handbook_api.core.settings import Settings
from handbook_api.gateways.push.errors import FcmNotInstalled
from handbook_api.gateways.push.null import NullTransport
from handbook_api.gateways.push.shapes import PushTransport

_FCM = "handbook_api.gateways.push.fcm"


def is_set_up(settings: Settings) -> bool:
    """Whether this installation rings phones at all."""
    return settings.fcm_credentials_file is not None


def transport_for(settings: Settings) -> PushTransport:
    """Return the transport of this installation.

    Raises FcmNotInstalled, CredentialsUnreadable where credentials are set and of no use.
    """
    if not is_set_up(settings):
        return NullTransport()
    try:
        client = import_module(_FCM)
    except ModuleNotFoundError as error:
        raise FcmNotInstalled from error
    return cast(PushTransport, client.open_fcm(settings))
