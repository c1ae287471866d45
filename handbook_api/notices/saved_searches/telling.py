"""A changed document becomes one notice to all who follow something like it."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.documents.models import Document
from handbook_api.notices import service
from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import Notice, Recipient
from handbook_api.notices.service import Link, Said

#: The kind of notice; content/parameters/notice_kinds.toml.
KIND = "saved_search"

#: Accounts that one notice names.
MOST_ACCOUNTS = 5_000

_LANGUAGE = "vi"
_ELLIPSIS = "…"


class Teller:
    """Tells of documents in one round, and keeps count of what each person has been told today.

    A library that is taken in at once must not ring anybody's phone all day: beyond the most of a
    day a person is told of nothing more; the search finds it all the same.
    """

    def __init__(self, session: Session, content: Content, people: Collection[UUID]) -> None:
        self._session, self._content = session, content
        self._rules = content.notices(clock.today())
        self._spent = _told_today(session, people)

    def tell(self, document: Document, accounts: Collection[UUID], mark: str) -> int:
        """Whoever of `accounts` has not just been told of this document is told; return how many.

        mark: which look it was. Looked twice, it is told once.
        """
        since = clock.now() - timedelta(days=self._rules.saved_search_again_after_days)
        told = _told(self._session, document.id, since)
        most = self._rules.saved_search_most_a_day
        left = sorted(one for one in set(accounts) - told if self._spent[one] < most)
        self._spent.update(left)
        rules, name = self._rules, f"{_about(document.id)}{mark}"
        title, text = _words(
            self._content, document, rules.title_most_letters, rules.text_most_letters
        )
        for start in range(0, len(left), MOST_ACCOUNTS):
            some = tuple(left[start : start + MOST_ACCOUNTS])
            said = Said(
                kind=KIND,
                title=title,
                text=text,
                audience=Audience(accounts=some, exempt=True),
                once_key=f"{name}:{start}",
                links=(Link(document.id),),
            )
            service.send_by_system(self._session, said)
        return len(left)


def _told_today(session: Session, people: Collection[UUID]) -> Counter[UUID]:
    """Return how many such notices each of `people` got within a day."""
    spent: Counter[UUID] = Counter()
    since, listed = clock.now() - timedelta(days=1), sorted(people)
    for start in range(0, len(listed), MOST_ACCOUNTS):
        counted = (
            select(Recipient.account_id, func.count())
            .join(Notice, Notice.id == Recipient.notice_id)
            .where(
                Notice.organisation_id.is_(None),
                Notice.created_at > since,
                Notice.kind == KIND,
                Recipient.account_id.in_(listed[start : start + MOST_ACCOUNTS]),
            )
            .group_by(Recipient.account_id)
        )
        for account, count in session.execute(counted):
            spent[account] = count
    return spent


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
