"""Help: whom to call first, then short answers."""

from handbook_api.auth.schemas.me import responsible_out
from handbook_api.core.policy import Access
from handbook_api.pages.page import Page


class Help(Page):
    """Help for everybody, signed in or not."""

    access = Access.PUBLIC

    def get(self) -> str:
        """Show it."""
        settings = self.runtime.settings
        return self.render(
            "webclient/own/help.html",
            phone=settings.help_phone.strip(),
            responsible=responsible_out(settings),
        )
