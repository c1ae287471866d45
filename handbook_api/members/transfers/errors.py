"""What transfers refuse, and why. None of them names a person or repeats what was typed."""

from handbook_api.core.errors import HandbookError, NotFound


class TransferNotFound(NotFound):
    """No transfer that you have a part in has this id."""

    code = "transfers.not_found"


class UnknownKind(HandbookError):
    """There is no such kind of transfer."""

    status, code = 422, "transfers.unknown_kind"


class NotMovable(HandbookError):
    """Somebody of this status is not transferred: settle the status first."""

    status, code = 409, "transfers.not_movable"


class UnderWay(HandbookError):
    """A transfer of this person is under way, or a stay elsewhere has not ended: end that first."""

    status, code = 409, "transfers.under_way"


class StepNotOpen(HandbookError):
    """From where the transfer stands now, this step cannot be taken: read it again."""

    status, code = 409, "transfers.step_not_open"


class ReasonNeeded(HandbookError):
    """This step needs a reason in words."""

    status, code = 422, "transfers.reason_needed"


class PersonNeeded(HandbookError):
    """Say who: a record here, or for somebody from elsewhere the full name."""

    status, code = 422, "transfers.person_needed"


class PlaceNeeded(HandbookError):
    """Say in words from where, or where to."""

    status, code = 422, "transfers.place_needed"


class CellNeeded(HandbookError):
    """Name the receiving cell before the transfer goes on."""

    status, code = 422, "transfers.cell_needed"


class CellUnknown(HandbookError):
    """No living cell that may be named by you is called so."""

    status, code = 422, "transfers.cell_unknown"


class SameCell(HandbookError):
    """He belongs to that cell already."""

    status, code = 422, "transfers.same_cell"


class DaysNeeded(HandbookError):
    """A temporary stay has a first and a last day, one after the other."""

    status, code = 422, "transfers.days_needed"


class StayLength(HandbookError):
    """A stay of this kind is at least `least` months and no longer than `most`."""

    status, code = 422, "transfers.stay_length"


class DayNotPossible(HandbookError):
    """The day lies ahead, or before the step before."""

    status, code = 422, "transfers.day_not_possible"


class RecordNeeded(HandbookError):
    """Add the record of the person to the receiving cell first, then name it here."""

    status, code = 409, "transfers.record_needed"
