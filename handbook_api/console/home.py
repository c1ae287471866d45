"""What is to be done today, the most urgent first."""

from flask import Blueprint

from handbook_api.console.page import ConsolePage

bp = Blueprint("console_home", __name__, template_folder="templates")


class Today(ConsolePage):
    """Where an office begins."""

    place = "/lam-viec"

    def get(self) -> str:
        """Show it."""
        return self.render("console/today.html")


bp.add_url_rule("/lam-viec", view_func=Today.as_view("today"))
