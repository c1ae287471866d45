"""New passwords that were asked for, and the second officer who confirms them."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.auth import queries, resets
from handbook_api.auth.schemas import looking_after as schemas
from handbook_api.console.people.base import RESETS, SLIPS, PeoplePage


class Resets(PeoplePage):
    """Resets whose codes have not been used."""

    place = SLIPS

    def get(self, reset_id: UUID | None = None) -> str:
        """Show them, those first that wait for a second officer."""
        del reset_id  # of the form that was refused
        self.require_accounts()
        query = self.query(schemas.ResetListQuery)
        page = queries.page_of_resets(
            self.session, self.identity, limit=query.limit, cursor=query.cursor
        )
        return self.render(
            "console/people/resets.html",
            resets=[schemas.reset_out(row, self.identity) for row in page.rows],
            next_cursor=page.next_cursor,
        )


class ConfirmReset(Resets):
    """A second officer agrees."""

    def post(self, reset_id: UUID) -> Response:
        """Its code works from now on."""
        resets.confirm_reset(self.session, self.identity, reset_id, self.roles)
        return self.see(f"{RESETS}?xong=xac-nhan")


class WithdrawReset(Resets):
    """A reset is taken back."""

    def post(self, reset_id: UUID) -> Response:
        """Its code works no more."""
        resets.withdraw_reset(self.session, self.identity, reset_id, self.roles)
        return self.see(f"{RESETS}?xong=huy")
