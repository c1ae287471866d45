"""Why the way to FCM cannot be opened."""

from handbook_api.core.errors import HandbookError


class CredentialsUnreadable(HandbookError):
    """The file with the service account (`path`) is missing or is not one."""

    status, code = 500, "push.credentials_unreadable"


class ClientChanged(HandbookError):
    """The Firebase client has no `attribute` any more, which HANDBOOK_FCM_BASE_URL relies on."""

    status, code = 500, "push.client_changed"


class FcmNotInstalled(HandbookError):
    """Credentials are set, but the extra `push` is not installed."""

    status, code = 500, "push.not_installed"
