"""The documents that a citation may mean, and the several ways in which it may name them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from search_index.citations import Citation
from search_index.folded_text import fold_in_place
from search_index.kinds import same_family
from search_index.plenums import Plenum


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What resolving needs to know of one document.

    symbol_keys: `Symbol.key` of every symbol it has borne. issuer: code. issued_on with
    precision “day”, “month” or “year”; None when unknown. titles: its title and other names.
    replaced_on: the day it went out of force. related: ids it guides, implements, continues or
    amends. place: the province or commune of a local issuer, as people write it.
    """

    id: str
    kind: str
    symbol_keys: frozenset[str] = frozenset()
    issuer: str = ""
    issued_on: date | None = None
    precision: str = "day"
    plenums: frozenset[Plenum] = frozenset()
    congress: int | None = None
    titles: tuple[str, ...] = ()
    replaced_on: date | None = None
    related: frozenset[str] = frozenset()
    place: str | None = None

    def is_later_than(self, day: date) -> bool:
        """Tell whether it was certainly issued after `day`."""
        if self.issued_on is None:
            return False
        issued = self.issued_on
        if self.precision == "year":
            return issued.year > day.year
        if self.precision == "month":
            return (issued.year, issued.month) > (day.year, day.month)
        return issued > day

    def is_in_force_on(self, day: date) -> bool:
        """Tell whether nothing had replaced it by `day`."""
        return self.replaced_on is None or self.replaced_on > day

    @property
    def is_local(self) -> bool:
        """Tell whether its symbol may be borne by a document of another province or commune."""
        return any(is_local_key(key) for key in self.symbol_keys)


class Library:
    """Known documents, found by symbol, by kind and number, by plenum, congress or title.

    issuers: names as people write them → issuer code. terms: first day of each term of the
    Party, by number: the day after a congress closed, when numbers begin at 01 again.
    """

    def __init__(
        self,
        documents: Iterable[KnownDocument],
        issuers: Mapping[str, str] | None = None,
        terms: Mapping[int, date] = MappingProxyType({}),
    ) -> None:
        self._terms = terms
        self._by_symbol: dict[str, list[KnownDocument]] = defaultdict(list)
        self._by_number: dict[str, list[KnownDocument]] = defaultdict(list)
        self._by_plenum: dict[Plenum, list[KnownDocument]] = defaultdict(list)
        self._by_title: dict[str, list[KnownDocument]] = defaultdict(list)
        self._all: list[KnownDocument] = []
        self._issuers = {_folded(name): code for name, code in (issuers or {}).items()}
        for document in documents:
            self._add(document)

    def _add(self, document: KnownDocument) -> None:
        self._all.append(document)
        for key in document.symbol_keys:
            self._by_symbol[key].append(document)
            self._by_number[re.split(r"[-/]", key)[0]].append(document)
        for plenum in document.plenums:
            self._by_plenum[plenum].append(document)
        for title in document.titles:
            self._by_title[" ".join(title_words(title))].append(document)

    def issuer_code(self, name: str | None) -> str | None:
        """The code of the body that `name` names, or None."""
        return self._issuers.get(_folded(name)) if name else None

    def is_of_term(self, document: KnownDocument, term: int) -> bool:
        """Tell whether `document` may have been issued in a term; not known is no."""
        first, next_first = self._terms.get(term), self._terms.get(term + 1, date.max)
        issued = document.issued_on
        if first is None or issued is None:
            return False
        if document.precision == "year":
            return first.year <= issued.year <= next_first.year
        if document.precision == "month":
            issued = issued.replace(day=28)
        return first <= issued < next_first

    def with_symbol(self, key: str) -> list[KnownDocument]:
        """Documents that bear the symbol, of every term and province."""
        return list(self._by_symbol.get(key, ()))

    def with_number(self, kind: str | None, number: str) -> list[KnownDocument]:
        """Documents of `kind` whose symbol has the number."""
        bare = number.lower().lstrip("0") or "0"
        return [one for one in self._by_number.get(bare, ()) if same_family(one.kind, kind)]

    def of_plenum(self, plenum: Plenum, kind: str | None) -> list[KnownDocument]:
        """Documents that a plenum passed; of every term when the plenum names none."""
        found = [
            document
            for known, documents in self._by_plenum.items()
            if known.ordinal == plenum.ordinal and plenum.term in (None, known.term)
            for document in documents
        ]
        return [one for one in found if same_family(one.kind, kind)]

    def of_congress(self, congress: int) -> list[KnownDocument]:
        """Resolutions of a national congress."""
        return [one for one in self._all if one.congress == congress and one.kind == "resolution"]

    def charters(self) -> list[KnownDocument]:
        """The Party Charter in each of its wordings."""
        return [one for one in self._all if one.kind == "charter"]

    def with_title(self, title: str, kind: str | None) -> list[KnownDocument]:
        """Documents of that very title, small words aside."""
        found = self._by_title.get(" ".join(title_words(title)), ())
        return [one for one in found if same_family(one.kind, kind)]


def is_local_key(key: str) -> bool:
    """Tell whether a symbol's suffix stands in every province: “4-nq/tu”, “2-nq/cb”."""
    suffix = key.rsplit("/", 1)[-1]
    is_state = key.count("/") > 1 or "-" in suffix
    return "/" in key and not is_state and not suffix.endswith("tw")


def is_titled(document: KnownDocument, citation: Citation) -> bool:
    """Tell whether the words after the citation are the title of `document`."""
    said = title_words(citation.title or "")
    return any(_alike(said, title_words(title)) for title in document.titles)


def title_words(title: str) -> list[str]:
    """The words that matter of a title: folded, without the small words at its head."""
    words = re.findall(r"[^\W_]+", fold_in_place(title))
    while words and words[0] in {"ve", "viec", "qui", "dinh", "ban", "hanh"} and len(words) > 4:
        words.pop(0)
    return words


def _alike(said: list[str], known: list[str]) -> bool:
    shorter, longer = sorted((said, known), key=len)
    if len(shorter) < 5:
        return shorter == longer and len(shorter) > 2
    if longer[: len(shorter)] == shorter:
        return True
    shared = set(shorter) & set(longer)
    return len(shared) >= 0.9 * len(set(shorter)) and len(shorter) >= 0.6 * len(longer)


def _folded(name: str) -> str:
    return " ".join(fold_in_place(name).split())
