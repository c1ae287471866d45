"""Fields of a record are changed, each by whom its register says, and over nobody's head."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.auth.errors import NameNotUnderstood, NameTaken
from handbook_api.auth.service import rename_account, set_sign_in_name
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM, Identity
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of
from handbook_api.members import names, queries, rights, sealed
from handbook_api.members.bulk import insert_rows
from handbook_api.members.errors import (
    DateNotOfStatus,
    FieldNotYours,
    FieldUnknown,
    NumberHeld,
    ValueMissing,
    VersionPassed,
)
from handbook_api.members.first_rows import SIGN_IN_NAMES, name_rows
from handbook_api.members.models import Member, NameToken
from handbook_api.members.people import DATES, NOT_YET, faults_of_dates
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberAt
from handbook_api.members.relations import changing_relations_of, may_change, seen_fields
from handbook_api.members.statuses import base_of
from handbook_api.members.values import (
    BY_ACTS,
    FULL_NAME,
    LINES,
    day_of_text,
    is_sealed,
    text_of_field,
)

#: Columns that are never empty.
_NEVER_EMPTY = frozenset((FULL_NAME, "reachable_by"))

Wanted = Mapping[str, str | date | None]


def change_fields(
    session: Session,
    actor: Identity,
    content: Content,
    member_id: UUID,
    wanted: Wanted,
    *,
    version: int | None = None,
) -> MemberAt:
    """The record says `wanted` (by field; None: nothing) from today on; return it.

    version: what the actor saw; None changes whatever is there now.
    Raises MemberNotFound, Forbidden, SecondFactorNeeded, PinNeeded, PinLost, VersionPassed,
    FieldUnknown, FieldNotYours, or what PersonRefused says of the first value that cannot be.
    """
    at = queries.get_member_to_change(session, actor, member_id)
    rights.must_be_unlocked(actor, at)
    rights.require(actor, MemberAct.CHANGE, at)
    must_be_version(at.member, version)
    _must_be_his_to_change(actor, content, at, wanted)
    clean = {code: _clean(content, code, value) for code, value in wanted.items()}
    _dates_must_fit(session, content, at.member, clean)
    changed = write_fields(session, content, at.member, clean)
    if changed:
        path = at.home.path
        audit.record(
            session, actor, MemberAct.CHANGE, "member", str(member_id), path=path, fields=changed
        )
    return at


def must_be_version(member: Member, version: int | None) -> None:
    """Return when nobody changed the record since `version`. Raises VersionPassed."""
    if version is not None and version != member.version:
        raise VersionPassed


def bump(member: Member) -> None:
    """The record is one version on."""
    member.version += 1
    member.updated_at = clock.now()


def write_fields(session: Session, content: Content, member: Member, clean: Wanted) -> list[str]:
    """The record says `clean`, with everything that hangs on it; return which fields changed.

    Asks nobody's leave and checks no dates: for acts that did. Raises NumberHeld.
    """
    changed = [
        code
        for code, value in clean.items()
        if _write(session, content.member_fields[code], member, value)
    ]
    if changed:
        bump(member)
        _follow(session, member, changed, clean)
        session.flush()
    return sorted(changed)


def _must_be_his_to_change(
    actor: Identity, content: Content, at: MemberAt, codes: Collection[str]
) -> None:
    relations = changing_relations_of(content, actor, at)
    seen = seen_fields(content, relations)
    for code in codes:
        spec = content.member_fields.get(code)
        if spec is None or code in BY_ACTS or spec.kind == LINES:
            raise FieldUnknown(field=code)
        if code not in seen or not may_change(spec, relations):
            raise FieldNotYours(field=code)


def _clean(content: Content, code: str, value: str | date | None) -> str | date | None:
    spec = content.member_fields[code]
    if value is None:
        if code in _NEVER_EMPTY:
            raise ValueMissing(field=code)
        return None
    if spec.kind == "date":
        return value if isinstance(value, date) else day_of_text(code, value)
    return text_of_field(content, spec, str(value))


def _dates_must_fit(session: Session, content: Content, member: Member, clean: Wanted) -> None:
    if clean.keys().isdisjoint(DATES):
        return
    taken = queries.status_changes_of(session, SYSTEM, member.id)
    for code in NOT_YET.get(base_of(member, member.status, taken), ()):
        # It comes with the step of the status, and with its decision.
        if clean.get(code) is not None:
            raise DateNotOfStatus(field=code)
    today = clock.today()
    days: dict[str, Any] = {code: clean.get(code, getattr(member, code)) for code in DATES}
    youngest = content.membership(today).admission_age_from_years
    for fault in faults_of_dates(days, today, youngest):
        raise fault


def _write(session: Session, spec: FieldSpec, member: Member, value: str | date | None) -> bool:
    if is_sealed(spec):
        return _seal(session, spec, member, None if value is None else str(value))
    if getattr(member, spec.code) == value:
        return False
    if spec.code == FULL_NAME:
        _rename(session, member, str(value))
    else:
        setattr(member, spec.code, value)
    return True


def _seal(session: Session, spec: FieldSpec, member: Member, text: str | None) -> bool:
    if spec.sole and text is not None:
        blind = keys_of(session).blind(spec.code, text)
        if sealed.held_already(session, [blind]) and not _holds(session, spec, member, text):
            raise NumberHeld(field=spec.code)
    return sealed.put(session, spec, member.id, text, clock.today())


def _holds(session: Session, spec: FieldSpec, member: Member, text: str) -> bool:
    return member.id in sealed.find_by_blind(session, spec.code, text)


def _rename(session: Session, member: Member, full_name: str) -> None:
    name = names.read(full_name)
    for column, value in name.columns.items():
        setattr(member, column, value)
    session.execute(delete(NameToken).where(NameToken.member_id == member.id))
    insert_rows(session, NameToken, list(name_rows(member.id, name)))


def _follow(session: Session, member: Member, changed: Collection[str], clean: Wanted) -> None:
    """What signing in knows of somebody keeps up with his record."""
    if not {FULL_NAME, "birth_date"}.isdisjoint(changed):
        rename_account(
            session,
            member.account_id,
            member.full_name,
            sort_name=member.sort_name,
            birth_year=member.birth_date.year if member.birth_date else None,
        )
    for code in SIGN_IN_NAMES.keys() & set(changed):
        value = clean[code]
        _set_sign_in_name(session, member.account_id, SIGN_IN_NAMES[code], value)


def _set_sign_in_name(
    session: Session, account_id: UUID, kind: str, value: str | date | None
) -> None:
    """A number that somebody else signs in with, as couples share a phone, is no name of his."""
    try:
        set_sign_in_name(session, account_id, kind, None if value is None else str(value))
    except (NameTaken, NameNotUnderstood):
        set_sign_in_name(session, account_id, kind, None)
