"""Which papers of the dossier exist, and where each is kept. Ticks only; never a scan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.papers import PaperKind
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.members import names, queries, rights
from handbook_api.members.errors import UnknownPaper
from handbook_api.members.models import DossierPaper
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberAt


@dataclass(frozen=True, slots=True)
class PaperNote:
    """Whether a paper is there, and where it is kept."""

    held: bool
    where_kept: str | None = None


def read_dossier(
    session: Session, viewer: Identity, content: Content, member_id: UUID
) -> Sequence[tuple[PaperKind, DossierPaper | None]]:
    """Return every kind of paper in the order of the dossier, with what was noted of it.

    Raises MemberNotFound, Forbidden.
    """
    at = queries.get_member(session, viewer, member_id)
    rights.require(viewer, MemberAct.READ_DOSSIER, at)
    _write_down(session, viewer, MemberAct.READ_DOSSIER, at, ())
    return _all_papers(session, viewer, content, member_id)


def note_papers(
    session: Session,
    actor: Identity,
    content: Content,
    member_id: UUID,
    notes: Mapping[str, PaperNote],
) -> Sequence[tuple[PaperKind, DossierPaper | None]]:
    """The dossier says `notes` of these kinds of papers, and of the others what it said.

    Raises MemberNotFound, Forbidden, UnknownPaper.
    """
    at = queries.get_member_to_change(session, actor, member_id)
    rights.require(actor, MemberAct.NOTE_DOSSIER, at)
    for code in notes:
        if code not in content.dossier_papers:
            raise UnknownPaper(paper=code)
    known = {one.paper: one for one in queries.papers_of(session, actor, member_id)}
    for code, note in notes.items():
        paper = known.get(code)
        if paper is None:
            paper = DossierPaper(member_id=member_id, paper=code)
            session.add(paper)
        paper.held, paper.where_kept = note.held, names.tidy(note.where_kept or "") or None
        paper.noted_at = clock.now()
    session.flush()
    _write_down(session, actor, MemberAct.NOTE_DOSSIER, at, sorted(notes))
    return _all_papers(session, actor, content, member_id)


def _all_papers(
    session: Session, viewer: Identity, content: Content, member_id: UUID
) -> Sequence[tuple[PaperKind, DossierPaper | None]]:
    noted = {one.paper: one for one in queries.papers_of(session, viewer, member_id)}
    return [(kind, noted.get(code)) for code, kind in content.dossier_papers.items()]


def _write_down(
    session: Session, actor: Identity, act: MemberAct, at: MemberAt, papers: Sequence[str]
) -> None:
    path = at.home.path
    audit.record(session, actor, act, "member", str(at.member.id), path=path, fields=papers)
