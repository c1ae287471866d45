"""Search: points that answer, how the question was read, and what to do when nothing answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from flask import Response

from handbook_api.core.policy import Access
from handbook_api.documents import queries
from handbook_api.documents.filters import require_known_codes
from handbook_api.documents.schemas import document_ref
from handbook_api.pages.page import Page
from handbook_api.search import schemas, service
from handbook_api.webclient.library.addresses import Address, document_address
from handbook_api.webclient.library.asking import OnDay, address_of
from handbook_api.webclient.library.excerpts import parts_of
from handbook_api.webclient.library.outline import cited_as
from handbook_api.webclient.library.pieces import Part
from search_index import TEXT, TITLE, QueryTooLong
from search_index.symbols import parse_symbol

_NAMES = frozenset({"q", "kind", "issuer", "topic", "status", "year_from", "year_to", "ngay"})
_FACETS = ("kind", "status", "issuer", "topic", "year")
#: The furthest that results are turned to.
_FURTHEST = 1000
#: What of a heading says where a point stands.
_HEADING_LETTERS = 90


class Asked(schemas.SearchQuery, OnDay):
    """What is asked in the address; without a question, the page says how to ask."""

    q: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One point that answers. where: its own heading, or the nearest above it."""

    address: str
    name: str
    where: str
    excerpt: Sequence[Part]
    is_summary: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and where choosing it (or letting it go) leads."""

    name: str
    count: int
    address: str
    is_chosen: bool


class Results(Page):
    """What was found."""

    access = Access.PUBLIC

    def get(self) -> str | Response:
        """Answer the question in the address."""
        asked = self.query(Asked)
        if not asked.q.strip():
            return self._shown(asked)
        require_known_codes(self.session, asked.issuer, asked.topic)
        try:
            found = service.search(
                self.runtime, self.session, self.identity, asked.question, asked.day
            )
        except QueryTooLong as refusal:
            shown = self._shown(asked, too_long=refusal.facts)
            return self._answer(shown, 422)  # type: ignore[return-value]
        answer = schemas.search_out(found, self.words)
        address = address_of(_NAMES)
        return self._shown(
            asked,
            answer=answer,
            hits=[(hit.document, _points(hit, asked.ngay)) for hit in answer.hits],
            facets={name: _choices(name, answer, address) for name in _FACETS},
            address=address,
            further=_further(asked, answer, address),
            with_symbol=self._with_symbol(asked, answer),
        )

    def _shown(self, asked: Asked, **more: Any) -> str:
        return self.render("webclient/library/search.html", asked=asked, **more)

    def _with_symbol(self, asked: Asked, answer: schemas.SearchOut) -> tuple[str, list[Any]] | None:
        """The documents that carry the symbol that was asked for."""
        symbol = parse_symbol(answer.interpretation.symbol or "")
        if symbol is None:
            return None
        rows = queries.documents_with_symbol(
            self.session, self.identity, symbol.key, None, asked.day
        )
        return symbol.display, [document_ref(row.document, self.words) for row in rows]


class Suggestions(Page):
    """Completions while somebody types, for the script of the search box."""

    access = Access.PUBLIC

    def get(self) -> Response:
        """Give at most six, each with its address."""
        asked = self.query(schemas.SuggestQuery)
        found = service.suggest(
            self.runtime, self.session, self.identity, asked.q, OnDay().day, limit=6
        )
        items = [
            {"text": one.text, "address": document_address(one.document_id, one.anchor)}
            for one in found
        ]
        answer = Response(orjson.dumps({"items": items}), mimetype="application/json")
        answer.headers["Cache-Control"] = "private, max-age=60"
        return answer


def _points(hit: schemas.HitOut, on: date | None) -> list[Found]:
    """The points of one document; its title is shown anyway."""
    return [
        Found(
            address=document_address(hit.document.id, passage.anchor, on)
            if passage.origin == TEXT
            else document_address(hit.document.id, on=on) + "#tom-tat",
            name=cited_as(passage.number),
            where=_nearest_heading(passage),
            excerpt=parts_of(passage.excerpt),
            is_summary=passage.origin != TEXT,
        )
        for passage in hit.passages
        if passage.origin != TITLE
    ]


def _nearest_heading(passage: schemas.PassageOut) -> str:
    headings = [step.heading for step in passage.path] + [passage.heading]
    nearest = next((heading for heading in reversed(headings) if heading), "")
    if len(nearest) <= _HEADING_LETTERS:
        return nearest.rstrip(".:")
    return nearest[: nearest.rfind(" ", 0, _HEADING_LETTERS)] + "…"


def _choices(facet: str, answer: schemas.SearchOut, address: Address) -> list[Choice]:
    return [_choice(facet, value, address) for value in answer.facets.get(facet, []) if value.code]


def _choice(facet: str, value: schemas.FacetValue, address: Address) -> Choice:
    if facet != "year":
        is_chosen = address.has(facet, value.code)
        leads = address.minus(facet, value.code) if is_chosen else address.plus((facet, value.code))
    else:
        is_chosen = address.has("year_from", value.code) and address.has("year_to", value.code)
        leads = address.minus("year_from").minus("year_to")
        if not is_chosen:
            leads = leads.plus(("year_from", value.code), ("year_to", value.code))
    return Choice(value.name, value.count, str(leads), is_chosen)


def _further(asked: Asked, answer: schemas.SearchOut, address: Address) -> dict[str, Any]:
    """Which of the results these are, and where those after and before them are."""
    last = asked.offset + len(answer.hits)
    following = asked.offset + asked.limit
    more = following < answer.total and following <= _FURTHEST
    before = max(asked.offset - asked.limit, 0)
    back = address.turned_to("offset", str(before)) if before else address
    return {
        "first": asked.offset + 1,
        "last": last,
        "next": str(address.turned_to("offset", str(following))) if more else None,
        "previous": str(back) if asked.offset else None,
    }
