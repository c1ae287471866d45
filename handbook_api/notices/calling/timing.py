"""When recipients are called, and while what came of it is written down."""

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.notices.errors import NoticeOver
from handbook_api.notices.inbox.service import require_open
from handbook_api.notices.models import Notice, NoticeState
from handbook_api.notices.service.closing_time import is_still_to_be_told


def is_time_to_call(content: Content, notice: Notice) -> bool:
    """Whether the silent are to be called now, or who knows a cancelled notice; not once the
    matter is over."""
    if notice.state == NoticeState.CANCELLED:
        return is_still_to_be_told(content, notice)
    begun = notice.call_from is not None and notice.call_from <= clock.now()
    return begun and _is_running(notice)


def require_time_to_tell(content: Content, notice: Notice) -> None:
    """Return while tries to reach recipients are written down: of a cancelled notice, too, until
    its matter is over. Raises NoticeOver."""
    if notice.state != NoticeState.CANCELLED:
        require_open(notice)
    elif not is_still_to_be_told(content, notice):
        raise NoticeOver


def _is_running(notice: Notice) -> bool:
    """Whether the notice lies in inboxes and its matter is not over."""
    out = notice.state in (NoticeState.SENDING, NoticeState.SENT) and notice.closed_at is None
    return out and (notice.expires_at is None or notice.expires_at > clock.now())
