"""Who may look after other people's accounts. What is one's own needs no act: it is one's own."""

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject, holds, holds_over


class AuthAct(Act):
    """What is done to accounts."""

    LIST_ACCOUNTS = "auth.list_accounts"
    ISSUE_SLIP = "auth.issue_slip"
    REVOKE_SLIP = "auth.revoke_slip"
    OPEN_RESET = "auth.open_reset"
    CONFIRM_RESET = "auth.confirm_reset"
    WITHDRAW_RESET = "auth.withdraw_reset"
    END_SESSIONS = "auth.end_sessions"
    DISABLE = "auth.disable_account"
    ENABLE = "auth.enable_account"
    #: Asked besides, at each place where the account holds a role above cell level: nobody
    #: comes to an office by way of a slip or a reset that he issued to its holder.
    LOOK_AFTER_OFFICER = "auth.look_after_officer"
    #: Asked besides of whoever gives such an account a slip, which no second officer confirms.
    START_OFFICER = "auth.start_officer"


def looks_after_somebody(actor: Identity, subject: Subject) -> bool:
    """secretary, deputy_secretary, organisation_officer or administrator, of whatever."""
    del subject
    return bool(actor.paths(*_CELL_LEADERS, *OFFICERS))


def is_officer_above(actor: Identity, subject: Subject) -> bool:
    """organisation_officer or administrator of an organisation above, not of the same one."""
    own = actor.paths(*OFFICERS)
    return any((subject.path or "").startswith(path) and subject.path != path for path in own)


_CELL_LEADERS = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
OFFICERS = (Role.ORGANISATION_OFFICER, Role.ADMINISTRATOR)

_leads_the_cell = holds(*_CELL_LEADERS)
_is_officer_over = holds_over(*OFFICERS)

POLICY = Policy(
    {
        AuthAct.LIST_ACCOUNTS: [[looks_after_somebody]],
        AuthAct.ISSUE_SLIP: [[_leads_the_cell], [_is_officer_over]],
        AuthAct.REVOKE_SLIP: [[_leads_the_cell], [_is_officer_over]],
        AuthAct.OPEN_RESET: [[_leads_the_cell], [_is_officer_over]],
        AuthAct.CONFIRM_RESET: [[_is_officer_over]],
        AuthAct.WITHDRAW_RESET: [[_leads_the_cell], [_is_officer_over]],
        AuthAct.END_SESSIONS: [[_is_officer_over]],
        AuthAct.DISABLE: [[_is_officer_over]],
        AuthAct.ENABLE: [[_is_officer_over]],
        AuthAct.LOOK_AFTER_OFFICER: [[_is_officer_over]],
        AuthAct.START_OFFICER: [[is_officer_above]],
    }
)
