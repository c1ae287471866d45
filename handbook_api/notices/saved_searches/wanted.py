"""What somebody wants to be told of, as it is kept: one text, sealed, with a blind index."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import orjson

from handbook_api.db.sealing import KeyRing, Place
from search_index import Query

_BLIND_KIND = "saved_search"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words, and the codes that narrow them, each in order and once."""

    words: str
    kinds: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def question(self) -> Query:
        """What the index is asked."""
        return Query(
            text=self.words,
            kinds=frozenset(self.kinds),
            issuers=frozenset(self.issuers),
            topics=frozenset(self.topics),
        )

    def written(self) -> str:
        """Return it as one text: the same for the same wish."""
        return orjson.dumps([self.words, self.kinds, self.issuers, self.topics]).decode()

    @classmethod
    def read(cls, written: str) -> Self:
        """Return what `written` was made from."""
        told: list[Any] = orjson.loads(written)
        words, *codes = told
        kinds, issuers, topics = map(tuple, codes)
        return cls(words, kinds, issuers, topics)

    def blind(self, keys: KeyRing) -> bytes:
        """Return what tells equal wishes, and nothing else, from the table alone."""
        return keys.blind(_BLIND_KIND, self.written())


def place_of(search_id: UUID) -> Place:
    """Return the place that a saved search's words are bound to."""
    return Place("saved_searches", "sealed", str(search_id))
