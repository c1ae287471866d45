"""What can be wrong with one box or one row of a list; the words say what to do about it.

None of these repeats what stands in the box: whoever reads it has the box before his eyes.
"""

from handbook_api.core.errors import HandbookError


class BoxRefused(HandbookError):
    """The box cannot be taken as it is. Subclasses say why."""

    status, code = 422, "imports.box_refused"


# Any box


class FormulaInBox(BoxRefused):
    """It is a formula: what it shows is not what is stored."""

    code = "imports.formula_in_box"


class ErrorInBox(BoxRefused):
    """It shows an error of the spreadsheet (#N/A, #REF!)."""

    code = "imports.error_in_box"


class OtherKindOfBox(BoxRefused):
    """A day, a clock time, or TRUE stands where text belongs."""

    code = "imports.other_kind_of_box"


class OldFont(BoxRefused):
    """The letters were typed for a font of the nineties (.VnTime, VNI): not Unicode."""

    code = "imports.old_font"


class NeededHere(BoxRefused):
    """The field `name` must not be empty."""

    code = "imports.needed_here"


class TextTooLong(BoxRefused):
    """More than `longest` characters."""

    code = "imports.text_too_long"


class WordUnknown(BoxRefused):
    """The field takes one of `known`, and this is none of them."""

    code = "imports.word_unknown"


# Names


class NameNeeded(BoxRefused):
    """The row says something of somebody, but not who."""

    code = "imports.name_needed"


class NameOdd(BoxRefused):
    """Digits or signs stand in the name."""

    code = "imports.name_odd"


class NameWithNote(BoxRefused):
    """Something in brackets stands beside the name."""

    code = "imports.name_with_note"


class NameTooShort(BoxRefused):
    """A single word: family name or given name is missing."""

    code = "imports.name_too_short"


class TwoNames(BoxRefused):
    """Two people in one box."""

    code = "imports.two_names"


# Days


class YearAlone(BoxRefused):
    """Only a year."""

    code = "imports.year_alone"


class MonthAlone(BoxRefused):
    """Only a month and a year."""

    code = "imports.month_alone"


class YearShort(BoxRefused):
    """The year has two digits: of which century?"""

    code = "imports.year_short"


class NoSuchDay(BoxRefused):
    """The calendar has no such day."""

    code = "imports.no_such_day"


class MonthFirst(BoxRefused):
    """The month stands before the day."""

    code = "imports.month_first"


class TwoDays(BoxRefused):
    """Two days in one box."""

    code = "imports.two_days"


class NumberForDay(BoxRefused):
    """A plain number, perhaps the one that a spreadsheet keeps for `day`."""

    code = "imports.number_for_day"


class DayTooLongAgo(BoxRefused):
    """Before 1900."""

    code = "imports.day_too_long_ago"


class DayNotUnderstood(BoxRefused):
    """Not a day in any spelling we know."""

    code = "imports.day_not_understood"


class DayInTwoBoxes(BoxRefused):
    """The men's and the women's column of the birth date are both filled."""

    code = "imports.day_in_two_boxes"


# Numbers


class ZeroLost(BoxRefused):
    """`found` digits where `name` has `expected`: a zero in front may have been lost."""

    code = "imports.zero_lost"


class TooManyDigits(BoxRefused):
    """More digits than `name` has (`most`)."""

    code = "imports.too_many_digits"


class NotOnlyDigits(BoxRefused):
    """Other signs stand among the digits of `name`."""

    code = "imports.not_only_digits"


class DigitsRounded(BoxRefused):
    """The spreadsheet has rounded the number: digits are gone."""

    code = "imports.digits_rounded"


class OldIdentityCard(BoxRefused):
    """Nine digits: the old identity card, not the citizen number."""

    code = "imports.old_identity_card"


class TwoNumbers(BoxRefused):
    """Two numbers in one box."""

    code = "imports.two_numbers"


class PhoneTooShort(BoxRefused):
    """Too few digits for a telephone."""

    code = "imports.phone_too_short"


class ShapeUnknown(BoxRefused):
    """Not what `name` looks like; `hint` says how it is written."""

    code = "imports.shape_unknown"


# Cells


class CellNeeded(BoxRefused):
    """Nobody can be taken over without a cell."""

    code = "imports.cell_needed"


class CellNotFound(BoxRefused):
    """No cell of that name or code within one's reach."""

    code = "imports.cell_not_found"


class CellOfManyNames(BoxRefused):
    """Several cells have that name; `codes` tells them apart."""

    code = "imports.cell_of_many_names"


class CommitteeInstead(BoxRefused):
    """That is a committee; people belong to cells."""

    code = "imports.committee_instead"


class CellGone(BoxRefused):
    """The cell is closed; `codes` of those that took over."""

    code = "imports.cell_gone"


# Status


class StatusUnclear(BoxRefused):
    """Neither a status nor a day from which it follows."""

    code = "imports.status_unclear"


class LastDayUnsaid(BoxRefused):
    """The status `status` is for a time; its last day belongs into the same box."""

    code = "imports.last_day_unsaid"


class StatusOfLeavers(BoxRefused):
    """Who has left (`status`) is not taken over as a new record."""

    code = "imports.status_of_leavers"


# People


class NumberTwiceInList(BoxRefused):
    """The same number stands in row `row` already."""

    code = "imports.number_twice_in_list"


class PersonTwiceInList(BoxRefused):
    """The same person (name, birth date, cell, or record) stands in row `row` already."""

    code = "imports.person_twice_in_list"


class NumbersDisagree(BoxRefused):
    """The numbers in this row belong to two different records."""

    code = "imports.numbers_disagree"


class PersonHasLeft(BoxRefused):
    """A record with this number exists, of somebody who is on no list any more."""

    code = "imports.person_has_left"


class SameNameOtherNumber(BoxRefused):
    """The cell has somebody of this name and birth date, with another number."""

    code = "imports.same_name_other_number"
