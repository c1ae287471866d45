"""Slips on paper: for whom, and what became of those that were handed out."""

from uuid import UUID

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.auth import queries, slips
from handbook_api.auth.policy import POLICY, AuthAct
from handbook_api.auth.schemas import looking_after as schemas
from handbook_api.auth.slip_printing import sheet_of, sheet_policy
from handbook_api.auth.slips import SlipsOfCell
from handbook_api.console.people.base import PER_PAGE, SLIPS, PeoplePage
from handbook_api.core.policy import Subject
from handbook_api.http.wire import Limit, ShortText
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.queries import get_organisation

_CHOSEN = "account_ids"


class AccountsQuery(schemas.AccountListQuery):
    """What the list is narrowed to, as many at once as a page shows."""

    limit: Limit = PER_PAGE


class ChosenIn(schemas.IssueSlipsIn):
    """For whom slips are printed, and whom they may call."""

    helper_phone: ShortText = Field("", max_length=40)


class SlipsPage(PeoplePage):
    """A page about slips."""

    place = SLIPS

    def sheet(self, made: SlipsOfCell, helper_phone: str) -> Response:
        """Return the sheet, ready to be printed; its codes are shown this once."""
        public_url = self.runtime.settings.public_url
        answer = Response(
            sheet_of(made, self.words, public_url, helper_phone), mimetype="text/html"
        )
        # The sheet carries its one style with it, so that it can be kept and printed later.
        answer.headers["Content-Security-Policy"] = sheet_policy()
        answer.headers["Content-Disposition"] = 'inline; filename="phieu-dang-nhap.html"'
        return answer


class ChooseSlips(SlipsPage):
    """The accounts one looks after, to choose from."""

    def get(self) -> str:
        """Show them by name, those first who have never signed in."""
        self.require_accounts()
        query = self.query(AccountsQuery)
        wanted = queries.AccountFilter(query.state, query.cell_id)
        page = queries.page_of_accounts(
            self.session, self.identity, wanted, limit=query.limit, cursor=query.cursor
        )
        shown = [schemas.account_out(row, self.words) for row in page.rows]
        cells = {one.cell.id: one.cell for one in shown if one.cell is not None}
        return self.render(
            "console/people/slips.html",
            accounts=shown,
            next_cursor=page.next_cursor,
            query=query,
            cells=list(cells.values()) if len(cells) == 1 else [],
            phone=self.runtime.settings.help_phone,
            chosen=request.form.getlist(_CHOSEN),
        )


class PrintChosen(ChooseSlips):
    """Slips for chosen people."""

    def post(self) -> Response:
        """Issue and print them."""
        body = self.form(ChosenIn)
        issued = slips.issue_slips(
            self.session, self.identity, body.account_ids, self.rules, self.roles
        )
        return self.sheet(SlipsOfCell(issued, ()), body.helper_phone)


class PrintCell(SlipsPage):
    """Slips for a whole cell."""

    def get(self, cell_id: UUID) -> str:
        """Ask for whom of it."""
        cell = self._cell(cell_id)
        phone = self.runtime.settings.help_phone
        return self.render("console/people/print_cell.html", cell=cell, phone=phone)

    def post(self, cell_id: UUID) -> Response:
        """Issue and print them; who gets none stands on a page of its own."""
        self._cell(cell_id)
        body = self.form(schemas.SlipSheetIn, cell_id=str(cell_id))
        made = slips.issue_slips_of_cell(
            self.session, self.identity, cell_id, self.rules, self.roles, only_new=body.only_new
        )
        return self.sheet(made, body.helper_phone)

    def _cell(self, cell_id: UUID) -> Organisation:
        """Return the cell, when slips may be issued there. Raises as the policy does."""
        self.require_accounts()
        cell = get_organisation(self.session, self.identity, cell_id)
        POLICY.require(self.identity, AuthAct.ISSUE_SLIP, Subject(cell.path))
        return cell


class IssuedSlips(SlipsPage):
    """Slips that were handed out."""

    def get(self) -> str:
        """Show what became of each, the latest first."""
        self.require_accounts()
        query = self.query(schemas.SlipListQuery)
        page = queries.page_of_slips(
            self.session,
            self.identity,
            account_id=query.account_id,
            limit=query.limit,
            cursor=query.cursor,
        )
        return self.render(
            "console/people/issued_slips.html",
            slips=[schemas.slip_out(row, self.rules) for row in page.rows],
            next_cursor=page.next_cursor,
            query=query,
        )


class RevokeSlip(IssuedSlips):
    """A slip is taken back."""

    def get(self, slip_id: UUID | None = None) -> str:
        """Show the slips again, when it was refused."""
        del slip_id
        return super().get()

    def post(self, slip_id: UUID) -> Response:
        """It signs nobody in any more."""
        slips.revoke_slip(self.session, self.identity, slip_id, self.roles)
        return self.see(f"{SLIPS}/da-cap?xong=thu-hoi")
