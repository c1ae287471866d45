"""What is to be done today, the most urgent first."""

from flask import Blueprint

from handbook_api.console.offices import require_office
from handbook_api.console.page import ConsolePage
from handbook_api.console.todo import tasks_of
from handbook_api.notices.offices import SENDING

bp = Blueprint("console_home", __name__, template_folder="templates")


class Today(ConsolePage):
    """Where an office begins."""

    place = "/lam-viec"

    def get(self) -> str:
        """Show it. Raises OfficeNeeded for whoever holds none."""
        require_office(self.identity)
        may_write = any(one.role in SENDING for one in self.identity.grants)
        return self.render("console/today.html", tasks=tasks_of(self), may_write=may_write)


bp.add_url_rule("/lam-viec", view_func=Today.as_view("today"))
