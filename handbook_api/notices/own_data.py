"""What notices keep about somebody, for himself to see; `registry.SUBSCRIBERS` says when.

HeldAbout → inbox_held, devices_held
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.members.events import HeldAbout, Holding
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.notices.inbox.service import reason_of
from handbook_api.notices.models import Answer, Notice, Recipient

#: More than anybody gets in the five years that notices are kept.
_MOST = 10_000


def inbox_held(session: Session, event: HeldAbout) -> Holding:
    """Return every notice he got, how far it came with him, and all he answered."""
    mine = (
        select(Recipient, Notice.title)
        .join(Notice, Notice.id == Recipient.notice_id)
        .where(Recipient.account_id == event.account_id)
        .order_by(Recipient.in_inbox_at.desc(), Recipient.notice_id)
        .limit(_MOST)
    )
    answers = _answers(session, event)
    return Holding(
        "notices",
        [
            {"title": title, **_course(row), **answers.get(row.notice_id, {})}
            for row, title in session.execute(mine)
        ],
    )


def devices_held(session: Session, event: HeldAbout) -> Holding:
    """Return every device that bells were or are rung on for him."""
    mine = select(PushDevice).where(PushDevice.account_id == event.account_id)
    found = session.scalars(mine.order_by(PushDevice.registered_at.desc(), PushDevice.id))
    return Holding(
        "devices",
        [
            _without_gaps(
                {
                    "platform": one.platform,
                    "brand": one.brand,
                    "app_version": one.app_version,
                    "registered_at": _said(one.registered_at),
                    "refreshed_at": _said(one.refreshed_at),
                    "silent_since": _said(one.dead_at),
                }
            )
            for one in found
        ],
    )


def _course(row: Recipient) -> dict[str, str]:
    return _without_gaps(
        {
            "reach": row.reach,
            "in_inbox_at": _said(row.in_inbox_at),
            "opened_at": _said(row.opened_at),
            "confirmed_at": _said(row.confirmed_at),
            "told_at": _said(row.told_at),
            "told_how": row.told_how,
        }
    )


def _answers(session: Session, event: HeldAbout) -> dict[object, dict[str, str]]:
    """Return, by notice, what he answered, the last word last, with the reasons."""
    found = dict[object, dict[str, str]]()
    mine = select(Answer).where(Answer.account_id == event.account_id)
    for number, one in enumerate(session.scalars(mine.order_by(Answer.received_at)), 1):
        said = found.setdefault(one.notice_id, {})
        said[f"answer_{number}"] = one.answer
        if reason := reason_of(session, one):
            said[f"reason_{number}"] = reason
    return found


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _without_gaps(told: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in told.items() if text is not None}
