"""Which document each citation means. What is not certain is said, never guessed."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from search_index.citation_library import (
    KnownDocument,
    Library,
    is_local_key,
    is_titled,
)
from search_index.citation_meaning import CitingText, Mismatch, Resolution
from search_index.citation_surroundings import Definitions, named_near
from search_index.citations import Citation
from search_index.folded_text import fold_in_place
from search_index.plenums import Plenum

__all__ = ["CitingText", "KnownDocument", "Library", "Mismatch", "Resolution", "resolve_citations"]


_SAID_HERE = re.compile(r"\b(?:này|nêu trên|nói trên|trên đây)$", re.IGNORECASE)
#: A day misquoted by the press is off by days or months, not by years.
_MISQUOTED_DAYS = 366


def resolve_citations(
    citations: Sequence[Citation], library: Library, citing: CitingText
) -> tuple[Resolution, ...]:
    """The meaning of each citation, in their order.

    A short form (“Đề án 07”) means what the same text defined; documents named side by side
    help to tell one another apart.
    """
    resolver = _Resolver(library, citing, fold_in_place(citing.text))
    definitions = Definitions()
    found: list[Resolution] = []
    for at, citation in enumerate(citations):
        defined = definitions.before(citation, citations)
        found.append(resolver.resolve(citation) if defined is None else found[defined])
        definitions.add(at, citation)
    named: set[str | None] = set()
    for at, citation in enumerate(citations):
        if found[at].document_id is None and found[at].reason in {"ambiguous", "unsaid_issuer"}:
            near = named_near(citations, found, at)
            found[at] = resolver.settle(citation, found[at], named, near)
        named.add(found[at].document_id)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Resolver:
    library: Library
    citing: CitingText
    folded: str

    def resolve(self, citation: Citation) -> Resolution:
        """The meaning of one citation by itself."""
        if citation.self_reference:
            return self._own(citation)
        if citation.kind == "charter":
            return self._charter(citation)
        if citation.plenum is not None:
            return self._plenum(citation, citation.plenum)
        if citation.congress is not None:
            found = [] if citation.issuer else self.library.of_congress(citation.congress)
            return self._only(citation, found, "exact")
        return self._choose(citation, self._candidates(citation))

    def settle(
        self, citation: Citation, open_: Resolution, before: Set[str | None], near: Set[str]
    ) -> Resolution:
        """Choose among the candidates by what else the text names.

        A title said again means the document that bore it before, or the text itself; of two
        guides, the one that guides a document named close by is meant.
        """
        candidates = [one for one in self._candidates(citation) if one.id in open_.candidates]
        own = [one for one in candidates if one.id == self.citing.own_id]
        named = [one for one in candidates if one.id in before]
        related = [one for one in candidates if one.related & near]
        for group in (named, own, related):
            if len(group) == 1:
                return self._sure(citation, group[0], "likely", open_.candidates)
        return open_

    def _candidates(self, citation: Citation) -> list[KnownDocument]:
        if citation.symbol is not None:
            return self.library.with_symbol(citation.symbol.key)
        if citation.number is not None:
            #: A number without a symbol means a central document, unless the text defined it.
            found = self.library.with_number(citation.kind, citation.number)
            return [one for one in found if not one.is_local]
        return self.library.with_title(citation.title, citation.kind) if citation.title else []

    def _own(self, citation: Citation) -> Resolution:
        in_article = citation.provision[0].startswith(("dieu-", "khoan-"))
        if self.citing.keyed_to and in_article and not _SAID_HERE.search(citation.text):
            return Resolution(self.citing.keyed_to, "likely")
        if self.citing.own_id is None:
            return Resolution(reason="unknown")
        return Resolution(self.citing.own_id, "exact")

    def _charter(self, citation: Citation) -> Resolution:
        found = self._not_later(self.library.charters())
        if citation.term is not None:
            found = [one for one in found if one.congress == citation.term]
        found = _newest_first(found)
        if not found:
            return Resolution(reason="unknown")
        sure = len(found) == 1 or self.citing.issued_on is not None
        return self._sure(citation, found[0], "exact" if sure else "likely", ())

    def _plenum(self, citation: Citation, plenum: Plenum) -> Resolution:
        found = self._not_later(self.library.of_plenum(plenum, citation.kind))
        found = [one for one in found if is_titled(one, citation)] or found
        if len(found) > 1 and plenum.term is not None:
            return Resolution(candidates=_ids(found), reason="several")
        return self._only(citation, found, "exact" if plenum.term else "likely")

    def _only(
        self, citation: Citation, found: Sequence[KnownDocument], certainty: str
    ) -> Resolution:
        found = self._not_later(found)
        if len(found) == 1:
            return self._sure(citation, found[0], certainty, ())
        return Resolution(candidates=_ids(found), reason="ambiguous" if found else "unknown")

    def _choose(self, citation: Citation, found: Sequence[KnownDocument]) -> Resolution:
        not_later = self._not_later(found)
        if not not_later:
            return Resolution(candidates=_ids(found), reason="later" if found else "unknown")
        possible = self._of_issuer(citation, not_later)
        titled = [one for one in possible if citation.symbol and is_titled(one, citation)]
        if len(titled) == 1 and citation.issued_on is None:
            return self._sure(citation, titled[0], "exact", _ids(possible))
        if citation.issued_on is not None:
            return self._by_day(citation, citation.issued_on, titled or possible)
        dated = self._of_period(citation, possible)
        if not dated:
            return Resolution(candidates=_ids(possible), reason="other_date")
        return self._by_circumstance(citation, dated)

    def _by_day(
        self, citation: Citation, day: date, possible: Sequence[KnownDocument]
    ) -> Resolution:
        exact = [one for one in possible if one.precision == "day" and one.issued_on == day]
        if len(exact) == 1:
            return self._sure(citation, exact[0], "exact", _ids(possible))
        if exact:
            return Resolution(candidates=_ids(exact), reason="ambiguous")
        vague = [one for one in possible if one.precision != "day" and _agrees(one, day)]
        near = [one for one in possible if _days_apart(one, day) <= _MISQUOTED_DAYS]
        for group in (vague, sorted(near, key=lambda one: _days_apart(one, day))):
            if group and (not group[0].is_local or self._place_is_said(group[0])):
                return self._sure(citation, group[0], "likely", _ids(possible))
        return Resolution(candidates=_ids(possible), reason="other_date")

    def _by_circumstance(self, citation: Citation, possible: Sequence[KnownDocument]) -> Resolution:
        """Without a day: the only one, or the only one in force when the text was written."""
        local = citation.symbol is not None and is_local_key(citation.symbol.key)
        if local:
            said = [one for one in possible if self._place_is_said(one)]
            if not said:
                return Resolution(candidates=_ids(possible), reason="unsaid_issuer")
            possible = said
        day = self.citing.issued_on
        in_force = [one for one in possible if day is None or one.is_in_force_on(day)]
        for group in (possible, in_force):
            if len(group) == 1:
                return self._sure(citation, group[0], "likely", _ids(possible))
        return Resolution(candidates=_ids(possible), reason="ambiguous")

    def _of_period(
        self, citation: Citation, possible: Sequence[KnownDocument]
    ) -> list[KnownDocument]:
        """Those of the year or the term that the citation names."""
        found = list(possible)
        if citation.year is not None and (citation.symbol is None or citation.symbol.year is None):
            found = [one for one in found if one.issued_on and one.issued_on.year == citation.year]
        if citation.term is not None:
            found = [one for one in found if self.library.is_of_term(one, citation.term)]
        return found

    def _of_issuer(
        self, citation: Citation, possible: Sequence[KnownDocument]
    ) -> Sequence[KnownDocument]:
        """Those of the issuer that is named. A symbol outweighs a wrongly named issuer."""
        code = self.library.issuer_code(citation.issuer)
        if code is None:
            return possible
        same = [one for one in possible if one.issuer == code]
        if same or citation.symbol is None:
            return same
        return possible

    def _place_is_said(self, document: KnownDocument) -> bool:
        return bool(document.place) and fold_in_place(document.place or "") in self.folded

    def _not_later(self, found: Sequence[KnownDocument]) -> list[KnownDocument]:
        """A text cannot cite what came after it; nor does it cite itself by accident."""
        day = self.citing.issued_on
        return [one for one in found if day is None or not one.is_later_than(day)]

    def _sure(
        self,
        citation: Citation,
        document: KnownDocument,
        certainty: str,
        candidates: tuple[str, ...],
    ) -> Resolution:
        mismatches = tuple(self._mismatches(citation, document))
        others = tuple(one for one in candidates if one != document.id)
        return Resolution(document.id, certainty, mismatches, others)

    def _mismatches(self, citation: Citation, document: KnownDocument) -> list[Mismatch]:
        found = []
        day, issued = citation.issued_on, document.issued_on
        if day and issued and not _agrees(document, day):
            found.append(Mismatch("date", day.isoformat(), issued.isoformat()))
        if citation.kind and citation.kind != document.kind:
            found.append(Mismatch("kind", citation.kind, document.kind))
        code = self.library.issuer_code(citation.issuer)
        if code and document.issuer and code != document.issuer:
            found.append(Mismatch("issuer", citation.issuer or "", document.issuer))
        return found


def _agrees(document: KnownDocument, day: date) -> bool:
    issued = document.issued_on
    if issued is None:
        return False
    if document.precision == "year":
        return issued.year == day.year
    if document.precision == "month":
        return (issued.year, issued.month) == (day.year, day.month)
    return issued == day


def _days_apart(document: KnownDocument, day: date) -> int:
    if document.issued_on is None or document.precision != "day":
        return 10**6
    return abs((document.issued_on - day).days)


def _newest_first(found: Sequence[KnownDocument]) -> list[KnownDocument]:
    return sorted(found, key=lambda one: one.issued_on or date.min, reverse=True)


def _ids(found: Sequence[KnownDocument]) -> tuple[str, ...]:
    return tuple(one.id for one in _newest_first(found))
