"""Annotations are kept, changed, deleted and had back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from handbook_api.annotations import queries
from handbook_api.annotations.errors import (
    AnnotationNotFound,
    ChangedMeanwhile,
    NoteTooLong,
    NothingWritten,
    QuoteTooLong,
    TargetStays,
    TooManyAnnotations,
)
from handbook_api.annotations.models import Annotation, Motivation
from handbook_api.annotations.policy import POLICY, AnnotationAct
from handbook_api.annotations.quotes import Quote, tidy
from handbook_api.auth.locking import lock_account
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.documents import queries as documents
from handbook_api.http.authentication import SignInNeeded
from handbook_api.members.sealed_rows import seal_texts, texts_of
from search_index.vietnamese.normalise import nfc

_KIND = "annotation"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody keeps, as it came. made_at: when he wrote it; None: now."""

    motivation: Motivation
    document_id: str
    anchor: str | None = None
    text: str | None = None
    quote: Quote | None = None
    made_at: datetime | None = None


def keep(
    session: Session,
    actor: Identity,
    content: Content,
    annotation_id: UUID,
    said: Said,
    version: int | None = None,
) -> Annotation:
    """The actor keeps exactly this under this id; said twice, it is kept once.

    version: of the annotation that the change was made on, None for a new one. A second bookmark
    of one place is the first one. Raises SignInNeeded, NothingWritten, NoteTooLong, QuoteTooLong,
    TooManyAnnotations, ChangedMeanwhile, TargetStays, AnnotationNotFound, DocumentNotFound,
    ProvisionNotFound.
    """
    account_id = _require(actor, AnnotationAct.KEEP)
    texts = _texts_of(content, said)
    # One at a time: two at once would both find room for the last one.
    lock_account(session, account_id)
    known = queries.find_own(session, actor, annotation_id)
    if known is not None:
        return _change(session, actor, known, said, texts, version)
    if version is not None or session.get(Annotation, annotation_id) is not None:
        raise AnnotationNotFound
    documents.require_place(session, actor, said.document_id, said.anchor)
    marked = _marked_before(session, actor, said)
    if marked is not None:
        return marked
    _require_room(session, content, account_id)
    now = clock.now()
    made = Annotation(
        id=annotation_id,
        account_id=account_id,
        motivation=said.motivation,
        document_id=said.document_id,
        anchor=said.anchor,
        version=1,
        made_at=min(said.made_at or now, now),
        changed_at=now,
    )
    seal_texts(session, made, **texts)
    session.add(made)
    audit.record(session, actor, AnnotationAct.KEEP, _KIND, str(annotation_id))
    return made


def delete(session: Session, actor: Identity, content: Content, annotation_id: UUID) -> None:
    """The actor sees it no more, and can have it back for some days; deleted twice is deleted.

    Raises SignInNeeded, AnnotationNotFound.
    """
    account_id = _require(actor, AnnotationAct.DELETE)
    lock_account(session, account_id)
    found = queries.find_own(session, actor, annotation_id)
    if found is None:
        raise AnnotationNotFound
    if found.deleted_at is not None:
        return
    # Who deletes without end keeps no more than who writes without end.
    most = content.annotations(clock.today()).most_annotations
    if _count(session, account_id, Annotation.deleted_at.is_not(None)) >= most:
        session.delete(found)
    else:
        found.deleted_at = found.changed_at = clock.now()
        found.version += 1
    audit.record(session, actor, AnnotationAct.DELETE, _KIND, str(annotation_id))


def give_back(
    session: Session, actor: Identity, content: Content, annotation_id: UUID
) -> Annotation:
    """What the actor deleted is there again as it was. Raises as `keep` does.

    A bookmark of a place that was marked again meanwhile is the newer one.
    """
    account_id = _require(actor, AnnotationAct.KEEP)
    lock_account(session, account_id)
    found = queries.find_own(session, actor, annotation_id)
    if found is None:
        raise AnnotationNotFound
    if found.deleted_at is None:
        return found
    marked = _marked_before(session, actor, found)
    if marked is not None:
        return marked
    _require_room(session, content, account_id)
    found.deleted_at, found.changed_at = None, clock.now()
    found.version += 1
    audit.record(session, actor, AnnotationAct.KEEP, _KIND, str(annotation_id))
    return found


def _require(actor: Identity, act: AnnotationAct) -> UUID:
    if actor.account_id is None:
        raise SignInNeeded
    POLICY.require(actor, act, Subject(account_id=actor.account_id))
    return actor.account_id


def _change(
    session: Session,
    actor: Identity,
    row: Annotation,
    said: Said,
    texts: dict[str, str],
    version: int | None,
) -> Annotation:
    place = (row.motivation, row.document_id, row.anchor)
    if place != (said.motivation, said.document_id, said.anchor):
        raise TargetStays
    if row.deleted_at is None and texts_of(session, row) == texts:
        return row
    if row.deleted_at is not None or row.version != version:
        raise ChangedMeanwhile
    seal_texts(session, row, **texts)
    row.version += 1
    row.changed_at = clock.now()
    audit.record(session, actor, AnnotationAct.KEEP, _KIND, str(row.id))
    return row


def _texts_of(content: Content, said: Said) -> dict[str, str]:
    """What is sealed of it, by name: just what an annotation of its kind carries."""
    rules = content.annotations(clock.today())
    text = nfc(said.text or "").strip()
    exact = tidy(said.quote.exact) if said.quote else ""
    carries = {
        Motivation.BOOKMARKING: not text and not exact,
        Motivation.COMMENTING: bool(text),
        Motivation.HIGHLIGHTING: bool(exact) and not text and said.anchor is not None,
    }
    if not carries[said.motivation]:
        raise NothingWritten
    if len(text) > rules.note_most_letters:
        raise NoteTooLong(most=rules.note_most_letters)
    if len(exact) > rules.quote_most_letters:
        raise QuoteTooLong(most=rules.quote_most_letters)
    found = {"text": text, "exact": exact}
    if said.quote and exact:
        found |= {"prefix": tidy(said.quote.prefix), "suffix": tidy(said.quote.suffix)}
    return {name: words for name, words in found.items() if words}


def _marked_before(session: Session, actor: Identity, said: Said | Annotation) -> Annotation | None:
    if said.motivation != Motivation.BOOKMARKING:
        return None
    here = queries.visible_annotations(actor).where(
        Annotation.motivation == Motivation.BOOKMARKING,
        Annotation.document_id == said.document_id,
        Annotation.anchor == said.anchor if said.anchor else Annotation.anchor.is_(None),
    )
    return session.scalars(here.limit(1)).first()


def _require_room(session: Session, content: Content, account_id: UUID) -> None:
    most = content.annotations(clock.today()).most_annotations
    if _count(session, account_id, Annotation.deleted_at.is_(None)) >= most:
        raise TooManyAnnotations(most=most)


def _count(session: Session, account_id: UUID, which: ColumnElement[bool]) -> int:
    query = select(func.count()).where(Annotation.account_id == account_id, which)
    return session.scalar(query.select_from(Annotation)) or 0
