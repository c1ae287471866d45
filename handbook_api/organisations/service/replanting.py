"""What official codes become when organisations are recoded or stand elsewhere.

A child's code begins with its parent's. An organisation that moves keeps its own last part under
the new parent's code where that is free; where it is not, it has no code until one is given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from handbook_api.organisations.codes import is_under, replanted, tidy_code
from handbook_api.organisations.errors import CodeHeld, CodeNotUnderParent
from handbook_api.organisations.models import Organisation, OrganisationCode
from handbook_api.organisations.paths import chain

_AT_ONCE = 500

Codes = Mapping[UUID, str | None]


@dataclass(frozen=True, slots=True)
class Planting:
    """A subtree and where its codes stand: under the code `before` until now, then `after`.

    given: the code its root gets, tidy, when somebody said one.
    """

    root: Organisation
    before: str | None
    after: str | None
    given: str | None = None


@dataclass(slots=True)
class _Pass:
    """One walk through the subtrees. taken: codes that nobody gets; grows with those given."""

    digits: Sequence[int]
    children: Mapping[UUID | None, Sequence[Organisation]]
    taken: set[str] = field(default_factory=set)
    codes: dict[UUID, str | None] = field(default_factory=dict)

    def plant(self, planting: Planting) -> None:
        root = planting.root
        code = planting.given or self._fitted(root, planting.before, planting.after)
        self._give(root, code, planting.before, planting.after)

    def _give(
        self, row: Organisation, code: str | None, before: str | None, after: str | None
    ) -> None:
        self.codes[row.id] = code
        self.taken |= {code} if code else set()
        if row.code is not None and code is None:
            self._leave_open(row)
            return
        # Below one that gets its first code, what came before the last part stood for it.
        outer = before if row.code is None and code is None else row.code
        for child in self.children.get(row.id, ()):
            fitted = self._fitted(child, outer, code or after)
            self._give(child, fitted, outer, code or after)

    def _fitted(self, row: Organisation, before: str | None, after: str | None) -> str | None:
        if row.code is None or after is None:
            return row.code
        code = replanted(row.code, before, after, self.digits)
        return None if code != row.code and code in self.taken else code

    def _leave_open(self, row: Organisation) -> None:
        for child in self.children.get(row.id, ()):
            self.codes[child.id] = None
            self._leave_open(child)


def planted_codes(  # noqa: PLR0913  # whose codes, when, and which are to be had
    session: Session,
    digits: Sequence[int],
    on: date,
    plantings: Sequence[Planting],
    rows: Sequence[Organisation],
    *,
    leaving: Collection[UUID] = (),
    taken: Collection[str] = (),
) -> Codes:
    """Return the code of everything in the subtrees from `on` on, by organisation.

    rows: everything living in the subtrees. leaving: who gives up his code on that day.
    taken: codes that the same act gives to others. Raises CodeNotUnderParent, CodeHeld.
    """
    children = _by_parent(rows)
    hoped = _Pass(digits, children)
    for planting in plantings:
        hoped.plant(planting)
    own = {row.id: row.code for row in rows}
    wanted = {code for id_, code in hoped.codes.items() if code and code != own.get(id_)}
    keeping = {code for id_, code in hoped.codes.items() if code and code == own.get(id_)}
    held = held_codes(session, wanted, on, besides={*hoped.codes, *leaving})
    _must_be_good(plantings, held | set(taken))
    planned = _Pass(digits, children, taken=held | keeping | set(taken))
    for planting in plantings:
        planned.plant(planting)
    return planned.codes


def given_code(
    session: Session,
    digits: Sequence[int],
    text: str | None,
    above: str | None,
    on: date,
    *,
    leaving: Collection[UUID] = (),
) -> str | None:
    """Return the tidy code for something new under the code `above`; None when none is given.

    Raises CodeNotUnderstood, CodeNotUnderParent, CodeHeld.
    """
    if text is None:
        return None
    code = tidy_code(text, digits)
    _must_be_under(code, above)
    if held_codes(session, {code}, on, besides=leaving):
        raise CodeHeld(given=code)
    return code


def held_codes(
    session: Session, codes: Collection[str], on: date, *, besides: Collection[UUID] = ()
) -> set[str]:
    """Return those of `codes` that somebody besides `besides` bears on `on` or later."""
    wanted = sorted(codes)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        borne = select(OrganisationCode.code, OrganisationCode.organisation_id).where(
            OrganisationCode.code.in_(some),
            or_(OrganisationCode.until.is_(None), OrganisationCode.until > on),
        )
        present = select(Organisation.code, Organisation.id).where(
            Organisation.code.in_(some), Organisation.closed_on.is_(None)
        )
        bearers = session.execute(union(borne, present)).mappings()
        found |= {row["code"] for row in bearers if row["organisation_id"] not in besides}
    return found


def code_at(session: Session, path: str) -> str | None:
    """Return the code of what stands at `path`, or of the nearest above it that has one."""
    query = select(Organisation.path, Organisation.code).where(
        Organisation.path.in_(chain(path)), Organisation.code.is_not(None)
    )
    coded = sorted(session.execute(query), key=lambda row: len(row[0]))
    return coded[-1][1] if coded else None


def _by_parent(rows: Sequence[Organisation]) -> Mapping[UUID | None, Sequence[Organisation]]:
    children: dict[UUID | None, list[Organisation]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    return children


def _must_be_good(plantings: Sequence[Planting], held: Collection[str]) -> None:
    for code, above in _given(plantings):
        _must_be_under(code, above)
        if code in held:
            raise CodeHeld(given=code)


def _given(plantings: Sequence[Planting]) -> Iterator[tuple[str, str | None]]:
    for planting in plantings:
        if planting.given is not None:
            yield planting.given, planting.after


def _must_be_under(code: str, above: str | None) -> None:
    if above is not None and not is_under(code, above):
        raise CodeNotUnderParent(given=code, above=above)
