"""The base of the console's pages."""

from collections.abc import Sequence
from typing import Any

from handbook_api.console.menu import menu_of
from handbook_api.pages.page import Page


class ConsolePage(Page):
    """A page of somebody's office. place: the menu entry it belongs to."""

    place: str

    @property
    def has_rights_asleep(self) -> bool:
        """Whether the reader sees and may do more with the one-time code."""
        return bool(self.identity.dormant)

    def render(self, template: str, **shown: Any) -> str:
        """Return the page, with the menu of whoever sees it."""
        return super().render(template, menu=self._menu(), place=self.place, **shown)

    def _menu(self) -> Sequence[tuple[str, str]]:
        return menu_of(self.identity, self.words)
