"""What changed since a phone last asked: its owner's inbox, then the library.

A cursor is two numbers, the inbox's and the library's. Both only go up, and whatever changes gets
the next one under a lock: nothing is missed, and a feed that broke off goes on where it stopped.
Many notices may have changed under one number: the cursor says which of them was shown last.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.paging import CursorNotUnderstood, decode_cursor, encode_cursor
from handbook_api.documents import queries as documents
from handbook_api.documents.queries import DocumentAt
from handbook_api.notices.inbox import queries as inbox
from handbook_api.notices.inbox.queries import InboxRow

_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Position:
    """How far a phone has come: in its owner's inbox, and in the library's changes.

    last: the notice it was shown last, of those that changed under the number `inbox`.
    """

    inbox: int
    library: int
    last: UUID | None = None

    @property
    def cursor(self) -> str:
        """Return it as it goes over the wire."""
        return encode_cursor([self.inbox, self.library, self.last.hex if self.last else ""])


@dataclass(frozen=True, slots=True)
class Feed:
    """A piece of the feed. documents_gone: digests of ids, since an id may tell a title.

    more: ask again at once.
    """

    notices: Sequence[InboxRow]
    notices_gone: Sequence[InboxRow]
    documents: Sequence[DocumentAt]
    documents_gone: Sequence[str]
    at: Position
    more: bool


def position_of(cursor: str) -> Position:
    """Return what `cursor` says. Raises CursorNotUnderstood."""
    *numbers, last = decode_cursor(cursor, (int, int, str))
    first, second = map(int, numbers)
    if not (0 <= first < _LARGEST and 0 <= second < _LARGEST):
        raise CursorNotUnderstood
    try:
        return Position(first, second, UUID(str(last)) if last else None)
    except ValueError as error:
        raise CursorNotUnderstood from error


def changes_since(
    session: Session, viewer: Identity, since: Position | None, *, limit: int
) -> Feed:
    """Return what changed after `since`, at most `limit` things; the inbox comes first.

    since: None the first time: the whole inbox, and of the library what changes from now on.
    """
    since = since or Position(0, documents.sequence(session))
    rows = inbox.changed_since(session, viewer, since.inbox, since.last, limit=limit + 1)
    here, more = rows[:limit], len(rows) > limit
    at_inbox, last = since.inbox, since.last
    if here:
        at_inbox, last = here[-1].recipient.revision, here[-1].recipient.notice_id
    left = limit - len(here)
    changed = documents.changed_since(session, since.library, limit=left + 1) if not more else ()
    taken = changed[:left]
    ids = list(dict.fromkeys(one.document_id for one in taken))
    found = documents.documents_by_id(session, viewer, ids, clock.today())
    seen = {one.document.id for one in found}
    return Feed(
        notices=[row for row in here if not row.is_gone],
        notices_gone=[row for row in here if row.is_gone],
        documents=found,
        documents_gone=[digest_of(one) for one in ids if one not in seen],
        at=Position(at_inbox, taken[-1].sequence if taken else since.library, last),
        more=more or len(changed) > len(taken),
    )


def digest_of(document_id: str) -> str:
    """Return what stands for a document that is gone, or is not for this reader."""
    return hashlib.sha256(document_id.encode()).hexdigest()[:32]
