"""A member's record as one viewer sees it: field by field, with what follows from its dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.content_store.parameters.statuses import Transition
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.members import queries, rights, sealed
from handbook_api.members.badges import Age, Badge
from handbook_api.members.lines import LineSeen, open_line
from handbook_api.members.models import CellStay, StatusChange
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberAt
from handbook_api.members.relations import (
    changing_relations_of,
    may_change,
    relations_of,
    seen_fields,
)
from handbook_api.members.returning import returns_without_transfer
from handbook_api.members.sealed import EarlierValue
from handbook_api.members.seniority import AWARDS, COUNTS_FROM, DISCIPLINE, age_of, badge_of
from handbook_api.members.sources import Sources, sources_of
from handbook_api.members.statuses import AWAY, base_of
from handbook_api.members.values import BY_ACTS, CELL, COLUMNS, LINES, STATUS, is_sealed
from handbook_api.organisations.models import Organisation

#: Shown by their last digits; the whole number is an act of its own (`reveal`).
MASKED = frozenset(("citizen_id",))
_SHOWN_DIGITS = 4
_MASK = "•"

#: Numbers of papers that are given anew now and then: earlier ones are shown too.
_WITH_HISTORY = ("card_number", "record_number")

#: Who sees all of these is told when the next badge comes; it would give them away to others.
_FOR_BADGES = frozenset((AWARDS, DISCIPLINE, COUNTS_FROM))
#: What a record of reading is called in the audit log.
READ = "members.read_record"


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """A field of the record. value: text, a code of a list, or a day; None where nothing is kept.

    masked: only the end of it is shown. changeable: this viewer may change it.
    """

    spec: FieldSpec
    value: str | date | None
    masked: bool
    changeable: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Everything of a record that one viewer sees; what he does not see is not in it.

    lists: by field; changeable_lists: those he may write in. age: once official. badge: only
    for who sees awards and discipline, which decide it. stays, statuses: None where he does not
    see the field.
    """

    at: MemberAt
    fields: Sequence[FieldSeen]
    lists: Mapping[str, Sequence[LineSeen]]
    changeable_lists: frozenset[str]
    age: Age | None
    badge: Badge | None
    stays: Sequence[tuple[CellStay, Organisation]] | None
    statuses: Sequence[StatusChange] | None
    numbers: Mapping[str, Sequence[EarlierValue]]
    #: Steps of the status that this viewer may take now.
    steps: Sequence[Transition]
    #: Where each value comes from; only in one's own record.
    sources: Sources = field(default_factory=Sources)


def read_record(session: Session, viewer: Identity, content: Content, member_id: UUID) -> Record:
    """Return the record as `viewer` sees it, and write down that he read it.

    Raises MemberNotFound; PinNeeded and PinLost for his own.
    """
    record = _see(session, viewer, content, queries.get_member(session, viewer, member_id))
    _write_down(session, viewer, content, record)
    return record


def read_own_record(session: Session, viewer: Identity, content: Content) -> Record:
    """Return the viewer's own record, and write that down too.

    Raises MemberNotFound, PinNeeded, PinLost.
    """
    at = queries.get_own_member(session, viewer)
    record = replace(_see(session, viewer, content, at), sources=sources_of(session, at.member))
    _write_down(session, viewer, content, record)
    return record


def masked(text: str) -> str:
    """Return `text` with all but its last four signs hidden."""
    return _MASK * max(len(text) - _SHOWN_DIGITS, 0) + text[-_SHOWN_DIGITS:]


def _see(session: Session, viewer: Identity, content: Content, at: MemberAt) -> Record:
    rights.must_be_unlocked(viewer, at)
    seen, member_id = seen_fields(content, relations_of(content, viewer, at)), at.member.id
    changeable = _changeable(content, viewer, at, seen)
    kept = sealed.read_fields(
        session, [member_id], [c for c, one in seen.items() if is_sealed(one)]
    )
    statuses = queries.status_changes_of(session, viewer, member_id)
    lists = _lists(session, viewer, member_id, seen)
    return Record(
        at=at,
        fields=_fields(at, seen, kept.get(member_id, {}), changeable),
        lists=lists,
        changeable_lists=frozenset(lists) & changeable,
        age=age_of(content, at.member, statuses) if COUNTS_FROM in seen else None,
        badge=_badge(content, at, statuses, lists) if seen.keys() >= _FOR_BADGES else None,
        stays=queries.stays_of(session, viewer, member_id) if CELL in seen else None,
        statuses=statuses if STATUS in seen else None,
        numbers=sealed.histories(session, member_id, [one for one in _WITH_HISTORY if one in seen]),
        steps=_steps(session, viewer, content, at, statuses),
    )


def _changeable(
    content: Content, viewer: Identity, at: MemberAt, seen: Mapping[str, FieldSpec]
) -> frozenset[str]:
    if not rights.allows(viewer, MemberAct.CHANGE, at):
        return frozenset()
    relations = changing_relations_of(content, viewer, at)
    return frozenset(
        code for code, spec in seen.items() if code not in BY_ACTS and may_change(spec, relations)
    )


def _steps(
    session: Session,
    viewer: Identity,
    content: Content,
    at: MemberAt,
    statuses: Sequence[StatusChange],
) -> Sequence[Transition]:
    if not rights.allows(viewer, MemberAct.CHANGE_STATUS, at):
        return ()
    base = base_of(at.member, at.member.status, statuses)
    machine, status = content.member_statuses, at.member.status
    steps = machine.next_from(status, base=base)
    back = machine.transition(status, base, base=base) if status == AWAY else None
    if back is not None and returns_without_transfer(session, at.member, back):
        return (*steps, back)
    return steps


def _fields(
    at: MemberAt,
    seen: Mapping[str, FieldSpec],
    kept: Mapping[str, str],
    changeable: frozenset[str],
) -> Sequence[FieldSeen]:
    found = []
    for code, spec in seen.items():
        if spec.kind != LINES:
            value, hidden = _value(at, code, kept), False
            if code in MASKED and isinstance(value, str):
                value, hidden = masked(value), True
            found.append(FieldSeen(spec, value, hidden, code in changeable))
    return found


def _value(at: MemberAt, code: str, kept: Mapping[str, str]) -> str | date | None:
    if code == CELL:
        return at.home.name if at.member.cell_id else None
    if code in COLUMNS or code == STATUS:
        value: str | date | None = getattr(at.member, code)
        return value
    return kept.get(code)


def _lists(
    session: Session, viewer: Identity, member_id: UUID, seen: Mapping[str, FieldSpec]
) -> Mapping[str, Sequence[LineSeen]]:
    codes = [code for code, spec in seen.items() if spec.kind == LINES]
    found: dict[str, list[LineSeen]] = {code: [] for code in codes}
    for line in queries.lines_of(session, viewer, member_id, codes):
        found[line.list].append(open_line(session, line))
    return found


def _badge(
    content: Content,
    at: MemberAt,
    statuses: Sequence[StatusChange],
    lists: Mapping[str, Sequence[LineSeen]],
) -> Badge | None:
    lines = [seen for name in (AWARDS, DISCIPLINE) for seen in lists[name]]
    return badge_of(content, at.member, statuses, lines)


def _write_down(session: Session, viewer: Identity, content: Content, record: Record) -> None:
    member, register = record.at.member, content.member_fields
    read = [one.spec.code for one in record.fields if one.value]
    read += [code for code, lines in record.lists.items() if lines]
    fields = [code for code in read if register[code].sensitive]
    audit.record(
        session, viewer, READ, "member", str(member.id), path=record.at.home.path, fields=fields
    )
