"""Whether somebody has an office that the console is for; what it may do, policies decide."""

from collections.abc import Collection

from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import asleep

#: Every office; being a member is none.
OFFICES = frozenset(Role) - {Role.MEMBER}


class OfficeNeeded(HandbookError):
    """These pages are for those who hold an office; your own handbook is elsewhere."""

    status, code = 403, "console.office_needed"


def require_office(viewer: Identity, roles: Collection[Role] = OFFICES) -> None:
    """Return when `viewer` holds one of `roles` anywhere.

    Raises OfficeNeeded; SecondFactorNeeded or PasswordNeeded where the office is asleep.
    """
    if any(grant.role in roles for grant in viewer.grants):
        return
    if any(grant.role in roles for grant in viewer.dormant):
        raise asleep(viewer)
    raise OfficeNeeded
