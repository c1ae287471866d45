"""Accepted corrections go up: a list in the form of the database above, taken once, on purpose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core import clock
from handbook_api.core.identity import ROOT_PATH, Identity, Role
from handbook_api.core.policy import Subject
from handbook_api.core.words import Words
from handbook_api.db import audit
from handbook_api.gateways.table_writing import Column, Sheet, Value, write_workbook
from handbook_api.members import sealed
from handbook_api.members.corrections import queries
from handbook_api.members.corrections.errors import NothingToExport
from handbook_api.members.corrections.models import CorrectionExport
from handbook_api.members.corrections.policy import POLICY, CorrectionAct
from handbook_api.members.corrections.queries import CorrectionRow
from handbook_api.members.corrections.service.recording import note
from handbook_api.members.sealed_rows import texts_of

#: One list is one sitting's work of the person who types it in above.
MOST_ROWS = 5_000

_CARD = "card_number"
_LABELS = ("m1", "m2", "m3", "m4", "m5", "card", "name", "field", "was", "wanted", "decided_on")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A list and what stands on it."""

    export: CorrectionExport
    corrections: Sequence[CorrectionRow]


def export_corrections(
    session: Session, actor: Identity, content: Content, purpose: str
) -> CorrectionExport:
    """Every accepted correction below where `actor` serves is on a list, and on one only.

    Raises Forbidden, SecondFactorNeeded, NothingToExport.
    """
    _require_export(actor)
    fields = [code for code, spec in content.member_fields.items() if spec.upstream]
    found = queries.corrections_to_export(session, actor, fields, limit=MOST_ROWS)
    if not found:
        raise NothingToExport
    made = CorrectionExport(
        id=uuid4(),
        made_at=clock.now(),
        made_by=actor.account_id,
        purpose=purpose,
        rows=len(found),
    )
    session.add(made)
    session.flush()
    for row in found:
        row.correction.export_id = made.id
    session.flush()
    facts: dict[str, audit.Fact] = {"rows": made.rows, "purpose": purpose}
    audit.record(session, actor, CorrectionAct.EXPORT, "export", str(made.id), facts=facts)
    return made


def fetch_export(
    session: Session, actor: Identity, content: Content, export_id: UUID, words: Words
) -> bytes:
    """Return a list of the actor's as a workbook; each fetching is written down.

    For as many days as exports are kept (data_protection.toml). Raises ExportNotFound,
    Forbidden, SecondFactorNeeded.
    """
    _require_export(actor)
    kept = timedelta(days=content.data_protection(clock.today()).keep_exports_days)
    made, rows = queries.get_export(session, actor, export_id, kept_since=clock.now() - kept)
    file = BytesIO()
    columns = [Column(words.label(f"correction_export.{label}")) for label in _LABELS]
    above = [
        words.label("correction_export.title"),
        f"{made.made_at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}",
        made.purpose,
    ]
    lines = _lines(session, content, rows)
    write_workbook(file, [Sheet(words.label("correction_export.sheet"), columns, lines, above)])
    facts: dict[str, audit.Fact] = {"rows": len(rows), "purpose": made.purpose, "again": True}
    audit.record(session, actor, CorrectionAct.EXPORT, "export", str(made.id), facts=facts)
    for row in rows:
        # For the member himself, among who opened his record.
        note(session, actor, CorrectionAct.EXPORT, row, shown=(_CARD,))
    return file.getvalue()


def _require_export(actor: Identity) -> None:
    """Return when `actor` may export for at least one of the organisations he serves in."""
    served = actor.paths(Role.ORGANISATION_OFFICER) or actor.awakened().paths(
        Role.ORGANISATION_OFFICER
    )
    path = served[0] if served else ROOT_PATH
    POLICY.require(actor, CorrectionAct.EXPORT, Subject(path))


def _lines(
    session: Session, content: Content, rows: Sequence[CorrectionRow]
) -> Iterator[Sequence[Value]]:
    ids = {row.member.id for row in rows}
    cards = sealed.read_fields(session, ids, [_CARD])
    for row in rows:
        spec, texts = (
            content.member_fields.get(row.correction.field),
            texts_of(session, row.correction),
        )
        yield (
            *_code_parts(row.cell.code, content.organisation_code_digits),
            cards.get(row.member.id, {}).get(_CARD),
            row.member.full_name,
            spec.upstream if spec else row.correction.field,
            _shown(content, spec, texts.get("was")),
            _shown(content, spec, texts.get("wanted")),
            _day(row),
        )


def _code_parts(code: str | None, digits: Sequence[int]) -> Sequence[str | None]:
    """Return the code's parts; those it does not go down to are zeros, without any code None."""
    if code is None:
        return [None] * len(digits)
    parts = code.split(".")
    return [*parts, *("0" * count for count in digits[len(parts) :])]


def _shown(content: Content, spec: FieldSpec | None, text: str | None) -> Value:
    """Return a value as the list shows it: a choice by its name, a day as a day."""
    if text is None or spec is None:
        return text
    choices = content.lists.get(spec.choices)
    if choices is not None and text in choices:
        return choices[text].name
    return date.fromisoformat(text) if spec.kind == "date" else text


def _day(row: CorrectionRow) -> date | None:
    decided = row.correction.decided_at
    return decided.astimezone(clock.VIETNAM).date() if decided else None
