"""Why a list was not read, beyond what is wrong with files of every kind."""

from handbook_api.gateways.text_extraction import errors as files
from handbook_api.gateways.text_extraction.errors import FileRefused


class WrongTableType(FileRefused):
    """We do not read such lists (`found`): save it as .xlsx or .csv."""

    status, code = 415, "tables.wrong_type"


class OldWorkbook(FileRefused):
    """An .xls of before 2007: open it and save it as .xlsx."""

    status, code = 415, "tables.old_workbook"


class NoRows(FileRefused):
    """The sheet holds nothing: the list is on another sheet, or was not saved."""

    code = "tables.no_rows"


class NoSuchSheet(FileRefused):
    """The workbook has no sheet of that name that is shown."""

    code = "tables.no_such_sheet"


class TooManyRows(FileRefused):
    """The sheet has more rows than are taken in at once (`limit`): split the list."""

    status, code = 413, "tables.too_many_rows"


class TooManyColumns(FileRefused):
    """Something stands further to the right than any list reaches (`cell`, `limit`)."""

    status, code = 413, "tables.too_many_columns"


class CellTooLong(FileRefused):
    """A cell (`cell`) holds more characters than a cell can (`limit`)."""

    status, code = 413, "tables.cell_too_long"


class QuotationNotClosed(FileRefused):
    """In a CSV a quotation mark opens at `row` and nothing closes it."""

    code = "tables.quotation_not_closed"


#: What the child may answer. Anything else from it is a broken reader.
BY_CODE: dict[str, type[FileRefused]] = {
    refusal.code: refusal
    for refusal in (
        files.FileEmpty,
        files.TypeMismatch,
        files.FileEncrypted,
        files.FileCorrupt,
        files.ArchiveBomb,
        files.ReadingTooHungry,
        files.TooMuchText,
        WrongTableType,
        OldWorkbook,
        NoSuchSheet,
        TooManyRows,
        TooManyColumns,
        CellTooLong,
        QuotationNotClosed,
    )
}
