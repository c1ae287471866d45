"""A list sent over the web: kept sealed until it is confirmed, previewed, given back, taken."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.gateways.table_reading import open_table
from handbook_api.members.imports import keeping, queries
from handbook_api.members.imports.errors import CarriedOutAlready, NotPreviewed
from handbook_api.members.imports.mapping import ColumnMapping, mapping_from
from handbook_api.members.imports.models import ImportRun
from handbook_api.members.imports.policy import ANY_LIST, POLICY, ImportAct
from handbook_api.members.imports.proposing import Proposal
from handbook_api.members.imports.service.carrying_out import KIND, new_run
from handbook_api.members.imports.service.planning import (
    Bounds,
    Confirmed,
    Plan,
    propose_columns,
)

#: People in a list that is dealt with while somebody waits for the answer.
MOST_AT_ONCE = 5_000
AT_ONCE = Bounds(most_rows=MOST_AT_ONCE)
#: Files of one person that wait at once.
MOST_WAITING = 5
#: A list of a whole province takes minutes.
_LONGEST_WORK = timedelta(hours=6)


def must_be_allowed(actor: Identity) -> None:
    """Return when `actor` takes over lists at all: asked before a file of his is looked at.

    Raises Forbidden, SecondFactorNeeded.
    """
    POLICY.require(actor, ImportAct.IMPORT, ANY_LIST)


def receive(session: Session, actor: Identity, path: Path, proposal: Proposal) -> ImportRun:
    """The list at `path` waits, sealed, for somebody to confirm its columns.

    Of lists that one person lets wait the last few are kept; the file of any before is forgotten.
    Raises Forbidden, SecondFactorNeeded.
    """
    POLICY.require(actor, ImportAct.IMPORT, ANY_LIST)
    run = new_run(actor, path, proposal.digest)
    session.add(run)
    # Its pieces refer to it.
    session.flush()
    keeping.keep_file(session, run.id, path.read_bytes(), run.at)
    for import_id in queries.waiting_with_files(session, actor)[MOST_WAITING:]:
        keeping.forget_file(session, import_id)
    _write_down(session, actor, run, "received")
    return run


def propose_again(
    session: Session,
    actor: Identity,
    content: Content,
    run: ImportRun,
    folder: Path,
    sheet: str | None = None,
) -> Proposal:
    """Return what the kept list of `run` seems to say: for whoever comes back to it.

    Raises FileForgotten, HeadingsNotFound, Forbidden, SecondFactorNeeded, and what opening a
    list raises.
    """
    with (
        keeping.file_of(session, actor, run, folder) as path,
        open_table(path, sheet=sheet) as table,
    ):
        return propose_columns(session, actor, content, table)


def remembered(
    session: Session, actor: Identity, content: Content, proposal: Proposal
) -> ColumnMapping | None:
    """Return what the actor confirmed for his last list with these very headings."""
    last = queries.find_last_mapping(session, actor, proposal.digest)
    return None if last is None or last.mapping is None else mapping_from(content, last.mapping)


def kept_until(content: Content, run: ImportRun) -> datetime:
    """Return when the file of `run` is forgotten, confirmed or not."""
    days = content.data_protection(clock.today()).keep_import_files_days
    return run.at + timedelta(days=days)


@contextmanager
def confirmed_list(
    session: Session, actor: Identity, run: ImportRun, mapping: ColumnMapping, folder: Path
) -> Iterator[Confirmed]:
    """The kept list of `run`, open, with the columns as confirmed. Raises FileForgotten, and
    what opening a list raises."""
    with (
        keeping.file_of(session, actor, run, folder) as path,
        open_table(path, sheet=mapping.sheet or None) as table,
    ):
        yield Confirmed(table, mapping)


def get_waiting(session: Session, actor: Identity, import_id: UUID) -> ImportRun:
    """Return an import of the actor's that has not been carried out.

    Raises ImportNotFound, Forbidden, SecondFactorNeeded, CarriedOutAlready.
    """
    return _waiting(actor, queries.get_import(session, actor, import_id))


def get_waiting_to_carry_out(session: Session, actor: Identity, import_id: UUID) -> ImportRun:
    """The same, and nobody else carries it out meanwhile."""
    return _waiting(actor, queries.get_import_to_carry_out(session, actor, import_id))


def previewed_mapping(content: Content, run: ImportRun) -> ColumnMapping:
    """Return the columns of the last preview. Raises NotPreviewed."""
    if run.mapping is None:
        raise NotPreviewed
    return mapping_from(content, run.mapping)


def note_preview(
    session: Session, actor: Identity, import_id: UUID, mapping: ColumnMapping, plan: Plan
) -> None:
    """The columns as confirmed and the numbers of the preview are kept with the import."""
    run = get_waiting_to_carry_out(session, actor, import_id)
    run.mapping, run.counts = mapping.as_table(), dict(plan.counts)
    _write_down(session, actor, run, "previewed", plan.counts)


def note_given_back(session: Session, actor: Identity, import_id: UUID) -> None:
    """It is written down that the list with its faults was fetched."""
    _write_down(session, actor, queries.get_import(session, actor, import_id), "given_back")


def forget_old_files(session: Session, content: Content) -> None:
    """No file is left that has waited for longer than files are kept."""
    days = content.data_protection(clock.today()).keep_import_files_days
    keeping.forget_files_before(session, clock.now() - timedelta(days=days))


def forget_leftovers(folder: Path) -> None:
    """Nothing lies in `folder` that a killed process left there."""
    keeping.sweep(folder, clock.now() - _LONGEST_WORK)


def _waiting(actor: Identity, run: ImportRun) -> ImportRun:
    POLICY.require(actor, ImportAct.IMPORT, ANY_LIST)
    if run.carried_out_at is not None:
        raise CarriedOutAlready
    return run


def _write_down(
    session: Session,
    actor: Identity,
    run: ImportRun,
    step: str,
    counts: Mapping[str, int] | None = None,
) -> None:
    facts: dict[str, Any] = {"step": step, "sha256": run.file_sha256, **(counts or {})}
    audit.record(session, actor, ImportAct.IMPORT, KIND, str(run.id), facts=facts)
