"""What a paper says of itself: kind, symbol, day, place, issuer, title, signer, effect."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handbook_api.documents.reading.effect import effective_date
from handbook_api.documents.reading.front_matter import FrontMatter, read_front_matter
from handbook_api.documents.reading.headlines import read_headline
from handbook_api.documents.reading.issuers import names_on, read_issuer_name, read_signature
from handbook_api.documents.reading.letterhead import Letterhead, read_letterhead
from handbook_api.documents.reading.mending import Paragraph
from handbook_api.documents.reading.outline import outline
from handbook_api.documents.reading.relations import StatedRelation, stated_relations
from handbook_api.documents.reading.sentence_case import sentence_case
from handbook_api.documents.reading.structure import is_structured
from search_index.kinds import KIND_NAMES, kind_of_name
from search_index.symbols import find_dates, find_symbols, parse_date, parse_symbol

__all__ = ["Metadata", "StatedRelation", "read_metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts read from the text; None where it does not say.

    kind: code. symbol: as printed, tidied. issuer: the printed name. secrecy: the mark, when an
    earlier reader of the same paper put it here; marked papers are refused before this one.
    """

    kind: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    place: str | None = None
    title: str | None = None
    signer: str | None = None
    effective_on: date | None = None
    relations: tuple[StatedRelation, ...] = ()
    secrecy: str | None = None


def read_metadata(paragraphs: Sequence[Paragraph]) -> Metadata:
    """What the paper says of itself; key lines that an officer wrote over it count first."""
    front = read_front_matter(paragraphs)
    rest = paragraphs[front.end :]
    letterhead = read_letterhead(rest)
    if letterhead.is_official or is_structured(rest) or front.values:
        metadata = _of_paper(rest, letterhead)
    else:
        metadata = _of_article(rest)
    return _overridden(metadata, front)


#: A page without a headline lends its first words.
_LONGEST_TITLE = 300


def _of_article(paragraphs: Sequence[Paragraph]) -> Metadata:
    headline = read_headline(paragraphs)
    title = None
    if headline.title_at is not None:
        title = " ".join(paragraphs[headline.title_at].text.split())
        if len(title) > _LONGEST_TITLE:
            title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return Metadata(
        kind="article",
        title=(title or "").rstrip(". ") or None,
        issued_on=headline.published_on,
    )


def _of_paper(paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> Metadata:
    number_line = _line(paragraphs, letterhead.number_at)
    symbol = next((found.symbol for found in find_symbols(number_line)), None)
    dated_line = _line(paragraphs, letterhead.dated_at) or number_line
    issued_on = parse_date(dated_line) or _adopted_on(paragraphs, letterhead)
    kinds = symbol.kinds if symbol else ()
    kind = letterhead.kind or (kinds[0] if len(kinds) == 1 else None)
    title = sentence_case(" ".join(letterhead.title), names_on(paragraphs, letterhead)) or None
    if kind in {"charter", "law"} and title and not title.startswith(KIND_NAMES[kind]):
        title = f"{KIND_NAMES[kind]} {title}"
    signature = read_signature(paragraphs, letterhead)
    text = paragraphs[letterhead.end :]
    return Metadata(
        kind=kind,
        symbol=symbol.display if symbol else None,
        issuer=read_issuer_name(paragraphs, letterhead, signature),
        issued_on=issued_on,
        place=_place(dated_line),
        title=title,
        signer=signature.signer,
        effective_on=effective_date(text, issued_on),
        relations=stated_relations(kind, title, _reasons(text), text),
    )


def _reasons(text: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs before the first number: on what the paper is based."""
    places = outline(text, 0, len(text))
    return text[: places[0].at] if places else text[:12]


_ADOPTED = re.compile(r"thông\s+qua\s+(?=ngày\s)", re.IGNORECASE)


def _adopted_on(paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> date | None:
    """Laws and the Charter carry no date of their own: the day they were adopted is theirs."""
    if letterhead.kind not in {"law", "charter", "resolution"}:
        return None
    for paragraph in (*paragraphs[:12], *paragraphs[-12:]):
        found = _ADOPTED.search(paragraph.text)
        if found:
            return parse_date(paragraph.text[found.end() : found.end() + 60])
    return None


def _line(paragraphs: Sequence[Paragraph], at: int | None) -> str:
    return "" if at is None else paragraphs[at].text


_PLACE = re.compile(r"(?P<place>[^\W\d_][^,;:/\d]{1,60}?)\s*,\s*ngày", re.IGNORECASE)


def _place(line: str) -> str | None:
    """“Số 294-QĐ/TW Hà Nội, ngày …”: the words between the symbol and the date."""
    symbol = next(find_symbols(line), None)
    day = next(find_dates(line), None)
    found = _PLACE.search(line, symbol.end if symbol else 0)
    if found is None or (day is not None and found.start() > day.start):
        return None
    return " ".join(found["place"].split()) or None


def _overridden(metadata: Metadata, front: FrontMatter) -> Metadata:
    said = front.values
    if not said:
        return metadata
    symbol = parse_symbol(said["symbol"]) if "symbol" in said else None
    return replace(
        metadata,
        kind=kind_of_name(said.get("kind", "")) or metadata.kind,
        symbol=(symbol.display if symbol else said.get("symbol")) or metadata.symbol,
        issuer=said.get("issuer") or metadata.issuer,
        issued_on=parse_date(said.get("issued_on", "")) or metadata.issued_on,
        place=said.get("place") or metadata.place,
        title=said.get("title") or metadata.title,
        signer=said.get("signer") or metadata.signer,
        effective_on=parse_date(said.get("effective_on", "")) or metadata.effective_on,
    )
