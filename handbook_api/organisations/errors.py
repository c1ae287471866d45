"""What the tree of organisations refuses, and why."""

from handbook_api.core.errors import HandbookError, NotFound


class OrganisationNotFound(NotFound):
    """No such organisation, or not for this viewer."""

    code = "organisations.not_found"


class ChangedMeanwhile(HandbookError):
    """Somebody changed `name` after it was read; read it again, then decide."""

    status, code = 409, "organisations.changed_meanwhile"


class OrganisationClosed(HandbookError):
    """`name` is no more since `closed_on`; its successors are what can be worked with."""

    status, code = 409, "organisations.closed"


class NothingChanges(HandbookError):
    """Everything already is as it was asked to become."""

    status, code = 422, "organisations.nothing_changes"


class NameMissing(HandbookError):
    """An organisation has a name: at least one letter or digit, at most 300 characters."""

    status, code = 422, "organisations.name_missing"


class UnknownKind(HandbookError):
    """content/parameters/organisation_kinds.toml knows no kind `kind`."""

    status, code = 422, "organisations.unknown_kind"


class KindEnded(HandbookError):
    """Organisations of the kind `kind` exist no more since `closed_on`."""

    status, code = 422, "organisations.kind_ended"


class KindDoesNotFit(HandbookError):
    """`kind` does not stand under `parent`; organisation_kinds.toml says what does."""

    status, code = 422, "organisations.kind_does_not_fit"


class CellAndCommittee(HandbookError):
    """A cell has members, a committee has organisations below it: neither becomes the other."""

    status, code = 422, "organisations.cell_and_committee"


class CodeNotUnderstood(HandbookError):
    """An official code is M1.M2.M3.M4.M5, of 2, 3, 3, 3 and 3 digits, as far as it goes."""

    status, code = 422, "organisations.code_not_understood"


class CodeNotUnderParent(HandbookError):
    """`given` does not begin with `above`, the code of what it stands under."""

    status, code = 422, "organisations.code_not_under_parent"


class CodeHeld(HandbookError):
    """Another organisation bears `given` on that day."""

    status, code = 409, "organisations.code_held"


class Cycle(HandbookError):
    """`name` would stand under itself."""

    status, code = 422, "organisations.cycle"


class DateInFuture(HandbookError):
    """An act is entered once its day has come; until then the tree stays as it is."""

    status, code = 422, "organisations.date_in_future"


class DateTooEarly(HandbookError):
    """`name` was opened, or got its present code, on `not_before`: nothing happens earlier."""

    status, code = 422, "organisations.date_too_early"


class HasChildren(HandbookError):
    """`count` living organisations stand under `name`; move or merge them first."""

    status, code = 409, "organisations.has_children"


class HasPeople(HandbookError):
    """`count` people belong to `name`; merge it, or transfer them first."""

    status, code = 409, "organisations.has_people"


class TooFew(HandbookError):
    """A merger takes two organisations at least; a split leaves two at least."""

    status, code = 422, "organisations.too_few"


class NamedTwice(HandbookError):
    """The same organisation or member is named more than once."""

    status, code = 422, "organisations.named_twice"


class NotBelow(HandbookError):
    """`count` of those assigned to a part do not belong to `name` today."""

    status, code = 422, "organisations.not_below"


class LeftOver(HandbookError):
    """`name` closes, but `count` of its members or organisations are assigned to no part."""

    status, code = 422, "organisations.left_over"


class ColumnsMissing(HandbookError):
    """The list lacks the columns `missing` in its first line."""

    status, code = 422, "organisations.columns_missing"


class ListNotReadable(HandbookError):
    """The file is not a table of text in UTF-8."""

    status, code = 422, "organisations.list_not_readable"


class CodeTwice(HandbookError):
    """Two lines of the list bear the code `given`."""

    status, code = 422, "organisations.code_twice"


class ParentUnknown(HandbookError):
    """Neither the list nor the tree knows a living organisation with the code `given`."""

    status, code = 422, "organisations.parent_unknown"


class ListedOtherwise(HandbookError):
    """The organisation is in the tree already, with another `what`; a list changes nothing."""

    status, code = 409, "organisations.listed_otherwise"


class DayNotUnderstood(HandbookError):
    """A day is written as 2025-07-01 or 01/07/2025."""

    status, code = 422, "organisations.day_not_understood"
