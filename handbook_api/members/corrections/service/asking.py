"""A member says that a field of his record is wrong, or takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.guarding import require_unlocked
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import SELF
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.members import queries as members
from handbook_api.members.corrections import queries
from handbook_api.members.corrections.errors import (
    AskedAlready,
    ChangeItYourself,
    CorrectionDone,
    UnknownField,
)
from handbook_api.members.corrections.models import Correction
from handbook_api.members.corrections.policy import POLICY, CorrectionAct
from handbook_api.members.corrections.queries import CorrectionRow
from handbook_api.members.corrections.service.recording import (
    ASKED,
    OPEN,
    WITHDRAWN,
    Written,
    note,
    subject_of,
    write_step,
)
from handbook_api.members.corrections.service.values import possible_value
from handbook_api.members.sealed_rows import seal_texts

#: One's own corrections in one answer.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """What should stand in a field. field: a code of member_fields.toml. reason: why, if told."""

    field: str
    wanted: str
    reason: str | None = None


def ask(session: Session, actor: Identity, content: Content, said: NewCorrection) -> CorrectionRow:
    """The correction lies with the secretary; his working days begin.

    Raises MemberNotFound, UnknownField, ChangeItYourself, AskedAlready, or what PersonRefused
    says of a value that the field cannot have; PinNeeded, PinLost.
    """
    require_unlocked(actor)
    at = members.get_own_member(session, actor)
    POLICY.require(actor, CorrectionAct.ASK, Subject(at.home.path, at.member.account_id))
    spec = content.member_fields.get(said.field)
    if spec is None or SELF not in spec.seen_by:
        raise UnknownField(known=", ".join(content.member_fields))
    if SELF in spec.changed_by:
        raise ChangeItYourself
    # Two sendings of one request wait for each other here.
    at = members.get_member_to_change(session, actor, at.member.id)
    once = f"{at.member.id}:{spec.code}"
    if session.scalar(select(Correction.id).where(Correction.open_for == once)) is not None:
        raise AskedAlready
    correction = Correction(
        id=uuid4(),
        member_id=at.member.id,
        field=spec.code,
        state=ASKED,
        open_for=once,
        asked_at=clock.now(),
    )
    wanted = possible_value(content, spec, said.wanted)
    seal_texts(session, correction, wanted=wanted, reason=said.reason)
    session.add(correction)
    row = CorrectionRow(correction, at.member, at.home)
    write_step(session, actor, content, row, Written("ask", ASKED))
    note(session, actor, CorrectionAct.ASK, row, "ask")
    return row


def own_corrections(session: Session, actor: Identity) -> Sequence[CorrectionRow]:
    """Return the actor's own corrections, the last first and so many.

    Raises MemberNotFound, PinNeeded, PinLost.
    """
    require_unlocked(actor)
    at = members.get_own_member(session, actor)
    POLICY.require(actor, CorrectionAct.ASK, Subject(at.home.path, at.member.account_id))
    return queries.corrections_of_member(session, actor, at.member.id, limit=MOST_SHOWN)


def withdraw(session: Session, actor: Identity, content: Content, correction_id: UUID) -> None:
    """Nobody has to look at it any more. Raises CorrectionNotFound, CorrectionDone."""
    row = queries.get_correction(session, actor, correction_id, to_change=True)
    POLICY.require(actor, CorrectionAct.ASK, subject_of(row))
    if row.correction.state not in OPEN:
        raise CorrectionDone
    write_step(session, actor, content, row, Written("withdraw", WITHDRAWN))
    note(session, actor, CorrectionAct.ASK, row, "withdraw")
