"""The whole library, newest first, narrowed by kind, issuer, topic, validity and year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook_api.core.policy import Access
from handbook_api.documents import queries, schemas
from handbook_api.documents.filters import require_known_codes
from handbook_api.documents.vocabulary import DocumentKind, ValidityStatus
from handbook_api.http.wire import ShortText
from handbook_api.pages.page import Page
from handbook_api.webclient.library.addresses import Address
from handbook_api.webclient.library.asking import OnDay, address_of
from search_index.symbols import parse_symbol

_NAMES = frozenset({"kind", "issuer", "topic", "status", "year", "symbol", "ngay"})


class Asked(schemas.DocumentListQuery, OnDay):
    """What the list is narrowed to; a symbol, in any spelling, goes before everything else."""

    symbol: ShortText | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the list is narrowed to. address: the list without it."""

    name: str
    address: str


class Browse(Page):
    """The list."""

    access = Access.PUBLIC

    def get(self) -> str:
        """Show a page of it."""
        asked = self.query(Asked)
        require_known_codes(self.session, asked.issuer, asked.topic)
        documents, following = self._found(asked)
        address, choices = address_of(_NAMES), self._choices()
        return self.render(
            "webclient/library/browse.html",
            asked=asked,
            documents=documents,
            is_narrowed=bool(address.given),
            next=str(address.turned_to("cursor", following)) if following else None,
            is_first=asked.cursor is None,
            choices=choices,
            chosen=list(_chosen(address, choices)),
        )

    def _found(self, asked: Asked) -> tuple[list[schemas.DocumentBrief], str | None]:
        if asked.symbol:
            symbol = parse_symbol(asked.symbol)
            rows = symbol and queries.documents_with_symbol(
                self.session, self.identity, symbol.key, None, asked.day
            )
            return [schemas.document_brief(row, self.words) for row in rows or ()], None
        page = queries.page_of_documents(
            self.session,
            self.identity,
            asked.wanted,
            asked.day,
            limit=asked.limit,
            cursor=asked.cursor,
        )
        return [schemas.document_brief(row, self.words) for row in page.rows], page.next_cursor

    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        words = self.words
        return {
            "kind": [(kind.value, words.label(f"kind.{kind}")) for kind in DocumentKind],
            "status": [
                (status.value, words.label(f"status.{status}"))
                for status in ValidityStatus
                if status != ValidityStatus.NONE
            ],
            "issuer": [(one.code, one.name) for one in queries.all_issuers(self.session)],
            "topic": [(one.code, one.name) for one in queries.all_topics(self.session)],
        }


def _chosen(address: Address, choices: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Choice]:
    """What the list is narrowed to, each with the way to let it go."""
    for name, value in address.given:
        if name != "ngay":
            said = dict(choices.get(name, ())).get(value, value)
            yield Choice(said, str(address.minus(name, value)))
