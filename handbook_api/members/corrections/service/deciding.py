"""The secretary checks, the officer decides; what is accepted stands in the record at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth.guarding import require_unlocked
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.identity import Identity
from handbook_api.members.changing import change_fields
from handbook_api.members.corrections import queries
from handbook_api.members.corrections.errors import (
    CorrectionDone,
    ForwardedAlready,
    NoteNeeded,
    UnknownField,
)
from handbook_api.members.corrections.policy import POLICY, CorrectionAct
from handbook_api.members.corrections.queries import CorrectionRow
from handbook_api.members.corrections.service.recording import (
    ACCEPTED,
    FORWARDED,
    OPEN,
    REFUSED,
    Written,
    note,
    subject_of,
    write_step,
)
from handbook_api.members.corrections.service.values import is_typed_over, present_value
from handbook_api.members.sealed_rows import seal_texts, texts_of

#: The viewer class that leads a cell.
_CELL_LEADERS = "cell_leaders"

READ = "corrections.read"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What is done with a correction. code: forward, refuse or accept. words: why, or a note."""

    code: str
    words: str | None = None


def take_step(
    session: Session, actor: Identity, content: Content, correction_id: UUID, taken: StepTaken
) -> CorrectionRow:
    """The correction goes up, or is decided; accepted, the record says what was wanted.

    Raises CorrectionNotFound, CorrectionDone, ForwardedAlready, NoteNeeded, Forbidden,
    SecondFactorNeeded, and what changing the field itself refuses.
    """
    row = queries.get_correction(session, actor, correction_id, to_change=True)
    if row.correction.state not in OPEN:
        raise CorrectionDone
    if taken.code == "forward":
        _forward(session, actor, content, row, taken)
    elif taken.code == "refuse":
        _refuse(session, actor, content, row, taken)
    else:
        _accept(session, actor, content, row, taken)
    note(session, actor, CorrectionAct.STEP, row, taken.code)
    return row


def read_correction(session: Session, viewer: Identity, correction_id: UUID) -> CorrectionRow:
    """Return a visible correction whose words are about to be shown; who looks is written down."""
    row = queries.get_correction(session, viewer, correction_id)
    POLICY.require(viewer, CorrectionAct.READ, subject_of(row))
    if row.member.account_id == viewer.account_id:
        require_unlocked(viewer)
    else:
        note(session, viewer, READ, row)
    return row


def steps_open_to(viewer: Identity, content: Content, row: CorrectionRow) -> Sequence[str]:
    """Return the codes of the steps that `viewer` may take now; none once it is decided."""
    if row.correction.state not in OPEN:
        return ()
    spec, forwarded = content.member_fields.get(row.correction.field), _is_forwarded(row)
    accepting = CorrectionAct.ACCEPT if spec is None else _act_of_accepting(spec, row)
    refusing = CorrectionAct.ACCEPT if forwarded else CorrectionAct.REFUSE
    steps = [("accept", accepting), ("forward", CorrectionAct.FORWARD), ("refuse", refusing)]
    subject = subject_of(row)
    return [
        code
        for code, act in steps
        if POLICY.allows(viewer, act, subject) and not (code == "forward" and forwarded)
    ]


def _is_forwarded(row: CorrectionRow) -> bool:
    return row.correction.state == FORWARDED


def _forward(
    session: Session, actor: Identity, content: Content, row: CorrectionRow, taken: StepTaken
) -> None:
    POLICY.require(actor, CorrectionAct.FORWARD, subject_of(row))
    if _is_forwarded(row):
        raise ForwardedAlready
    write_step(session, actor, content, row, Written(taken.code, FORWARDED, taken.words))


def _refuse(
    session: Session, actor: Identity, content: Content, row: CorrectionRow, taken: StepTaken
) -> None:
    act = CorrectionAct.ACCEPT if _is_forwarded(row) else CorrectionAct.REFUSE
    POLICY.require(actor, act, subject_of(row))
    if not taken.words:
        raise NoteNeeded
    write_step(session, actor, content, row, Written(taken.code, REFUSED, taken.words))


def _accept(
    session: Session, actor: Identity, content: Content, row: CorrectionRow, taken: StepTaken
) -> None:
    spec = content.member_fields.get(row.correction.field)
    if spec is None:
        raise UnknownField(known=", ".join(content.member_fields))
    POLICY.require(actor, _act_of_accepting(spec, row), subject_of(row))
    texts = texts_of(session, row.correction)
    if is_typed_over(spec):
        was = present_value(session, spec, row.member)
        change_fields(session, actor, content, row.member.id, {spec.code: texts["wanted"]})
        seal_texts(session, row.correction, **texts, was=was)
    write_step(session, actor, content, row, Written(taken.code, ACCEPTED, taken.words))


def _act_of_accepting(spec: FieldSpec, row: CorrectionRow) -> CorrectionAct:
    in_cell = _CELL_LEADERS in spec.changed_by and not _is_forwarded(row)
    return CorrectionAct.ACCEPT_IN_CELL if in_cell else CorrectionAct.ACCEPT
