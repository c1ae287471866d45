"""How far a notice came: in numbers that add up, and with each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NoticesPage
from handbook_api.core import clock
from handbook_api.notices import queries, service
from handbook_api.notices.calling.schemas import RecipientListQuery, RecipientOut
from handbook_api.notices.calling.telling import Telling
from handbook_api.notices.calling.timing import is_time_to_call
from handbook_api.notices.models import NoticeState, Reach
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.queries.notices import OUT
from handbook_api.notices.reminding.service import ask_to_remind
from handbook_api.notices.schemas import notices as shapes
from handbook_api.notices.schemas.notices import NoticeOut

_A_PAGE = 25
_ACTIVE = (NoticeState.SENDING, NoticeState.SENT)


@dataclass(frozen=True, slots=True)
class Count:
    """So many recipients are at one step. query: what the list is narrowed to them by."""

    name: str
    people: int
    query: str
    is_chosen: bool


class Tracking(NoticesPage):
    """One notice that is on its way, or was sent."""

    def get(self, notice_id: UUID) -> str | Response:
        """Show it; a draft of one's own is written on."""
        row = self.row(notice_id)
        offered = self.offered(row)
        if "compose" in offered and self.problem is None:
            return self.see(self.address(notice_id, "kiem-tra"))
        query = self.query(RecipientListQuery)
        notice = self.shown(row)
        people: Sequence[RecipientOut] = ()
        next_cursor = None
        if row.notice.state in OUT:
            page = queries.page_of_recipients(
                *(self.session, self.identity, row, query.filter(None)),
                limit=_A_PAGE,
                cursor=query.cursor,
            )
            telling = self.telling(row)
            people = [telling.recipient(one) for one in page.rows]
            next_cursor = page.next_cursor
        return self.render(
            "console/notices/tracking.html",
            notice=notice,
            offered=offered,
            is_mine=row.notice.author_id == self.identity.account_id,
            is_active=row.notice.state in _ACTIVE,
            counts=self._counts(notice, query),
            answers=self._answers(notice, query),
            query=query,
            people=people,
            next_cursor=next_cursor,
            timeline=self._timeline(row),
            may_call=is_time_to_call(self.runtime.content, row.notice),
            waits_until=_waits_until(row),
        )

    def telling(self, row: NoticeRow) -> Telling:
        """Return what says recipients in the words of whoever asks."""
        content, words = self.runtime.content, self.words
        return Telling(content, row.notice, words, words.language)

    def _counts(self, notice: NoticeOut, query: RecipientListQuery) -> Sequence[Count]:
        reach = notice.totals.reach if notice.totals else {}
        return [
            Count(
                self.words.label(f"reach.{one}"),
                reach[one],
                f"reach={one}",
                [*query.reach] == [one],
            )
            for one in Reach
            if reach.get(one)
        ]

    def _answers(self, notice: NoticeOut, query: RecipientListQuery) -> Sequence[Count]:
        given: Mapping[str, int] = notice.totals.answers if notice.totals else {}
        return [
            Count(
                one.name, given.get(one.code, 0), f"answer={one.code}", query.answer == [one.code]
            )
            for one in notice.asks.answers
        ]

    def _timeline(self, row: NoticeRow) -> shapes.TimelineOut:
        whole = queries.sees_whole(self.identity, row)
        events = queries.events_of(self.session, self.identity, row)
        versions = queries.versions_of(self.session, self.identity, row.notice.id)
        told = shapes.told_of(events, whole=whole)
        return shapes.TimelineOut(
            events=[shapes.event_out(one, self.words, whole=whole) for one in told],
            versions=[shapes.version_out(one) for one in versions],
        )


class Release(Tracking):
    """A second person stands behind it."""

    def post(self, notice_id: UUID) -> Response:
        """Let it go."""
        self.row(notice_id)
        content, revision = self.runtime.content, self.revision()
        service.release(self.session, self.identity, content, notice_id, revision)
        return self.see(self.address(notice_id))


class SendBack(Tracking):
    """A second person does not."""

    def post(self, notice_id: UUID) -> Response:
        """Give it back to whoever wrote it."""
        self.row(notice_id)
        content, revision = self.runtime.content, self.revision()
        service.send_back(self.session, self.identity, content, notice_id, revision)
        return self.see(self.address(notice_id))


class Stop(Tracking):
    """What waits is stopped."""

    def post(self, notice_id: UUID) -> Response:
        """Make it a draft again."""
        self.row(notice_id)
        content, revision = self.runtime.content, self.revision()
        service.stop(self.session, self.identity, content, notice_id, revision)
        return self.see(f"{self.address(notice_id, 'kiem-tra')}?xong=dung")


class Remind(Tracking):
    """Who is silent is reminded."""

    def post(self, notice_id: UUID) -> Response:
        """Remind them, as often as the rules allow."""
        self.row(notice_id)
        content, revision = self.runtime.content, self.revision()
        ask_to_remind(self.session, self.identity, content, notice_id, revision)
        return self.see(f"{self.address(notice_id)}?xong=nhac")


def _waits_until(row: NoticeRow) -> datetime | None:
    """When a notice that can still be stopped begins to go out; None: it does not wait."""
    at = row.notice.send_at
    waits = row.notice.state == NoticeState.SCHEDULED and at is not None and at > clock.now()
    return at if waits else None
