"""The whole content folder as one frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook_api.content_store.entries import (
    Abbreviation,
    DocumentEntry,
    Issuer,
    Messages,
    Synonym,
    Term,
    Topic,
)

#: The language of the product: what is shown when nothing else was asked for.
HOME_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the officers wrote, read once; safe to share between threads."""

    documents: tuple[DocumentEntry, ...]
    issuers: tuple[Issuer, ...]
    topics: tuple[Topic, ...]
    terms: tuple[Term, ...]
    abbreviations: tuple[Abbreviation, ...]
    synonyms: tuple[Synonym, ...]
    messages_by_language: Mapping[str, Messages]

    @property
    def term_starts(self) -> Mapping[int, date]:
        """The first day of each term of the Party, by its number, oldest first."""
        return {term.ordinal: term.since for term in self.terms}

    def messages(self, language: str) -> Messages:
        """Return the words of `language` ("vi", "en-GB" …), or the Vietnamese ones.

        Empty messages when the folder has none, so that a message can always be looked up.
        """
        for wanted in (language.lower().split("-")[0], HOME_LANGUAGE):
            if wanted in self.messages_by_language:
                return self.messages_by_language[wanted]
        return Messages(HOME_LANGUAGE, {}, {})
