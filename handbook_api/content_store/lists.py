"""The shared lists of the content folder: issuers, topics, glossary, messages."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from handbook_api.content_store.entries import (
    Abbreviation,
    ErrorText,
    Issuer,
    Messages,
    Synonym,
    Term,
    Topic,
)
from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import (
    ABBREVIATION_COLUMNS,
    ABBREVIATIONS,
    ISSUERS,
    SYNONYM_COLUMNS,
    SYNONYMS,
    TERMS,
    TOPICS,
    message_names,
    page_word_names,
    rows_of,
    table_of,
)
from handbook_api.content_store.tables import TableReader


def issuers_of(folder: Path) -> tuple[Issuer, ...]:
    """Return every issuer, in the order of the file. Raises ContentUnreadable."""
    return TableReader(table_of(folder, ISSUERS), ISSUERS).each("issuers", _issuer)


def topics_of(folder: Path) -> tuple[Topic, ...]:
    """Return every topic, in the order of the file. Raises ContentUnreadable."""
    return TableReader(table_of(folder, TOPICS), TOPICS).each("topics", _topic)


def terms_of(folder: Path) -> tuple[Term, ...]:
    """Return every term of the Party, oldest first. Raises ContentUnreadable."""
    found = TableReader(table_of(folder, TERMS), TERMS).each("terms", _term)
    return tuple(sorted(found, key=lambda term: term.since))


def abbreviations_of(folder: Path) -> tuple[Abbreviation, ...]:
    """Return every reading of every abbreviation. Raises ContentUnreadable."""
    rows = rows_of(folder, ABBREVIATIONS, ABBREVIATION_COLUMNS)
    return tuple(Abbreviation(*cells) for _, cells in rows)


def synonyms_of(folder: Path) -> tuple[Synonym, ...]:
    """Return every pair said → written. Raises ContentUnreadable."""
    rows = rows_of(folder, SYNONYMS, SYNONYM_COLUMNS)
    return tuple(Synonym(*cells) for _, cells in rows)


def messages_of(folder: Path) -> Mapping[str, Messages]:
    """Return the messages of every language there is a file for. Raises ContentUnreadable."""
    found = (_messages(folder, name) for name in message_names(folder))
    return {messages.language: messages for messages in found}


def _issuer(told: TableReader) -> Issuer:
    return Issuer(
        code=told.text("code"),
        name=told.text("name"),
        short=told.text("short"),
        level=told.text("level"),
        aliases=told.texts("aliases"),
        suffixes=told.texts("suffixes"),
        closed_on=told.maybe_day("closed_on"),
        closed_in=told.maybe_text("closed_in"),
        successors=told.texts("successors"),
        source=told.text("source"),
        as_of=told.day("as_of"),
        note=told.text_or("note"),
    )


def _topic(told: TableReader) -> Topic:
    return Topic(code=told.text("code"), name=told.text("name"))


def _term(told: TableReader) -> Term:
    return Term(
        ordinal=told.number("ordinal"),
        since=told.day("since"),
        source=told.text("source"),
        as_of=told.day("as_of"),
        note=told.text_or("note"),
    )


def _messages(folder: Path, name: str) -> Messages:
    told = TableReader(table_of(folder, name), name)
    errors = {}
    for code, words in told.pairs("errors"):
        if not isinstance(words, dict):
            raise ContentUnreadable(file=name, problem=f"mục “errors.{code}” phải là một bảng")
        inner = TableReader(words, name, f"errors.{code}.")
        errors[code] = ErrorText(title=inner.text("title"), detail=inner.text("detail"))
    labels = {code: str(words) for code, words in told.pairs("labels")}
    language = PurePosixPath(name).stem
    return Messages(language, errors, labels, _words_of_pages(folder, language))


def _words_of_pages(folder: Path, language: str) -> Mapping[str, str]:
    """Return what pages say, by “file.key”; a file holds one flat table."""
    said = {}
    for name in page_word_names(folder, language):
        area = PurePosixPath(name).stem
        for key, words in table_of(folder, name).items():
            if not isinstance(words, str):
                raise ContentUnreadable(file=name, problem=f"mục “{key}” phải là một câu chữ")
            said[f"{area}.{key}"] = words
    return said
