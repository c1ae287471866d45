"""The inbox: what waits for an answer first, then the newest; put away and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

import orjson
from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.http.wire import Cursor, QueryModel
from handbook_api.notices.inbox import queries, schemas, service
from handbook_api.notices.inbox.queries import InboxFilter, InboxRow
from handbook_api.pages.page import Page
from handbook_api.webclient.inbox.standing import Line, line_of

LIST = "/thong-bao"
_A_PAGE = 25

Part = Literal["tat-ca", "chua-doc", "chua-tra-loi", "da-cat"]


class ListQuery(QueryModel):
    """What part of the inbox. away, back: what was just put away or taken out, to undo it."""

    loc: Part = "tat-ca"
    q: str = Field("", max_length=200)
    cursor: Cursor = None
    away: UUID | None = None
    back: UUID | None = None

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.q.replace("\x00", "").strip()

    @property
    def in_two(self) -> bool:
        """Whether what waits stands apart, on top: on a search everything is in one list."""
        return self.loc == "tat-ca" and not self.words

    def address(self, **more: object) -> str:
        """Return the address of this part, with what else is said."""
        said = {"loc": None if self.loc == "tat-ca" else self.loc, "q": self.words or None} | more
        kept = {name: value for name, value in said.items() if value is not None}
        return f"{LIST}?{urlencode(kept)}" if kept else LIST


@dataclass(frozen=True, slots=True)
class Shown:
    """What lies on a page of the list. more_waiting: not all that waits has room on it."""

    waiting: Sequence[Line]
    more_waiting: bool
    rest: Sequence[Line]
    next_address: str | None


class InboxPage(Page):
    """What the inbox's pages share."""

    @property
    def asking(self) -> tuple[str, ...]:
        """The kinds of notices that ask for something."""
        return schemas.asking_kinds(self.runtime.content)

    def lines(self, rows: Sequence[InboxRow]) -> Sequence[Line]:
        """Return notices as the list shows them."""
        content, language = self.runtime.content, self.words.language
        return [line_of(schemas.item_out(content, row, language)) for row in rows]


class InboxList(InboxPage):
    """What lies in one's inbox."""

    def get(self) -> str:
        """Show a page of it."""
        wanted = self.query(ListQuery)
        # A device keeps the list, not what was once searched for or just put away.
        self.keeps = "" if wanted.words or wanted.away or wanted.back else "own"
        return self.render(
            "webclient/inbox/list.html",
            wanted=wanted,
            shown=self._shown(wanted),
            summary=queries.summary_of(self.session, self.identity, self.asking),
            moved=self._moved(wanted),
        )

    def _shown(self, wanted: ListQuery) -> Shown:
        waiting: Sequence[InboxRow] = ()
        if wanted.in_two and wanted.cursor is None:
            waiting = queries.waiting_in_inbox(
                self.session, self.identity, self.asking, limit=_A_PAGE + 1
            )
        narrowed = InboxFilter(
            archived=wanted.loc == "da-cat",
            unread=wanted.loc == "chua-doc",
            unanswered=wanted.loc == "chua-tra-loi",
            settled=wanted.in_two,
            asking=self.asking,
            words=wanted.words,
        )
        page = queries.page_of_inbox(
            self.session, self.identity, narrowed, limit=_A_PAGE, cursor=wanted.cursor
        )
        return Shown(
            waiting=self.lines(waiting[:_A_PAGE]),
            more_waiting=len(waiting) > _A_PAGE,
            rest=self.lines(page.rows),
            next_address=wanted.address(cursor=page.next_cursor) if page.next_cursor else None,
        )

    def _moved(self, wanted: ListQuery) -> Line | None:
        """What was just put away or taken out, while it still is as it was left then."""
        id_ = wanted.away or wanted.back
        if id_ is None:
            return None
        row = queries.own_by_id(self.session, self.identity, [id_]).get(id_)
        if row is None or (row.recipient.archived_at is None) == (wanted.away is not None):
            return None
        return self.lines([row])[0]


class Archive(Page):
    """Put away, or taken out again."""

    def get(self, notice_id: UUID) -> Response:
        """Lead to the list: nothing is put away by an address alone."""
        del notice_id
        return self.see(LIST)

    def post(self, notice_id: UUID) -> Response:
        """Do it, and show the list with the way to undo it."""
        away = self.form(schemas.ArchivingIn).archived
        service.archive(self.session, self.identity, notice_id, away=away)
        part = self.query(ListQuery)
        return self.see(part.address(**{"away" if away else "back": notice_id}))


class Counts(InboxPage):
    """How much waits, for the number in the bar: asked again and again, so it costs next to
    nothing."""

    #: Only a script asks.
    wants_json = True

    def get(self) -> Response:
        """Return the numbers, or 304 when they are those the asker has."""
        found = queries.summary_of(self.session, self.identity, self.asking)
        tag = f"{self.identity.account_id}-{found.revision}-{found.unread}-{found.unanswered}"
        told = {
            "revision": found.revision,
            "unread": found.unread,
            "unanswered": found.unanswered,
        }
        answer = Response(orjson.dumps(told), mimetype="application/json")
        answer.set_etag(tag, weak=True)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer.make_conditional(request)
