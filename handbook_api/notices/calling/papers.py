"""Papers for those to whom a notice is brought by hand."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.content_store import Content, NoticeKind
from handbook_api.core.identity import Identity
from handbook_api.notices import queries
from handbook_api.notices.calling.errors import TooManyPapers
from handbook_api.notices.calling.queries import PaperFilter, people_on_paper
from handbook_api.notices.calling.sheet import Addressee, Announcement, Box, paper_sheet
from handbook_api.notices.inbox.service import require_open
from handbook_api.notices.models import Notice
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.service.noting import record

#: Papers made at once: a thick pile. Committees have their cells print.
MOST_PAPERS = 200
PRINT = "notices.print_papers"


def print_papers(
    session: Session,
    viewer: Identity,
    content: Content,
    notice_id: UUID,
    wanted: PaperFilter,
    public_url: str,
) -> str:
    """Return the papers as one page for printing, and write down that they were made.

    Unlike the call list they wait for no hour: whom no bell reaches needs his paper in time.
    Raises NoticeNotFound, NoticeOver, NoticeWithdrawn, TooManyPapers.
    """
    row = queries.get_notice(session, viewer, notice_id)
    require_open(row.notice)
    found = people_on_paper(session, viewer, content, row, wanted, limit=MOST_PAPERS + 1)
    if len(found) > MOST_PAPERS:
        raise TooManyPapers(limit=MOST_PAPERS)
    record(session, viewer, PRINT, row.notice, row.path, people=len(found))
    people = [Addressee(one.member.full_name, one.place.name if one.place else "") for one in found]
    said = _announcement(session, content, row, public_url)
    # Whoever prints it may read English; whoever gets it reads Vietnamese.
    return paper_sheet(said, people, content.messages("vi").labels)


def _announcement(
    session: Session, content: Content, row: NoticeRow, public_url: str
) -> Announcement:
    notice = row.notice
    kind = content.notice_kinds.get(notice.kind)
    contact = select(Account.display_name).where(Account.id == notice.contact_id)
    return Announcement(
        sender=row.organisation.name if row.organisation else "",
        kind=kind.name if kind else "",
        title=notice.title,
        text=notice.text,
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        place=notice.place,
        answer_by=notice.answer_by,
        boxes=_boxes(kind),
        correction=notice.version - 1,
        contact=session.scalar(contact) if notice.contact_id else None,
        link=link_to(notice, public_url),
    )


def link_to(notice: Notice, public_url: str) -> str | None:
    """Return where a phone finds the notice after signing in; None: nobody said where we are."""
    return f"{public_url}/thong-bao/{notice.id}" if public_url else None


def _boxes(kind: NoticeKind | None) -> list[Box]:
    if kind is None:
        return []
    boxes = [Box(one.name, one.needs_reason) for one in kind.answers]
    return boxes + ([Box(kind.confirm.name, reason=False)] if kind.confirm else [])
