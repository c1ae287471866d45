"""How somebody was tried to be reached, and what came of it."""

from enum import StrEnum


class How(StrEnum):
    """A way from person to person. Words: the labels “contact_how.…” of content/messages."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    PAPER = "paper"


class Outcome(StrEnum):
    """What came of a try. Words: the labels “contact_outcome.…”."""

    TOLD = "told"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class CallGroup(StrEnum):
    """Why somebody stands on the call list. Words: the labels “call_group.…”."""

    #: Nothing came through to him.
    UNREACHED = "unreached"
    #: He opened it and has not said whether he comes.
    UNANSWERED = "unanswered"
    #: It was corrected since he heard of it.
    OUTDATED = "outdated"


class DeviceState(StrEnum):
    """Whether a bell would ring. Words: the labels “device_state.…”."""

    #: His app told its address not long ago.
    WORKS = "works"
    #: It has been silent for long: most likely it rings no more.
    IDLE = "idle"
    NONE = "none"
