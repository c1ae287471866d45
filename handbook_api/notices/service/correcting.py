"""What was sent is corrected: a new version, shown as such, and everybody hears of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import Payload, enqueue
from handbook_api.jobs import Again
from handbook_api.notices import queries
from handbook_api.notices.audiences import Audience
from handbook_api.notices.errors import NothingChanged, NotOpen, SecondPersonNeeded
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeState, Priority
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.service.calling_time import call_from
from handbook_api.notices.service.checking import require_kind, require_links, require_times
from handbook_api.notices.service.closing_time import closes_at
from handbook_api.notices.service.composing import require_revision, require_state
from handbook_api.notices.service.drafts import Draft, Link
from handbook_api.notices.service.laying import change, next_stretch, recipients_of
from handbook_api.notices.service.noting import note, record
from handbook_api.notices.service.pieces import (
    account_after,
    go_on_after,
    locked_notice,
    within_wait,
)
from handbook_api.notices.service.ringing import Turn, ring
from handbook_api.notices.service.sending import CLOSE, REMIND
from handbook_api.notices.service.versions import version_of
from handbook_api.notices.service.wording import folded, must_be_open_to_all, words_of
from handbook_api.runtime import Runtime

#: The job that tells phones of a correction.
CORRECT = "notices.correct"

_TIMES = ("answer_by", "starts_at", "ends_at", "expires_at")


@dataclass(frozen=True, slots=True)
class Correction:
    """How a notice reads from now on, and in a sentence what has changed.

    expires_at: None: as it was; or, where `endless`, none any more.
    """

    title: str
    text: str
    reason: str
    links: Sequence[Link] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str | None = None
    answer_by: datetime | None = None
    expires_at: datetime | None = None
    endless: bool = False


def correct(
    session: Session,
    actor: Identity,
    content: Content,
    notice_id: UUID,
    said: Correction,
    revision: int,
) -> NoticeRow:
    """The notice reads as `said`; earlier words stay to be read, and phones ring once more.

    Answers stay as they are. Raises NotOpen, ChangedMeanwhile, NothingChanged, and what a draft
    is refused for.
    """
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.CORRECT, Subject(row.path))
    require_state(row.notice, NoticeState.SENT)
    if row.notice.closed_at is not None:  # it is closing, piece by piece
        raise NotOpen(state=row.notice.state)
    require_revision(row.notice, revision)
    notice, before = row.notice, _reads(row.notice)
    draft = _as_draft(notice, said)
    settled = [one for one in _TIMES if getattr(notice, one) == getattr(draft, one)]
    require_times(require_kind(content, draft), draft, settled)
    require_links(session, actor, content, said.links)
    words = words_of(content, draft)
    must_be_open_to_all(said.reason)
    notice.title, notice.text, notice.folded = (
        words.title,
        words.text,
        folded(words.title, words.text),
    )
    notice.links = [{"document_id": one.document_id, "anchor": one.anchor} for one in said.links]
    notice.starts_at, notice.ends_at, notice.place = said.starts_at, said.ends_at, said.place
    notice.answer_by, notice.expires_at = said.answer_by, draft.expires_at
    if _reads(notice) == before:
        raise NothingChanged
    _require_released_words(content, notice, before)
    notice.version += 1
    notice.call_from = call_from(content, notice, clock.now())
    _keep_new_times(session, content, notice)
    session.add(version_of(notice, said.reason, actor.account_id))
    note(session, notice, Happened.CORRECTED, actor.account_id, version=notice.version)
    record(session, actor, NoticeAct.CORRECT, notice, row.path, version=notice.version)
    notice.rounds += 1
    payload: Payload = {
        "notice_id": str(notice.id),
        "version": notice.version,
        "round": notice.rounds,
    }
    enqueue(session, CORRECT, payload, once_key=f"{CORRECT}:{notice.id}:{notice.version}")
    return row


def _require_released_words(content: Content, notice: Notice, before: tuple[Any, ...]) -> None:
    """Where a second person stood behind the words, one alone changes only time and place."""
    if notice.people <= content.notices(clock.today()).release_above_people:
        return
    if _reads(notice)[:3] != before[:3]:
        raise SecondPersonNeeded


def _keep_new_times(session: Session, content: Content, notice: Notice) -> None:
    """It closes, and is called to mind, by the times it has now."""
    before, notice.leaves_at = notice.leaves_at, closes_at(content, notice)
    payload: Payload = {"notice_id": str(notice.id), "version": notice.version}
    # What rings now is as good as a reminder: only moments after it are kept.
    remind: Payload = {**payload, "since": clock.now().isoformat()}
    enqueue(session, REMIND, remind, once_key=f"{REMIND}:{notice.id}:{notice.version}")
    if before is not None and notice.leaves_at < before:
        at, once = within_wait(notice.leaves_at), f"{CLOSE}:{notice.id}:{notice.version}"
        enqueue(session, CLOSE, payload, run_at=at, once_key=once)


def _reads(notice: Notice) -> tuple[Any, ...]:
    when = (*(getattr(notice, one) for one in _TIMES), notice.place)
    return (notice.title, notice.text, notice.links, *when)


def _as_draft(notice: Notice, said: Correction) -> Draft:
    return Draft(
        kind=notice.kind,
        audience=Audience.read(notice.audience),
        title=said.title,
        text=said.text,
        links=said.links,
        priority=Priority(notice.priority),
        starts_at=said.starts_at,
        ends_at=said.ends_at,
        place=said.place,
        answer_by=said.answer_by,
        expires_at=None if said.endless else said.expires_at or notice.expires_at,
    )


def tell_of_correction(
    session: Session, runtime: Runtime, payload: Mapping[str, Any]
) -> Again | None:
    """One piece of a correction: some thousand phones hear that the notice reads differently."""
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.SENT:
        return None
    version = int(payload["version"])
    if version == notice.version:
        stretch = next_stretch(session, recipients_of(notice.id), account_after(payload))
        change(session, notice.id, stretch, {})
        ring(session, runtime, notice, stretch, Turn(int(payload["round"])))
        return go_on_after(stretch, payload)
    return None
