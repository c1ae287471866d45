"""What the pages about people share."""

from uuid import UUID

from handbook_api.auth import queries as accounts
from handbook_api.auth.errors import AccountNotFound
from handbook_api.auth.policy import OFFICERS, POLICY, AuthAct
from handbook_api.auth.schemas.looking_after import AccountOut, account_out
from handbook_api.auth.standing import Roles
from handbook_api.console.page import ConsolePage
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.policy import Subject

MEMBERS = "/lam-viec/dang-vien"
ACCOUNTS = "/lam-viec/tai-khoan"
SLIPS = "/lam-viec/phieu"
RESETS = "/lam-viec/dat-lai-mat-khau"

#: So many people are shown at once.
PER_PAGE = 25


class PeoplePage(ConsolePage):
    """A page that names people."""

    #: Nobody learns from an answer's length whom it is about.
    packed = False

    @property
    def rules(self) -> SecurityRules:
        """The rules of signing in, as they stand today."""
        return self.runtime.content.security(clock.today())

    @property
    def roles(self) -> Roles:
        """Every role's limits."""
        return self.runtime.content.roles

    @property
    def is_officer(self) -> bool:
        """Whether acts of officers over accounts are offered; the policy decides each."""
        return bool(self.identity.paths(*OFFICERS))

    def require_accounts(self) -> None:
        """Return when the reader looks after accounts. Raises Forbidden, SecondFactorNeeded."""
        POLICY.require(self.identity, AuthAct.LIST_ACCOUNTS, Subject())

    def account(self, account_id: UUID) -> AccountOut:
        """Return an account that the reader looks after. Raises AccountNotFound."""
        row = accounts.get_account_row(self.session, self.identity, account_id)
        return account_out(row, self.words)

    def account_if_seen(self, account_id: UUID) -> AccountOut | None:
        """Return the account; None when the reader does not look after it."""
        try:
            return self.account(account_id)
        except AccountNotFound:
            return None
