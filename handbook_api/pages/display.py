"""How the reader likes it: size of text, colours, language. Kept in the browser, for guests too."""

from typing import Literal

from flask import Blueprint, request
from werkzeug.wrappers import Response

from handbook_api.core.errors import NotFound
from handbook_api.core.policy import Access
from handbook_api.http.wire import BodyModel, ShortText
from handbook_api.pages import cookies
from handbook_api.pages.addresses import local
from handbook_api.pages.page import Page

bp = Blueprint("display", __name__)


class DisplayIn(BodyModel):
    """What is chosen; the fields are named as the cookies."""

    size: Literal["vua", "lon", "rat-lon"]
    colours: Literal["theo-may", "sang", "toi", "tuong-phan"]
    tiep: ShortText | None = None


class Display(Page):
    """Size and colours, each shown as it is."""

    access = Access.PUBLIC

    def get(self) -> str:
        """Show the choices."""
        return self.render("pages/display.html", back=local(request.args.get("tiep")))

    def post(self) -> Response:
        """Keep what was chosen, and go back to where it is needed."""
        chosen = self.form(DisplayIn)
        answer = self.see(local(chosen.tiep))
        settings = self.runtime.settings
        cookies.keep_choice(answer, "co-chu", chosen.size, settings)
        cookies.keep_choice(answer, "giao-dien", chosen.colours, settings)
        return answer


class Language(Page):
    """The language of the pages."""

    access = Access.PUBLIC

    def get(self, language: str) -> Response:
        """Speak `language` from now on."""
        if language not in cookies.CHOICES["ngon-ngu"]:
            raise NotFound
        answer = self.see(local(request.args.get("tiep")))
        cookies.keep_choice(answer, "ngon-ngu", language, self.runtime.settings)
        return answer


class Design(Page):
    """The design system, shown by itself."""

    access = Access.PUBLIC

    def get(self) -> str:
        """Show every part once."""
        return self.render("pages/design.html")


bp.add_url_rule("/hien-thi", view_func=Display.as_view("display"))
bp.add_url_rule("/ngon-ngu/<string:language>", view_func=Language.as_view("language"))
bp.add_url_rule("/design", view_func=Design.as_view("design"))
