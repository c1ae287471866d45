"""Closed lists of the record: sex, ethnicity, schooling, ratings … (member_lists.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.files import MEMBER_LISTS, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.parameters.wordings import bare_words, meanings
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class Choice(Named):
    """One entry. synonyms: other ways lists write it, the name itself left out."""

    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceList(Named):
    """A closed list; `choices` by code, in the order to offer them."""

    choices: Mapping[str, Choice]
    #: Code by bare words, for every name and synonym.
    wordings: Mapping[str, str]
    source: str
    note: str

    def __getitem__(self, code: str) -> Choice:
        return self.choices[code]

    def __contains__(self, code: object) -> bool:
        return code in self.choices

    def meant_by(self, text: str) -> Choice | None:
        """Return the entry that a list means by `text`, in any case, with or without marks."""
        code = self.wordings.get(bare_words(text))
        return None if code is None else self.choices[code]


def choice_lists_of(folder: Path) -> Mapping[str, ChoiceList]:
    """Return every closed list by code. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, MEMBER_LISTS), MEMBER_LISTS)
    return {one.code: one for one in told.each("lists", _list)}


def _list(told: TableReader) -> ChoiceList:
    found = told.each("items", _choice)
    return ChoiceList(
        *named(told),
        choices={choice.code: choice for choice in found},
        wordings=meanings({one.code: (one.name, *one.synonyms) for one in found}),
        source=told.text("source"),
        note=told.text_or("note"),
    )


def _choice(told: TableReader) -> Choice:
    return Choice(*named(told), synonyms=told.texts("synonyms"))
