"""People found by any part of their name, typed with marks or without.

Every word must occur; the last one may be unfinished. Bounded whatever is typed: those who bear
the rarest word are looked up and ranked; where even that one is borne by thousands, the list is
walked in its order until enough are found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from handbook_api.core.identity import Identity
from handbook_api.members import names
from handbook_api.members.models import Member, NameToken
from handbook_api.members.queries.members import (
    MemberAt,
    MemberFilter,
    members_by_id,
    narrowed,
)
from handbook_api.members.queries.seeing import MANY_CELLS, Reach, reach_of
from search_index.vietnamese.folding import fold, has_marks

#: Nobody's name has more words; more are not looked at.
_MOST_WORDS = 8
#: Up to so many bearers of the typed words are ranked against one another.
_MOST_RANKED = 1_500
#: A word is common when so many people bear it; nobody counts further.
_COMMON = 20_000
#: About as many members a cell has: to choose between starting from cells or from names.
_USUAL_CELL = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, best first. complete: False when there are, or may be, more."""

    members: Sequence[MemberAt]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed name. folded, marked: its words. begun: the last one as typed, without marks.

    A finished “ly” is the word “li” of the index; an unfinished one is not the start of “linh”.
    """

    folded: tuple[str, ...]
    marked: tuple[str, ...]
    begun: str

    @property
    def whole(self) -> str:
        """All words, folded."""
        return " ".join(self.folded)

    @property
    def is_marked(self) -> bool:
        """Whether marks were typed: then they count."""
        return has_marks(" ".join(self.marked))


#: Id, name, folded name, sort key.
_Candidate = Row[UUID, str, str, str]
_CANDIDATE = (Member.id, Member.full_name, Member.folded_name, Member.sort_name)


def search_people(
    session: Session, viewer: Identity, typed: str, wanted: MemberFilter, *, limit: int
) -> Found:
    """Return at most `limit` visible members whose name bears all typed words, best first.

    Whose whole name was typed comes first; then all who bear the words, and only then those who
    bear a word that begins as the last one. Where marks were typed, names with the same marks
    come before others; among equals, those whose given name is the last word.
    """
    words = _words_of(typed)
    if not words.folded:
        return Found((), complete=True)
    search = _Search(session, words, reach_of(session, viewer, wanted.within), wanted, limit)
    found, complete = search.bearers()
    if len(found) < limit:
        more, complete = search.beginners()
        found = list({row.id: row for row in (*found, *more)}.values())
    ranked = sorted(found, key=lambda row: _rank(row, words))
    members = members_by_id(session, viewer, [row.id for row in ranked[:limit]])
    return Found(members, complete and len(ranked) <= limit)


def _words_of(typed: str) -> _Typed:
    folded = names.fold(typed).split()[:_MOST_WORDS]
    marked = names.marked(typed).split()[:_MOST_WORDS]
    raw = fold(names.tidy(typed)).split()[:_MOST_WORDS]
    begun = "".join(letter for letter in raw[-1] if letter.isalnum()) if raw else ""
    return _Typed(tuple(folded), tuple(marked), begun or (folded or [""])[-1])


@dataclass(frozen=True, slots=True)
class _Word:
    """What a name must have: the word `text`, or one that begins with it."""

    text: str
    finished: bool

    def is_token(self, token: type[NameToken]) -> ColumnElement[bool]:
        """The condition on a token of a name."""
        if self.finished:
            return token.token == self.text
        # A range, not LIKE: it is what both databases look up in the index of tokens.
        after = self.text[:-1] + chr(ord(self.text[-1]) + 1)
        return and_(token.token >= self.text, token.token < after)

    def is_in_name(self) -> ColumnElement[bool]:
        """The condition on a whole name."""
        padded = literal(" ") + Member.folded_name + literal(" ")
        return padded.like(f"% {self.text} %" if self.finished else f"% {self.text}%")


class _Search:
    """One search: how common each word is, and where to start because of it."""

    def __init__(
        self, session: Session, words: _Typed, reach: Reach, wanted: MemberFilter, limit: int
    ) -> None:
        *firm, last = (_Word(word, finished=True) for word in words.folded)
        self._session = session
        self._whole = words.whole
        self._reach = reach
        self._narrowed = tuple(narrowed(wanted))
        self._limit = limit
        self._finished = list(dict.fromkeys([*firm, last]))
        self._given = last.text
        self._begun = list(dict.fromkeys([*firm, _Word(words.begun, finished=False)]))
        self._bearers = _count(session, {*self._finished, *self._begun})

    def bearers(self) -> tuple[Sequence[_Candidate], bool]:
        """Return people who bear every word, and whether these are all."""
        return self._people(self._finished)

    def beginners(self) -> tuple[Sequence[_Candidate], bool]:
        """Return people with a word that begins as the last one, and whether these are all."""
        return self._people(self._begun)

    def _people(self, words: Sequence[_Word]) -> tuple[Sequence[_Candidate], bool]:
        rarest = min(words, key=lambda word: self._bearers[word])
        if not self._bearers[rarest]:
            return (), True
        cells = self._reach.cells
        cells_first = cells < MANY_CELLS and cells * _USUAL_CELL < self._bearers[rarest]
        seen = self._reach.by_cells if cells_first else self._reach.by_rows
        in_name = [word.is_in_name() for word in words]
        query = select(*_CANDIDATE).where(seen, *self._narrowed, *in_name)
        few = query if cells_first else query.where(Member.id.in_(_ids_of(rarest, words)))
        found = self._session.execute(few.limit(_MOST_RANKED + 1)).all()
        if len(found) <= _MOST_RANKED:
            return found, True
        return self._some_of_many(query), False

    def _some_of_many(self, query: Select[UUID, str, str, str]) -> Sequence[_Candidate]:
        """Return some whose whole name it is, some whose given name it is, and the first ones."""
        given = query.where(Member.given_name == self._given)
        found = [
            *self._first(given.where(Member.folded_name == self._whole)),
            *self._first(given),
            *self._first(query),
        ]
        return list({row.id: row for row in found}.values())

    def _first(self, query: Select[UUID, str, str, str]) -> Sequence[_Candidate]:
        in_order = query.order_by(Member.sort_name, Member.id).limit(self._limit)
        return self._session.execute(in_order).all()


def _count(session: Session, words: Iterable[_Word]) -> Mapping[_Word, int]:
    """Return how many people bear each word, counted up to _COMMON; one statement."""
    listed = sorted(words, key=lambda word: (word.text, word.finished))
    counts = []
    for number, word in enumerate(listed):
        some = select(NameToken.member_id).where(word.is_token(NameToken)).limit(_COMMON)
        count = select(func.count()).select_from(some.subquery()).scalar_subquery()
        counts.append(count.label(f"bearers_{number}"))
    return dict(zip(listed, session.execute(select(*counts)).one(), strict=True))


def _ids_of(rarest: _Word, words: Sequence[_Word]) -> Select[UUID]:
    """Return who bears the rarest word and every other finished one, from the index alone."""
    query = select(NameToken.member_id).where(rarest.is_token(NameToken))
    for word in words:
        if word.finished and word != rarest:
            other = aliased(NameToken)
            same = other.member_id == NameToken.member_id
            query = query.where(exists().where(word.is_token(other), same).correlate(NameToken))
    return query


def _rank(row: _Candidate, words: _Typed) -> tuple[Any, ...]:
    """The smaller the better; equal ones in list order."""
    bears = row.folded_name.split()
    last = words.folded[-1]
    marks_differ = words.is_marked and not _same_marks(names.marked(row.full_name), words)
    return (
        row.folded_name != words.whole,
        last not in bears,
        marks_differ,
        bears[-1] != last,
        row.sort_name,
        row.id,
    )


def _same_marks(name: str, words: _Typed) -> bool:
    bears = name.split()
    *firm, last = words.marked
    begun = any(word.startswith(last) for word in bears)
    return begun and all(word in bears for word in firm)
