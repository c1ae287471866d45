"""What appointing somebody refuses, and why. None of them names a person."""

from handbook_api.core.errors import HandbookError, NotFound


class AppointmentNotFound(NotFound):
    """No such appointment, or not for this viewer."""

    code = "auth.appointment_not_found"


class RoleNotHere(HandbookError):
    """An organisation of this kind (a cell, or a committee) does not know the role."""

    status, code = 422, "auth.role_not_here"


class RoleByMembership(HandbookError):
    """Membership of a cell is given with the record, and changed by transfer."""

    status, code = 422, "auth.role_by_membership"


class TermReversed(HandbookError):
    """The last day lies before the first."""

    status, code = 422, "auth.term_reversed"


class TermTooEarly(HandbookError):
    """The organisation came into being on `opened_on`; no term begins before that."""

    status, code = 422, "auth.term_too_early"


class TermOverlaps(HandbookError):
    """The same person holds this role here already within these days."""

    status, code = 409, "auth.term_overlaps"


class SecretaryInPlace(HandbookError):
    """There is a secretary (since `since`) within these days; end that term first, or delegate."""

    status, code = 409, "auth.secretary_in_place"


class RoleFull(HandbookError):
    """As many (`most`) as may hold the role at once hold it within these days."""

    status, code = 409, "auth.role_full"


class HolderDisabled(HandbookError):
    """The account is switched off; switch it on before its owner is given a role."""

    status, code = 409, "auth.holder_disabled"


class AppointmentOver(HandbookError):
    """The term is over by that day; there is nothing left to end or to delegate."""

    status, code = 409, "auth.appointment_over"


class NotDelegable(HandbookError):
    """Nobody stands in for this role, nor for somebody who is a stand-in himself."""

    status, code = 422, "auth.not_delegable"


class DelegationTooLong(HandbookError):
    """A delegation begins and ends within the term that it stands in for."""

    status, code = 422, "auth.delegation_too_long"


class CannotStandIn(HandbookError):
    """Only who holds one of the roles `roles` here, all the while, can stand in."""

    status, code = 422, "auth.cannot_stand_in"


class StandInInPlace(HandbookError):
    """Somebody stands in within these days already; end that delegation first."""

    status, code = 409, "auth.stand_in_in_place"


class MemberElsewhere(HandbookError):
    """Somebody is a member of one cell at a time: he is moved, not placed again."""

    status, code = 409, "auth.member_elsewhere"
