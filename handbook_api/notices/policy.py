"""Who may do what with notices."""

from handbook_api.core.policy import Act, Policy, holds, holds_over, is_signed_in
from handbook_api.notices.offices import KEEPING_GROUPS, LOOKING_AFTER, SENDING

_SENDERS = holds(*SENDING)
_SENDERS_OVER = holds_over(*SENDING)


class NoticeAct(Act):
    """What is done with notices. Reading needs no act: the queries decide it."""

    COMPOSE = "notices.compose"
    #: A second person; that it is another one, the service asks.
    RELEASE = "notices.release"
    CANCEL = "notices.cancel"
    CORRECT = "notices.correct"
    REMIND = "notices.remind"
    EXPORT = "notices.export"
    MANAGE_GROUPS = "notices.manage_groups"
    #: Write down that somebody was told, or what he answered.
    TELL = "notices.tell"
    #: Read, confirm, answer what lies in one's own inbox.
    ANSWER = "notices.answer"


POLICY = Policy(
    {
        NoticeAct.COMPOSE: [[_SENDERS]],
        NoticeAct.RELEASE: [[_SENDERS_OVER]],
        NoticeAct.CANCEL: [[_SENDERS_OVER]],
        NoticeAct.CORRECT: [[_SENDERS]],
        NoticeAct.REMIND: [[_SENDERS]],
        NoticeAct.EXPORT: [[_SENDERS_OVER]],
        NoticeAct.MANAGE_GROUPS: [[holds(*KEEPING_GROUPS)]],
        NoticeAct.TELL: [[holds_over(*LOOKING_AFTER)]],
        NoticeAct.ANSWER: [[is_signed_in]],
    }
)
