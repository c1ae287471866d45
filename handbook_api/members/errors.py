"""Refusals of the member record. None of them names a person or repeats what was typed."""

from handbook_api.core.errors import HandbookError, NotFound


class MemberNotFound(NotFound):
    """No member that you may see has this id."""


class PersonRefused(HandbookError):
    """Something in one person's data cannot be; `field` says where. Subclasses say what."""

    status, code = 422, "members.person_refused"


class NameMissing(PersonRefused):
    """A person has a name: at least one letter, at most 200."""

    code = "members.name_missing"


class ValueNotUnderstood(PersonRefused):
    """The text does not look like what the field holds; `hint` says what to write."""

    code = "members.value_not_understood"


class ValueTooLong(PersonRefused):
    """The field holds at most `longest` characters."""

    code = "members.value_too_long"


class FieldUnknown(PersonRefused):
    """The register has no such field, or it is not filled in this way."""

    code = "members.field_unknown"


class DateTooEarly(PersonRefused):
    """Nobody alive has a day before `earliest`: probably the year was mistyped."""

    code = "members.date_too_early"


class UnknownChoice(PersonRefused):
    """The field takes a code of a list, and this is not one of them."""

    code = "members.unknown_choice"


class ValueMissing(PersonRefused):
    """This field is never empty."""

    code = "members.value_missing"


class DateNotUnderstood(PersonRefused):
    """A day is written year-month-day."""

    code = "members.date_not_understood"


class DateInFuture(PersonRefused):
    """The day has not come yet."""

    code = "members.date_in_future"


class TooYoung(PersonRefused):
    """Nobody joins before the age of `years`."""

    code = "members.too_young"


class DatesOutOfOrder(PersonRefused):
    """The day of `field` comes before the day of `before`: one of the two is wrong."""

    code = "members.dates_out_of_order"


class DateNotOfStatus(PersonRefused):
    """Somebody who is not an official member has no official day; a prospect has not joined."""

    code = "members.date_not_of_status"


class StatusCannotBegin(PersonRefused):
    """A record does not begin with this status; transfers and ends are acts of their own."""

    code = "members.status_cannot_begin"


class LastDayNeeded(PersonRefused):
    """This status is for a time: its last day must be given."""

    code = "members.last_day_needed"


class CellUnknown(PersonRefused):
    """No organisation that you may add people to has this name or code."""

    code = "members.cell_unknown"


class NotACell(PersonRefused):
    """Members belong to cells; this is a committee."""

    code = "members.not_a_cell"


class CellClosed(PersonRefused):
    """The cell closed on `closed_on`; its successor takes new members."""

    code = "members.cell_closed"


class NumberHeld(PersonRefused):
    """Another record holds this number already. Who, is not told: check the number first."""

    status, code = 409, "members.number_held"


class NumberTwice(PersonRefused):
    """The same number stands twice in what is being added."""

    code = "members.number_twice"


class BatchRefused(HandbookError):
    """Nobody was added: `count` faults; each is told to whoever brought the list."""

    status, code = 422, "members.batch_refused"


class FieldNotYours(HandbookError):
    """This field is changed by somebody else; ask for a correction instead."""

    status, code = 403, "members.field_not_yours"


class VersionPassed(HandbookError):
    """Somebody changed the record in between: read it again, then change it."""

    status, code = 409, "members.version_passed"


class StepUnknown(HandbookError):
    """From the status `start` no step leads to `end`."""

    status, code = 409, "members.step_unknown"


class StepByTransfer(HandbookError):
    """Only a transfer takes this step."""

    status, code = 409, "members.step_by_transfer"


class DecisionNeeded(HandbookError):
    """This step needs the symbol and the day of the deciding paper."""

    status, code = 422, "members.decision_needed"


class StepBeforeLast(HandbookError):
    """The last change of status was on `since`; a later step cannot lie before it."""

    status, code = 422, "members.step_before_last"


class ProbationRunning(HandbookError):
    """Probation lasts until `until`; nobody is recognised before."""

    status, code = 422, "members.probation_running"


class ReadmissionTooEarly(HandbookError):
    """Who left is admitted again from `earliest` on at the soonest."""

    status, code = 422, "members.readmission_too_early"


class ExemptionTooLong(HandbookError):
    """One temporary exemption is shorter than `months` months."""

    status, code = 422, "members.exemption_too_long"


class LineNotFound(NotFound):
    """The record has no such line."""


class LineEnded(HandbookError):
    """The line is ended already."""

    status, code = 409, "members.line_ended"


class UnknownPaper(HandbookError):
    """The list of papers knows no such kind."""

    status, code = 422, "members.unknown_paper"


class StillAMember(HandbookError):
    """Only the record of somebody who has left can be erased; end the membership first."""

    status, code = 409, "members.still_a_member"
