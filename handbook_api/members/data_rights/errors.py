"""What is refused about requests and breaches. None of it names a person or repeats a text."""

from handbook_api.core.errors import HandbookError, NotFound


class RequestNotFound(NotFound):
    """No data request that you may see has this id."""

    code = "data_rights.request_not_found"


class UnknownRequestKind(HandbookError):
    """The law knows no such kind of request; `known` lists those it does."""

    status, code = 422, "data_rights.unknown_kind"


class AskedAlready(HandbookError):
    """The very same request waits for its answer; it need not be sent again."""

    status, code = 409, "data_rights.asked_already"


class TooManyWaiting(HandbookError):
    """So many requests of one's own wait (`limit`); take one back, or wait for the answers."""

    status, code = 409, "data_rights.too_many_waiting"


class RequestDone(HandbookError):
    """The request is answered, carried out or withdrawn already: nothing is left to do."""

    status, code = 409, "data_rights.request_done"


class NotYetAnswered(HandbookError):
    """What was not agreed to cannot have been carried out: answer first."""

    status, code = 409, "data_rights.not_yet_answered"


class ReceivedInFuture(HandbookError):
    """A paper cannot have come in on a day that lies ahead."""

    status, code = 422, "data_rights.received_in_future"


class BreachNotFound(NotFound):
    """No breach that you may see has this id."""

    code = "data_rights.breach_not_found"


class BreachClosed(HandbookError):
    """The breach is closed; what comes up later is entered as a new one."""

    status, code = 409, "data_rights.breach_closed"


class InstantNotPossible(HandbookError):
    """The moment lies ahead, or before the breach was noticed."""

    status, code = 422, "data_rights.instant_not_possible"


class WhyNotReported(HandbookError):
    """A breach that was not reported is closed only with the reason in words."""

    status, code = 422, "data_rights.why_not_reported"
