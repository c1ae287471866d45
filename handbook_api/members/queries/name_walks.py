"""People who bear words that very many bear: read off in order, never gathered and sorted.

Every kind of match has an order of its own in the database. The best kind comes first, and the
next one is only looked at while there are too few.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from handbook_api.members import names
from handbook_api.members.models import Member, NameToken
from handbook_api.members.queries.typed_names import TypedName, Word

#: A word is common when so many people bear it; nobody counts further.
COMMON = 20_000
#: So many bearers are looked up and sorted; more lie so close that a list is walked.
_DENSE = 5_000

_Query = Select[UUID, str]
_Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Bearers:
    """How many bear a word, as their given name or otherwise; counted up to a limit."""

    given: int
    other: int

    @property
    def all(self) -> int:
        """How many bear it, counted up to twice the limit."""
        return self.given + self.other


def count_of_bearers(
    words: Sequence[Word], *conditions: _Condition, most: int = COMMON
) -> Select[Any]:
    """The one row that says how many bear each word and meet `conditions`, up to `most`."""
    counts = [
        _count(word, is_given, conditions, most) for word in words for is_given in (True, False)
    ]
    return select(*(count.label(f"bearers_{number}") for number, count in enumerate(counts)))


def read_count(words: Sequence[Word], row: Row[Any]) -> Mapping[Word, Bearers]:
    """Return what the row of `count_of_bearers` says."""
    return {word: Bearers(*row[2 * place : 2 * place + 2]) for place, word in enumerate(words)}


def _count(word: Word, is_given: bool, conditions: Sequence[_Condition], most: int) -> Any:
    some = _tokens(word, is_given, *conditions).limit(most)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _tokens(word: Word, is_given: bool, *conditions: _Condition) -> Select[UUID]:
    kind = NameToken.is_given.is_(is_given)
    return select(NameToken.member_id).where(kind, word.is_token(), *conditions)


@dataclass(frozen=True, slots=True)
class Walks:
    """The walks of one search, for people who meet `seen`, each as far as `limit`."""

    session: Session
    typed: TypedName
    bearers: Mapping[Word, Bearers]
    seen: Sequence[_Condition]
    limit: int

    def best(self) -> tuple[Sequence[UUID], bool]:
        """Return the best, at least `limit` if there are so many, and whether these are all."""
        found: dict[UUID, None] = {}
        for tier in self._tiers():
            found |= dict.fromkeys(self._first(tier))
            if len(found) >= self.limit:
                return list(found), False
        return list(found), True

    def _first(self, tier: Sequence[_Query]) -> Sequence[UUID]:
        rows: list[Row[UUID, str]] = []
        for query in tier:
            rows += self.session.execute(query.limit(self.limit)).all()
        return [row[0] for row in sorted(rows, key=lambda row: (row[1], row[0]))]

    def _tiers(self) -> Iterator[Sequence[_Query]]:
        """Yield what is better before what is worse; what is better may come again."""
        with_marks = (True, False) if self.typed.has_marks else (False,)
        whole = Member.folded_name == self.typed.whole
        for marks in with_marks:
            yield [self._in_list_order(whole, marks=marks)]
        firm, last = self.typed.firm, self.typed.last
        for marks in with_marks:
            yield [self._among(last, firm, is_given=True, marks=marks)]
            yield self._bearing((*firm, last), marks=marks)
        for marks in with_marks:
            yield self._beginning(marks=marks)

    def _bearing(self, words: Sequence[Word], *, marks: bool) -> Sequence[_Query]:
        rarest = min(
            (word for word in words if word.finished), key=lambda word: self.bearers[word].all
        )
        others = [word for word in words if word != rarest]
        return [
            self._among(rarest, others, is_given=is_given, marks=marks)
            for is_given in (True, False)
        ]

    def _among(self, word: Word, others: Sequence[Word], *, is_given: bool, marks: bool) -> _Query:
        """Those who bear a finished word and the others, in the order of its bearers."""
        kind = NameToken.is_given.is_(is_given)
        query = (
            select(Member.id, NameToken.sort_name)
            .select_from(NameToken)
            .join(Member, Member.id == NameToken.member_id)
            .where(kind, word.is_token(), *(other.is_in(NameToken) for other in others))
            .where(*self.seen)
            .order_by(NameToken.sort_name, NameToken.member_id)
        )
        return query.where(self.typed.has_same_marks(NameToken)) if marks else query

    def _beginning(self, *, marks: bool) -> Sequence[_Query]:
        """Those with a word that begins as the last one; those who bear it may be among them."""
        firm, begun = self.typed.firm, self.typed.beginning
        if firm:
            return self._bearing((*firm, begun), marks=marks)
        conditions = [self.typed.has_same_marks(NameToken)] if marks else []
        row = self.session.execute(count_of_bearers([begun], *conditions, most=_DENSE)).one()
        counted = read_count([begun], row)[begun]
        if counted.other >= _DENSE:
            return [self._in_list_order(begun.is_in(Member), marks=marks)]
        others = Member.id.in_(_tokens(begun, False, *conditions))
        given: _Condition = Member.id.in_(_tokens(begun, True, *conditions))
        if counted.given >= _DENSE:
            first, last = names.sort_range(begun.text)
            given = and_(Member.sort_name >= first, Member.sort_name < last, begun.is_in(Member))
        return [self._in_list_order(those, marks=marks) for those in (given, others)]

    def _in_list_order(self, condition: _Condition, *, marks: bool) -> _Query:
        query = (
            select(Member.id, Member.sort_name)
            .where(condition, *self.seen)
            .order_by(Member.sort_name, Member.id)
        )
        return query.where(self.typed.has_same_marks(Member)) if marks else query
