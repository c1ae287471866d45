"""A changed document becomes one notice to all who follow something like it."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.documents.models import Document
from handbook_api.notices import service
from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import Notice
from handbook_api.notices.service import Link, Said

#: The kind of notice; content/parameters/notice_kinds.toml.
KIND = "saved_search"

#: Accounts that one notice names.
MOST_ACCOUNTS = 5_000

_LANGUAGE = "vi"
_ELLIPSIS = "…"


def tell(
    session: Session, content: Content, document: Document, accounts: Collection[UUID], mark: str
) -> int:
    """Whoever of `accounts` has not just been told of this document is told; return how many.

    mark: which look it was. Looked twice, it is told once.
    """
    rules = content.notices(clock.today())
    since = clock.now() - timedelta(days=rules.saved_search_again_after_days)
    left = sorted(set(accounts) - _told(session, document.id, since))
    title, text = _words(content, document, rules.title_most_letters, rules.text_most_letters)
    for start in range(0, len(left), MOST_ACCOUNTS):
        some = tuple(left[start : start + MOST_ACCOUNTS])
        service.send_by_system(
            session,
            Said(
                kind=KIND,
                title=title,
                text=text,
                audience=Audience(accounts=some, exempt=True),
                once_key=f"{_about(document.id)}{mark}:{start}",
                links=(Link(document.id),),
            ),
        )
    return len(left)


def _about(document_id: str) -> str:
    """How the names of all notices about a document begin; an id may be as long as a name."""
    return f"{KIND}:{sha256(document_id.encode()).hexdigest()[:32]}:"


def _told(session: Session, document_id: str, since: object) -> frozenset[UUID]:
    audiences = session.scalars(
        select(Notice.audience).where(
            Notice.organisation_id.is_(None),
            Notice.created_at > since,
            Notice.kind == KIND,
            Notice.once_key.startswith(_about(document_id)),
        )
    )
    return frozenset(one for said in audiences for one in Audience.read(said).accounts)


def _words(
    content: Content, document: Document, most_title: int, most_text: int
) -> tuple[str, str]:
    labels = content.messages(_LANGUAGE).labels
    name = document.symbol or document.title
    title = labels["saved_search.title"].format(name=name)
    text = labels["saved_search.text"].format(name=name, title=document.title)
    return _cut(title, most_title), _cut(text, most_text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + _ELLIPSIS
