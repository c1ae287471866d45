"""Where things lie in the content folder, and how one file is read."""

import csv
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

from handbook_api.content_store.errors import ContentUnreadable

DOCUMENTS = "documents"
ISSUERS = "issuers.toml"
TOPICS = "topics.toml"
PARAMETERS = "parameters"
TERMS = f"{PARAMETERS}/terms.toml"
ORGANISATION_KINDS = f"{PARAMETERS}/organisation_kinds.toml"
ROLES = f"{PARAMETERS}/roles.toml"
MEMBER_STATUSES = f"{PARAMETERS}/member_statuses.toml"
MEMBER_FIELDS = f"{PARAMETERS}/member_fields.toml"
MEMBER_LISTS = f"{PARAMETERS}/member_lists.toml"
TRANSFERS = f"{PARAMETERS}/transfers.toml"
DOSSIER_PAPERS = f"{PARAMETERS}/dossier_papers.toml"
DATA_PROTECTION = f"{PARAMETERS}/data_protection.toml"
HOLIDAYS = f"{PARAMETERS}/holidays.toml"
BADGES = f"{PARAMETERS}/badges.toml"
MEMBERSHIP = f"{PARAMETERS}/membership.toml"
SECURITY = f"{PARAMETERS}/security.toml"
NOTICES = f"{PARAMETERS}/notices.toml"
ANNOTATIONS = f"{PARAMETERS}/annotations.toml"
DRAFTS = f"{PARAMETERS}/document_drafts.toml"
STATISTICS = f"{PARAMETERS}/statistics.toml"
NOTICE_KINDS = f"{PARAMETERS}/notice_kinds.toml"
PHONES = f"{PARAMETERS}/phones.toml"
TEMPLATES = "templates"
ABBREVIATIONS = "glossary/abbreviations.csv"
SYNONYMS = "glossary/synonyms.csv"
MESSAGES = "messages"
SCHEMAS = "_schemas"

#: Every file of rules and the schema that describes it.
PARAMETER_SCHEMAS = {
    ANNOTATIONS: "rules",
    DRAFTS: "rules",
    BADGES: "rules",
    DATA_PROTECTION: "data_protection",
    DOSSIER_PAPERS: "dossier_papers",
    HOLIDAYS: "holidays",
    MEMBERSHIP: "rules",
    MEMBER_FIELDS: "member_fields",
    MEMBER_LISTS: "member_lists",
    MEMBER_STATUSES: "member_statuses",
    NOTICES: "rules",
    NOTICE_KINDS: "notice_kinds",
    ORGANISATION_KINDS: "organisation_kinds",
    PHONES: "phones",
    ROLES: "roles",
    SECURITY: "rules",
    STATISTICS: "rules",
    TERMS: "terms",
    TRANSFERS: "transfers",
}

ABBREVIATION_COLUMNS = ("short", "long", "note")
SYNONYM_COLUMNS = ("said", "written", "note")

Row = tuple[str, ...]
Table = dict[str, object]


def text_of(folder: Path, name: str) -> str:
    """Return the text of `name`, line ends untouched, without a byte order mark.

    Raises ContentUnreadable when it is missing or not UTF-8.
    """
    try:
        return (folder / name).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ContentUnreadable(file=name, problem="thiếu tệp này trong thư mục nội dung") from None
    except UnicodeDecodeError:
        raise ContentUnreadable(
            file=name, problem="tệp không phải UTF-8; hãy lưu lại bằng bảng mã UTF-8"
        ) from None


def table_of(folder: Path, name: str) -> Table:
    """Return the TOML file `name` as a table. Raises ContentUnreadable."""
    try:
        return tomllib.loads(text_of(folder, name))
    except tomllib.TOMLDecodeError as fault:
        raise ContentUnreadable(file=name, problem=f"TOML viết sai: {fault}") from None


def rows_of(folder: Path, name: str, columns: Row) -> Iterator[tuple[int, Row]]:
    """Yield (line number, cells) of the CSV file `name`, header and empty lines left out.

    Raises ContentUnreadable when the header differs or a row has another number of cells.
    """
    reader = csv.reader(io.StringIO(text_of(folder, name), newline=""), strict=True)
    try:
        header = tuple(next(reader, []))
        if header != columns:
            wanted = ",".join(columns)
            raise ContentUnreadable(file=name, problem=f"dòng đầu phải là đúng: {wanted}")
        for cells in reader:
            if len(cells) not in (0, len(columns)):
                fault = f"dòng {reader.line_num} có {len(cells)} ô, cần {len(columns)} ô"
                raise ContentUnreadable(file=name, problem=fault)
            if cells:
                yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error as fault:
        problem = f"CSV viết sai ở dòng {reader.line_num}: {fault}"
        raise ContentUnreadable(file=name, problem=problem) from None


def document_names(folder: Path) -> tuple[str, ...]:
    """Return the names of all document files, in order ("documents/294-qd-tw-2025.toml", …)."""
    return tuple(
        path.relative_to(folder).as_posix() for path in sorted((folder / DOCUMENTS).glob("*.toml"))
    )


def message_names(folder: Path) -> tuple[str, ...]:
    """Return the names of all message files, in order."""
    return tuple(
        path.relative_to(folder).as_posix() for path in sorted((folder / MESSAGES).glob("*.toml"))
    )


def page_word_names(folder: Path, language: str) -> tuple[str, ...]:
    """Return the names of all files with words of pages in `language`, in order."""
    found = sorted((folder / MESSAGES / language).glob("*.toml"))
    return tuple(path.relative_to(folder).as_posix() for path in found)


def template_names(folder: Path) -> tuple[str, ...]:
    """Return the names of all files of templates of notices, in order."""
    return tuple(
        path.relative_to(folder).as_posix() for path in sorted((folder / TEMPLATES).glob("*.toml"))
    )
