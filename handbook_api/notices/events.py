"""What happened to notices as wholes, for their timelines."""

from enum import StrEnum


class Happened(StrEnum):
    """A line of a timeline. Words: the labels “notice_event.…” of content/messages."""

    COMPOSED = "composed"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"
    SENT_BACK = "sent_back"
    SCHEDULED = "scheduled"
    STOPPED = "stopped"
    SENDING = "sending"
    IN_INBOXES = "in_inboxes"
    CORRECTED = "corrected"
    REMINDED = "reminded"
    SECOND_WAY = "second_way"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    LAPSED = "lapsed"
