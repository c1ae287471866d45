"""People found by any part of their name, typed with marks or without.

Every word must occur; the last one may be unfinished. Bounded whatever is typed: the bearers of a
rare word, or the people of a few cells, are ranked against one another; those of common words are
read off in their order until enough are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    SQLColumnExpression,
    func,
    select,
    union,
)
from sqlalchemy.orm import Session

from handbook_api.core.identity import ROOT_PATH, SYSTEM, Identity, Role
from handbook_api.members.models import Member, NameToken
from handbook_api.members.queries.members import (
    MemberAt,
    MemberFilter,
    members_by_id,
    narrowed,
)
from handbook_api.members.queries.name_walks import Walks, count_of_bearers, read_count
from handbook_api.members.queries.seeing import Reach, reach_of
from handbook_api.members.queries.typed_names import TypedName, Word, read_typed

#: So many bearers of a word are ranked against one another.
_FEW_BEARERS = 1_500
#: About as many members a cell has: to choose between starting from cells or from names.
_USUAL_CELL = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, best first. complete: False when there are, or may be, more."""

    members: Sequence[MemberAt]
    complete: bool


def search_people(
    session: Session, viewer: Identity, typed: str, wanted: MemberFilter, *, limit: int
) -> Found:
    """Return at most `limit` visible members whose name bears all typed words, best first.

    Whose whole name was typed comes first; then all who bear the words, and only then those who
    bear a word that begins as the last one. Where marks were typed, names with the same marks
    come before others; among equals, those whose given name is the last word.
    """
    name = read_typed(typed)
    if name is None:
        return Found((), complete=True)
    reach = reach_of(session, viewer, wanted.within)
    ids, complete = _find(session, name, reach, wanted, limit)
    members = members_by_id(session, viewer, ids[:limit])
    return Found(members, complete and len(ids) <= limit)


def search_account_holders(session: Session, viewer: Identity, typed: str, *, limit: int) -> Found:
    """Return at most `limit` members whose accounts `viewer` looks after as an officer, by name.

    An administrator sees no records, but he gives offices: for a name and a cell to choose from,
    and nothing else of a record.
    """
    found: dict[UUID, MemberAt] = {}
    complete = True
    for path in viewer.paths(Role.ORGANISATION_OFFICER, Role.ADMINISTRATOR):
        wanted = MemberFilter(within=None if path == ROOT_PATH else path)
        inside = search_people(session, SYSTEM, typed, wanted, limit=limit)
        found |= {at.member.id: at for at in inside.members}
        complete = complete and inside.complete
    return Found([*found.values()][:limit], complete and len(found) <= limit)


def _find(
    session: Session, name: TypedName, reach: Reach, wanted: MemberFilter, limit: int
) -> tuple[Sequence[UUID], bool]:
    words = list(dict.fromkeys([*name.firm, name.last, name.beginning]))
    bearers = read_count(words, session.execute(count_of_bearers(words)).one())
    # Whoever is looked for bears a word of each of these.
    kinds = [*((word,) for word in name.firm), name.ends]
    numbers = [sum(bearers[word].all for word in kind) for kind in kinds]
    fewest = min(numbers)
    if not fewest:
        return (), True
    filters = tuple(narrowed(wanted))
    by_rows = (reach.by_rows, *filters)
    if wanted.cell_id is not None:
        return _ranked(session, name, by_rows, limit)
    if reach.by_cells is not None and reach.cells * _USUAL_CELL < fewest:
        return _ranked(session, name, (reach.by_cells, *filters), limit)
    ids = _ids_of(name, kinds[numbers.index(fewest)])
    if fewest <= _FEW_BEARERS or (len(kinds) > 1 and _are_few(session, ids)):
        return _ranked(session, name, (Member.id.in_(ids), *by_rows), limit)
    return Walks(session, name, bearers, by_rows, limit).best()


def _ids_of(name: TypedName, rarest: Sequence[Word]) -> CompoundSelect[UUID]:
    """Return whose name is meant, looked up by its rarest word."""
    both = NameToken.is_given.in_([True, False])  # the first column of the index
    those = select(NameToken.member_id).where(both, name.fits(NameToken))
    return union(*(those.where(word.is_token()) for word in rarest))


def _are_few(session: Session, ids: CompoundSelect[UUID]) -> bool:
    some = ids.limit(_FEW_BEARERS + 1).subquery()
    number = session.scalar(select(func.count()).select_from(some)) or 0
    return number <= _FEW_BEARERS


def _ranked(
    session: Session, name: TypedName, conditions: Sequence[ColumnElement[bool]], limit: int
) -> tuple[Sequence[UUID], bool]:
    """Return the best of few, one more than `limit` if there are so many: these are all."""
    query = select(Member.id).where(*conditions, name.fits(Member)).limit(limit + 1)
    return session.scalars(query.order_by(*_rank(name))).all(), True


def _rank(name: TypedName) -> Sequence[SQLColumnExpression[Any]]:
    """The smaller the better; equal ones in list order."""
    marks = [~name.has_same_marks(Member)] if name.has_marks else []
    return (
        Member.folded_name != name.whole,
        ~name.last.is_in(Member),
        *marks,
        Member.given_name != name.last.text,
        Member.sort_name,
        Member.id,
    )
