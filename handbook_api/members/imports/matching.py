"""Who of a list is in the records already, and what his record says differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Role
from handbook_api.db.sealing import keys_of
from handbook_api.members import names, sealed
from handbook_api.members.errors import NumberHeld
from handbook_api.members.imports import queries, targets
from handbook_api.members.imports.faults import (
    NumbersDisagree,
    PersonHasLeft,
    SameNameOtherNumber,
)
from handbook_api.members.imports.reading import Draft
from handbook_api.members.queries import MemberAt, members_by_id
from handbook_api.members.values import COLUMNS, LINES, is_sealed


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row means. differences: fields that the record says differently, or not at all."""

    at: MemberAt
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a row cannot be somebody new, nor anybody we know; shown at the field `field`."""

    field: str
    refusal: HandbookError


class Matcher:
    """Looks up the people of a list, a batch at a time; keeps nothing of them."""

    def __init__(self, session: Session, actor: Identity, content: Content) -> None:
        self._session, self._actor, self._content = session, actor, content
        self._keys = keys_of(session)
        self._sole = tuple(code for code, spec in content.member_fields.items() if spec.sole)
        self._anybody = queries.is_anybody(session, actor)

    def blinds(self, draft: Draft) -> Mapping[str, bytes]:
        """Return the digests of the numbers that one person only may hold, by field."""
        return {
            code: self._keys.blind(code, text)
            for code in self._sole
            if (text := draft.text(code)) is not None
        }

    def match(
        self, drafts: Sequence[Draft], blinds: Mapping[int, Mapping[str, bytes]]
    ) -> Mapping[int, Match | Mismatch]:
        """Return whom the rows mean, by row; rows of new people are left out.

        blinds: `self.blinds` of each draft, by row. Four statements at most.
        """
        if not self._anybody:
            return {}
        held = queries.holders_of(
            self._session,
            self._actor,
            {blind for each in blinds.values() for blind in each.values()},
        )
        by_number = {
            draft.row: {code: held[one] for code, one in blinds[draft.row].items() if one in held}
            for draft in drafts
        }
        by_name = self._namesakes([draft for draft in drafts if not by_number[draft.row]])
        ids = {id_ for found in by_number.values() for id_ in found.values()}
        known = self._known({*ids, *by_name.values()})
        values = sealed.read_fields(self._session, list(known), self._fields(drafts))
        found: dict[int, Match | Mismatch] = {}
        for draft in drafts:
            numbers = by_number[draft.row]
            if numbers:
                found[draft.row] = self._holder(draft, numbers, known, values)
            elif draft.row in by_name:
                at = known[by_name[draft.row]]
                found[draft.row] = self._namesake(draft, at, values.get(at.member.id, {}))
        return found

    def _known(self, ids: set[UUID]) -> Mapping[UUID, MemberAt]:
        """Those of `ids` whose records the actor answers for."""
        seen = members_by_id(self._session, self._actor, list(ids))
        officer = Role.ORGANISATION_OFFICER
        return {at.member.id: at for at in seen if self._actor.holds_over(officer, at.home.path)}

    def _fields(self, drafts: Sequence[Draft]) -> set[str]:
        said = {code for draft in drafts for code in draft.values}
        return {code for code in said if is_sealed(self._content.member_fields[code])} | {
            *self._sole
        }

    def _holder(
        self,
        draft: Draft,
        numbers: Mapping[str, UUID],
        known: Mapping[UUID, MemberAt],
        values: Mapping[UUID, Mapping[str, str]],
    ) -> Match | Mismatch:
        first = next(iter(numbers))
        unknown = [code for code, id_ in numbers.items() if id_ not in known]
        if unknown:
            return Mismatch(unknown[0], NumberHeld(field=unknown[0]))
        if len(set(numbers.values())) > 1:
            return Mismatch(first, NumbersDisagree())
        at = known[numbers[first]]
        if at.member.cell_id is None:
            return Mismatch(first, PersonHasLeft())
        return Match(at, tuple(self._differences(draft, at, values.get(at.member.id, {}))))

    def _namesake(self, draft: Draft, at: MemberAt, values: Mapping[str, str]) -> Match | Mismatch:
        for code in self._sole:
            said = draft.text(code)
            if said is not None and values.get(code, said) != said:
                return Mismatch(code, SameNameOtherNumber())
        return Match(at, tuple(self._differences(draft, at, values)))

    def _namesakes(self, drafts: Sequence[Draft]) -> Mapping[int, UUID]:
        """Return who in the very cell has the very name and birth date, by row."""
        wanted = {
            draft.row: (draft.home.id, names.sort_key(draft.text(targets.FULL_NAME) or ""))
            for draft in drafts
            if draft.home is not None
        }
        found = {
            (one.cell_id, one.sort_name, one.birth_date): one.id
            for one in queries.namesakes(self._session, self._actor, set(wanted.values()))
        }
        return {
            draft.row: id_
            for draft in drafts
            if draft.row in wanted
            and (id_ := found.get((*wanted[draft.row], draft.day(targets.BIRTH_DATE))))
        }

    def _differences(self, draft: Draft, at: MemberAt, values: Mapping[str, str]) -> Iterator[str]:
        member = at.member
        for code, said in draft.values.items():
            if code in COLUMNS:
                kept = getattr(member, code)
            elif self._content.member_fields[code].kind == LINES:
                # What one box says is no line of a record: lines are kept by hand.
                continue
            else:
                kept = values.get(code)
            if kept != said:
                yield code
        if draft.home is not None and draft.home.id != member.cell_id:
            yield targets.CELL
        standing = draft.standing
        if standing is not None and standing.said and standing.code != member.status:
            yield targets.STATUS
