"""The text of a document: its version, its provisions, its original file."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page, decode_cursor, encode_cursor
from handbook_api.documents.errors import (
    DocumentNotFound,
    FileNotHeld,
    ProvisionNotFound,
)
from handbook_api.documents.models import (
    Document,
    DocumentFile,
    DocumentVersion,
    Provision,
)
from handbook_api.documents.queries.documents import may_see


def find_version(session: Session, viewer: Identity, document_id: str) -> DocumentVersion | None:
    """Return the version people read; None when we hold no text of a visible document.

    Raises DocumentNotFound.
    """
    query = (
        select(Document.id, DocumentVersion)
        .outerjoin(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.id == document_id, may_see(viewer))
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise DocumentNotFound(id=document_id)
    return found[1]


def page_of_provisions(
    session: Session,
    viewer: Identity,
    document_id: str,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[Provision]:
    """Return the provisions of the current text in document order."""
    after = -1
    if cursor is not None:
        (position,) = decode_cursor(cursor, (int,))
        after = max(-1, min(int(position), 2**31 - 1))
    version = find_version(session, viewer, document_id)
    if version is None:
        return Page([], None)
    query = select(Provision).where(Provision.version_id == version.id, Provision.position > after)
    found = session.scalars(query.order_by(Provision.position).limit(limit + 1)).all()
    more = len(found) > limit
    return Page(found[:limit], encode_cursor([found[limit - 1].position]) if more else None)


def get_provision(session: Session, viewer: Identity, document_id: str, anchor: str) -> Provision:
    """Return one provision of the current text; raise ProvisionNotFound."""
    version = find_version(session, viewer, document_id)
    found = version and session.scalar(
        select(Provision).where(Provision.version_id == version.id, Provision.anchor == anchor)
    )
    if not found:
        raise ProvisionNotFound(id=document_id, anchor=anchor)
    return found


def provisions_under(
    session: Session, viewer: Identity, provision: Provision
) -> Sequence[Provision]:
    """Return the provision and everything below it, in document order."""
    del viewer  # whoever holds a provision has already been allowed to see its document
    query = select(Provision).where(
        Provision.version_id == provision.version_id, Provision.position >= provision.position
    )
    inside = {provision.anchor}
    below = []
    for row in session.scalars(query.order_by(Provision.position)):
        if row.anchor != provision.anchor and row.parent_anchor not in inside:
            break
        inside.add(row.anchor)
        below.append(row)
    return below


def neighbours_of(
    session: Session, viewer: Identity, provision: Provision
) -> tuple[str | None, str | None]:
    """Return the anchors just before and just after, for turning pages."""
    del viewer
    near = session.execute(
        select(Provision.position, Provision.anchor).where(
            Provision.version_id == provision.version_id,
            Provision.position.in_([provision.position - 1, provision.position + 1]),
        )
    )
    anchors = {row.position: row.anchor for row in near}
    return anchors.get(provision.position - 1), anchors.get(provision.position + 1)


def provisions_of(session: Session, viewer: Identity, document_id: str) -> Sequence[Provision]:
    """Return all provisions of the current text, in document order."""
    version = find_version(session, viewer, document_id)
    if version is None:
        return []
    query = select(Provision).where(Provision.version_id == version.id)
    return session.scalars(query.order_by(Provision.position)).all()


def count_provisions(session: Session, viewer: Identity, version: DocumentVersion) -> int:
    """Return how many provisions a text has; whoever holds a version may see its document."""
    del viewer
    query = select(func.count()).select_from(Provision).where(Provision.version_id == version.id)
    return session.scalar(query) or 0


def anchors_let_go(session: Session, viewer: Identity, version: DocumentVersion) -> Sequence[str]:
    """Return the anchors that earlier texts had and this one has not, in order.

    Whoever holds a version may see its document.
    """
    del viewer
    living = select(Provision.anchor).where(Provision.version_id == version.id)
    query = (
        select(Provision.anchor)
        .join(DocumentVersion, DocumentVersion.id == Provision.version_id)
        .where(
            DocumentVersion.document_id == version.document_id,
            DocumentVersion.number < version.number,
            Provision.anchor.not_in(living),
        )
        .distinct()
    )
    return sorted(session.scalars(query))


def get_file(
    session: Session, viewer: Identity, document_id: str
) -> tuple[DocumentVersion, DocumentFile]:
    """Return the original file of the current text; raise FileNotHeld."""
    version = find_version(session, viewer, document_id)
    if version is None:
        raise FileNotHeld(id=document_id)
    file = session.get(DocumentFile, version.file_sha256, options=[undefer(DocumentFile.content)])
    if file is None:
        raise FileNotHeld(id=document_id)
    return version, file
