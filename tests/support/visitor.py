"""Somebody with a browser that runs no scripts: asks for pages, reads them, sends forms."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask
from selectolax.lexbor import LexborHTMLParser

#: What every browser says of a form that was sent from one of our own pages.
_OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@dataclass(frozen=True)
class Shown:
    """A page as it came. where: the address it led on to, if it did."""

    status: int
    headers: Any
    body: str

    @property
    def where(self) -> str | None:
        return self.headers.get("Location")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.body)

    @property
    def title(self) -> str:
        return self.tree.css_first("title").text()

    @property
    def text(self) -> str:
        """What a person reads in the main part, in one line."""
        return " ".join(self.tree.css_first("main").text().split())

    @property
    def links(self) -> list[str]:
        """Where the links of the main part lead."""
        return [link.attributes["href"] for link in self.tree.css("main a[href]")]

    def words(self, selector: str) -> list[str]:
        """What stands in each part that `selector` finds."""
        return [" ".join(node.text().split()) for node in self.tree.css(selector)]

    def value(self, name: str) -> str | None:
        """What a field of this name holds."""
        return self.tree.css_first(f"[name='{name}']").attributes.get("value")


class Visitor:
    """A browser; `token`: of the session whose cookie it keeps."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self._client = app.test_client()
        if token is not None:
            self._client.set_cookie("phien", token)

    @property
    def token(self) -> str | None:
        """The session's token that the browser keeps."""
        kept = self._client.get_cookie("phien")
        return kept.value if kept else None

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Shown:
        said = _OWN_PAGE | (headers or {})
        answer = self._client.get(path, query_string=query or None, headers=said)
        return _shown(answer)

    def post(self, path: str, form: Any = None, headers: dict[str, str] | None = None) -> Shown:
        said = _OWN_PAGE if headers is None else headers
        answer = self._client.post(path, data=form or {}, headers=said)
        return _shown(answer)


def _shown(answer: Any) -> Shown:
    """What came, read as text: a file for the spreadsheet, too, which nobody reads as one."""
    body = answer.get_data().decode("utf-8", "replace")
    return Shown(answer.status_code, answer.headers, body)
