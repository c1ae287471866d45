"""Annotations as their owners see them: nobody sees another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from handbook_api.annotations.errors import AnnotationNotFound
from handbook_api.annotations.models import Annotation, Motivation
from handbook_api.annotations.quotes import Quote, stands_in
from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.documents import queries as documents
from handbook_api.documents.models import Document, Provision
from handbook_api.members.newest_first import page_of
from handbook_api.members.sealed_rows import texts_of


@dataclass(frozen=True, slots=True)
class Placed:
    """One annotation, opened, beside what stands at its place today.

    document, provision: None where there is none, or none that its owner may read.
    stands: whether what he marked is still there.
    """

    annotation: Annotation
    text: str | None
    quote: Quote | None
    document: Document | None
    provision: Provision | None
    stands: bool


def visible_annotations(viewer: Identity) -> Select[Annotation]:
    """The annotations `viewer` may see: his own, without what he deleted."""
    return own_annotations(viewer).where(Annotation.deleted_at.is_(None))


def own_annotations(viewer: Identity) -> Select[Annotation]:
    """All that are his own, deleted ones too."""
    if viewer.account_id is None:
        return select(Annotation).where(false())
    return select(Annotation).where(Annotation.account_id == viewer.account_id)


def find_own(session: Session, viewer: Identity, annotation_id: UUID) -> Annotation | None:
    """Return one of his own, deleted or not; None when there is none."""
    return session.scalar(own_annotations(viewer).where(Annotation.id == annotation_id))


def get_annotation(session: Session, viewer: Identity, annotation_id: UUID) -> Annotation:
    """Return one that is not deleted. Raises AnnotationNotFound."""
    found = session.scalar(visible_annotations(viewer).where(Annotation.id == annotation_id))
    if found is None:
        raise AnnotationNotFound
    return found


def page_of_annotations(
    session: Session,
    viewer: Identity,
    *,
    document_id: str | None = None,
    motivation: Motivation | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[Annotation]:
    """Return his annotations, the last written first. Raises CursorNotUnderstood."""
    query = visible_annotations(viewer)
    if document_id is not None:
        query = query.where(Annotation.document_id == document_id)
    if motivation is not None:
        query = query.where(Annotation.motivation == motivation)
    order = (Annotation.made_at, Annotation.id)
    return page_of(session, query, order, _itself, limit=limit, cursor=cursor)


def annotations_in(session: Session, viewer: Identity, document_id: str) -> Sequence[Annotation]:
    """Return all he keeps in one document, in the order in which he wrote it."""
    query = visible_annotations(viewer).where(Annotation.document_id == document_id)
    return session.scalars(query.order_by(Annotation.made_at, Annotation.id)).all()


def placed(session: Session, viewer: Identity, rows: Sequence[Annotation]) -> Sequence[Placed]:
    """Return each of `rows`, opened, with what stands at its place; in a fixed number of steps."""
    ids = {row.document_id for row in rows}
    held = documents.documents_named(session, viewer, ids)
    places = {(row.document_id, row.anchor) for row in rows if row.anchor}
    standing = documents.provisions_at(session, viewer, places)
    return [
        _placed(
            session,
            row,
            held.get(row.document_id),
            standing.get((row.document_id, row.anchor or "")),
        )
        for row in rows
    ]


def _itself(row: Annotation) -> Annotation:
    return row


def _placed(
    session: Session, row: Annotation, document: Document | None, provision: Provision | None
) -> Placed:
    texts = texts_of(session, row)
    quote = None
    if "exact" in texts:
        quote = Quote(texts["exact"], texts.get("prefix", ""), texts.get("suffix", ""))
    if row.anchor is None:
        stands = document is not None
    else:
        stands = provision is not None and (
            quote is None or stands_in(quote, f"{provision.heading}\n{provision.text}")
        )
    return Placed(row, texts.get("text"), quote, document, provision, stands)
