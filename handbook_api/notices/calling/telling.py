"""Recipients and the call list in the words of whoever asks."""

from typing import Any

from handbook_api.content_store import Content
from handbook_api.core.words import Words
from handbook_api.members.wire_names import Coded, cell_ref, coded, labelled
from handbook_api.notices.calling.devices import DeviceRow, Heard
from handbook_api.notices.calling.queries import Sent, Try
from handbook_api.notices.calling.reading import (
    PHONE,
    REACHED_BY,
    AnswerSeen,
    CallList,
    Line,
    RecipientSeen,
)
from handbook_api.notices.calling.schemas import (
    CallLineOut,
    CallListOut,
    ContactOut,
    DeviceHolderOut,
    HeardOut,
    MessagesOut,
    NotedOut,
    RecipientAnswerOut,
    RecipientOut,
    ToldOut,
    TryOut,
    WholeRecipientOut,
)
from handbook_api.notices.calling.service import Noted
from handbook_api.notices.calling.vocabulary import Outcome
from handbook_api.notices.models import Contact, Notice
from handbook_api.notices.queries import RecipientRow


class Telling:
    """Says recipients of one notice in the words of whoever asks."""

    def __init__(self, content: Content, notice: Notice, words: Words, language: str) -> None:
        self._content, self._notice = content, notice
        self._words, self._language = words, language

    def recipient(self, row: RecipientRow) -> RecipientOut:
        """Return a recipient."""
        return RecipientOut(**self._recipient(row))

    def whole(self, seen: RecipientSeen) -> WholeRecipientOut:
        """Return a recipient with all that is known."""
        return WholeRecipientOut(
            **self._recipient(seen.found),
            answers=[self._given(one) for one in seen.answers],
            contacts=[self._contact(one) for one in seen.contacts],
            messages=[self._messages(one) for one in seen.messages],
        )

    def noted(self, noted: Noted) -> NotedOut:
        """Return what was written down."""
        return NotedOut(
            contact=self._contact(noted.contact),
            recipient=self.recipient(noted.found),
            to_correct=self._to_correct(noted.contact.outcome),
        )

    def call_list(self, found: CallList) -> CallListOut:
        """Return a page of the call list."""
        return CallListOut(
            items=[self._line(one) for one in found.lines],
            next_cursor=found.next_cursor,
            call_from=found.row.notice.call_from,
            begun=found.begun,
        )

    def _line(self, line: Line) -> CallLineOut:
        found, last = line.call.found, line.call.last
        return CallLineOut(
            member_id=found.member.id,
            name=found.member.full_name,
            cell=cell_ref(found.place) if found.place else None,
            group=labelled("call_group", line.call.group, self._words),
            reach=labelled("reach", found.recipient.reach, self._words),
            phone=line.phone,
            reachable_by=self._reached_by(line.reachable_by),
            device=heard_out(line.heard, self._words),
            tries=last.count if last else 0,
            last_try=self._try(last) if last else None,
            to_correct=self._to_correct(last.outcome) if last else None,
        )

    def _try(self, last: Try) -> TryOut:
        return TryOut(at=last.at, how=self._how(last.how), outcome=self._came(last.outcome))

    def _recipient(self, row: RecipientRow) -> dict[str, Any]:
        mine, member = row.recipient, row.member
        told = None
        if mine.told_at is not None and mine.told_how is not None:
            told = ToldOut(at=mine.told_at, how=self._how(mine.told_how), by=mine.told_by)
        return {
            "member_id": member.id,
            "name": member.full_name,
            "cell": cell_ref(row.place) if row.place else None,
            "reach": labelled("reach", mine.reach, self._words),
            "in_inbox_at": mine.in_inbox_at,
            "handed_at": mine.handed_at,
            "delivered_at": mine.delivered_at,
            "opened_at": mine.opened_at,
            "opened_version": mine.opened_version,
            "confirmed_at": mine.confirmed_at,
            "answer": None if mine.answer is None else self._answer(mine.answer),
            "answered_at": mine.answered_at,
            "answer_late": mine.answer_late,
            "reminders": mine.reminders,
            "told": told,
        }

    def _given(self, seen: AnswerSeen) -> RecipientAnswerOut:
        given = seen.answer
        return RecipientAnswerOut(
            answer=self._answer(given.answer),
            reason=seen.reason,
            made_at=given.made_at,
            received_at=given.received_at,
            late=given.late,
            given_by=given.given_by,
        )

    def _answer(self, code: str) -> Coded:
        kind = self._content.notice_kinds.get(self._notice.kind)
        return coded(kind.answer(code) if kind else None, code, self._language)

    def _contact(self, contact: Contact) -> ContactOut:
        return ContactOut(
            id=contact.id,
            at=contact.at,
            how=self._how(contact.how),
            outcome=self._came(contact.outcome),
            by=contact.by,
        )

    def _messages(self, sent: Sent) -> MessagesOut:
        return MessagesOut(
            way=labelled("delivery_way", sent.way, self._words),
            state=labelled("delivery_state", sent.state, self._words),
            count=sent.count,
            last_at=sent.last_at,
        )

    def _how(self, how: str) -> Coded:
        return labelled("contact_how", how, self._words)

    def _came(self, outcome: str) -> Coded:
        return labelled("contact_outcome", outcome, self._words)

    def _reached_by(self, code: str | None) -> Coded | None:
        if code is None:
            return None
        known = self._content.lists[self._content.member_fields[REACHED_BY].choices]
        return coded(known.choices.get(code), code, self._language)

    def _to_correct(self, outcome: str) -> Coded | None:
        if outcome != Outcome.WRONG_NUMBER:
            return None
        return coded(self._content.member_fields[PHONE], PHONE, self._language)


def device_holder_out(row: DeviceRow, words: Words) -> DeviceHolderOut:
    """Return somebody and what rings for him."""
    return DeviceHolderOut(
        member_id=row.member.id,
        name=row.member.full_name,
        cell=cell_ref(row.place),
        device=heard_out(row.heard, words),
        signed_in=row.signed_in,
    )


def heard_out(heard: Heard, words: Words) -> HeardOut:
    """Return whether a bell would ring."""
    return HeardOut(state=labelled("device_state", heard.state, words), last_at=heard.last_at)
