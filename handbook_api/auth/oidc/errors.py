"""What signing in through a provider refuses, and why."""

from handbook_api.core.errors import HandbookError, NotFound


class OidcOff(NotFound):
    """No provider is set up here."""

    code = "auth.oidc_off"


class OidcUnavailable(HandbookError):
    """The provider does not answer, or not as it should; sign in by password, or try later."""

    status, code = 503, "auth.oidc_unavailable"


class OidcRefused(HandbookError):
    """The provider's answer is not good for this walk; begin anew."""

    status, code = 422, "auth.oidc_refused"


class OidcWalkOver(HandbookError):
    """This walk was never begun here, is finished, or took too long; begin anew."""

    status, code = 410, "auth.oidc_walk_over"


class OidcUnknown(HandbookError):
    """No account is linked with this identity; sign in otherwise, then link it."""

    status, code = 403, "auth.oidc_unknown"


class OidcLinkedAlready(HandbookError):
    """The account is linked already; unlink it first."""

    status, code = 409, "auth.oidc_linked_already"


class OidcTaken(HandbookError):
    """Another account is linked with this identity; unlink it there first."""

    status, code = 409, "auth.oidc_taken"


class OidcNotLinked(NotFound):
    """The account is linked with no identity elsewhere."""

    code = "auth.oidc_not_linked"
