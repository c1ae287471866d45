"""One account: how far its owner has come, and what is done for him."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.auditing.policy import POLICY as AUDIT
from handbook_api.auditing.policy import AuditAct
from handbook_api.auth import looking_after, resets, slips
from handbook_api.auth.qr import qr_svg
from handbook_api.auth.schemas import looking_after as schemas
from handbook_api.auth.slip_printing import slip_link
from handbook_api.auth.slip_sheet import MOST_VERSION
from handbook_api.console.people.base import ACCOUNTS, SLIPS, PeoplePage
from handbook_api.core.policy import Subject
from handbook_api.members import queries as members
from handbook_api.members.errors import MemberNotFound


class AccountPage(PeoplePage):
    """A page of one account."""

    place = SLIPS

    def require_account(self, account_id: UUID) -> schemas.AccountOut:
        """Return the account. Raises AccountNotFound, then Forbidden, SecondFactorNeeded."""
        self.require_accounts()
        return self.account(account_id)

    def after(self, account_id: UUID, done: str) -> Response:
        """Lead on to the account, where it is said what was done."""
        return self.see(f"{ACCOUNTS}/{account_id}?xong={done}")


class OneAccount(AccountPage):
    """One account."""

    def get(self, account_id: UUID) -> str:
        """Show it, with what can be done."""
        return self.render(
            "console/people/account.html",
            account=self.require_account(account_id),
            member_id=self._member_id(account_id),
            is_own=account_id == self.identity.account_id,
        )

    @property
    def reads_log(self) -> bool:
        """Whether the reader is offered what the account's owner did."""
        return AUDIT.allows(self.identity, AuditAct.READ, Subject())

    def _member_id(self, account_id: UUID) -> UUID | None:
        """Return whose record it is, where the reader sees that."""
        try:
            at = members.get_member_of_account(self.session, self.identity, account_id)
        except MemberNotFound:
            return None
        return at.member.id


class IssueSlip(OneAccount):
    """A slip for one person, shown this once."""

    def post(self, account_id: UUID) -> str:
        """Issue it, and show what it says."""
        [issued] = slips.issue_slips(
            self.session, self.identity, [account_id], self.rules, self.roles
        )
        public_url = self.runtime.settings.public_url
        link = slip_link(issued, public_url)
        return self.render(
            "console/people/slip.html",
            slip=schemas.issued_slip_out(issued, link),
            code=qr_svg(link, most_version=MOST_VERSION) if public_url else "",
        )


class OpenReset(AccountPage):
    """A new password for somebody who forgot his, handed over face to face."""

    def get(self, account_id: UUID) -> str:
        """Ask what is to be set anew."""
        account = self.require_account(account_id)
        return self.render("console/people/open_reset.html", account=account)

    def post(self, account_id: UUID) -> str:
        """Open it, and show its code, this once."""
        body = self.form(schemas.ResetIn)
        opened = resets.open_reset(
            self.session,
            self.identity,
            account_id,
            self.rules,
            self.roles,
            removes_factor=body.removes_factor,
        )
        shown = schemas.opened_reset_out(opened)
        return self.render("console/people/reset_code.html", reset=shown, account_id=account_id)


class SignOutEverywhere(AccountPage):
    """Somebody lost his phone."""

    def get(self, account_id: UUID) -> str:
        """Ask whether to."""
        account = self.require_account(account_id)
        return self.render("console/people/sign_out_everywhere.html", account=account)

    def post(self, account_id: UUID) -> Response:
        """Every device is signed out."""
        looking_after.sign_out_everywhere(self.session, self.identity, account_id, self.roles)
        return self.after(account_id, "dang-xuat")


class Disable(AccountPage):
    """An account is switched off."""

    def get(self, account_id: UUID) -> str:
        """Ask why."""
        account = self.require_account(account_id)
        return self.render("console/people/disable.html", account=account)

    def post(self, account_id: UUID) -> Response:
        """Nobody signs in to it."""
        reason = self.form(schemas.DisableIn).reason.value
        looking_after.disable_account(self.session, self.identity, account_id, reason, self.roles)
        return self.after(account_id, "khoa")


class Enable(OneAccount):
    """An account is switched on again."""

    def post(self, account_id: UUID) -> Response:
        """Its owner signs in again."""
        looking_after.enable_account(self.session, self.identity, account_id, self.roles)
        return self.after(account_id, "mo")
