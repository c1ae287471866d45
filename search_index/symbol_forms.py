"""The symbol (số, ký hiệu) of a document in every spelling, read into one key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_index.kinds import PRINTED_ABBREVIATIONS, kinds_of_abbreviation
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc

#: Folded issuer suffix → the way it is printed. The suffix names a level, not a body: TW covers
#: four issuers and TU stands in every province.
PARTY_SUFFIXES = {
    "tw": "TW",
    "btctw": "BTCTW",
    "ubkttw": "UBKTTW",
    "vptw": "VPTW",
    "btgtw": "BTGTW",
    "btgdvtw": "BTGDVTW",
    "bnctw": "BNCTW",
    "bdvtw": "BDVTW",
    "bcdtw": "BCĐTW",
    "bkttw": "BKTTW",
    "hdlltw": "HĐLLTW",
    "tu": "TU",
    "btctu": "BTCTU",
    "ubkttu": "UBKTTU",
    "vptu": "VPTU",
    "btgtu": "BTGTU",
    "btgdvtu": "BTGDVTU",
    "bnctu": "BNCTU",
    "bdvtu": "BDVTU",
    "hu": "HU",
    "qu": "QU",
    "thu": "ThU",
    "tpu": "TPU",
    "du": "ĐU",
    "duk": "ĐUK",
    "dux": "ĐUX",
    "dup": "ĐUP",
    "duccq": "ĐUCCQ",
    "btcdu": "BTCĐU",
    "ubktdu": "UBKTĐU",
    "vpdu": "VPĐU",
    "bxdd": "BXDĐ",
    "bxddu": "BXDĐU",
    "cb": "CB",
    "cu": "CU",
    "qutw": "QUTW",
    "duca": "ĐUCA",
    "bcsd": "BCSĐ",
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document symbol. `kind` is the abbreviation as printed (QĐ, QĐi), `issuer` the suffix.

    `year` is part of state symbols only (27/2012/NĐ-CP); Party symbols have none, so they repeat
    in every term: a symbol alone never identifies a document.
    """

    number: str
    kind: str
    issuer: str
    year: int | None = None

    @property
    def key(self) -> str:
        """The one spelling to compare by: “5-ct/tw”, “27/2012/nd-cp”. QĐi and QĐ share a key."""
        number = self.number.lower().lstrip("0") or "0"
        kind, issuer = _FOLDED_TWINS.get(fold(self.kind), fold(self.kind)), fold(self.issuer)
        if self.is_state:
            year = "" if self.year is None else f"/{self.year}"
            return f"{number}{year}/{kind}{'-' if kind else ''}{issuer}"
        return f"{number}-{kind}/{issuer}"

    @property
    def display(self) -> str:
        """The symbol as the writing rules print it: “294-QĐ/TW”, “91/2025/QH15”."""
        if self.is_state:
            year = "" if self.year is None else f"/{self.year}"
            return f"{self.number}{year}/{self.kind}{'-' if self.kind else ''}{self.issuer}"
        return f"{self.number}-{self.kind}/{self.issuer}"

    @property
    def is_state(self) -> bool:
        """Tell whether this is a symbol of the State's series rather than the Party's."""
        return self.year is not None or fold(self.issuer) in _STATE_ISSUERS

    @property
    def kinds(self) -> tuple[str, ...]:
        """The codes of the kinds it may belong to; QĐ leaves two open."""
        if not self.kind:
            return ("law",) if fold(self.issuer).startswith("qh") else ("other",)
        if fold(self.kind) == "tt":
            return ("state_circular",) if self.is_state else ("circular",)
        return kinds_of_abbreviation(self.kind)


@dataclass(frozen=True, slots=True)
class SymbolMention:
    """A symbol written in a text at [start, end)."""

    start: int
    end: int
    symbol: Symbol
    text: str


_FOLDED_TWINS = {"qdi": "qd", "qyd": "qd"}
_STATE_ISSUERS = frozenset({"cp", "ttg", "ubnd", "hdnd", "bnv", "btc", "bca", "ctn", "vpcp"})

_GAP = r"\s{0,3}"
_HYPHEN = r"[-–—‐‑−]"
_LETTER = "A-ZĐƯÔa-zđưô"

#: Nothing of a longer number or word may stand before the number.
_BEFORE = r"(?<!\d)(?<!\d[.,/–-])(?:(?<![^\W_])|(?<=[Ss][ốo]))"
#: Nor after the suffix; a forgotten space before these words is common in the press.
_AFTER = r"(?:(?![^\W_])|(?=ngày|của|về))"

_KINDS = "|".join(sorted(PRINTED_ABBREVIATIONS, key=len, reverse=True))
_KIND = "(?:" + _KINDS.replace("d", "[dđ]") + ")"
_SUFFIX = (
    "(?:T\\.Ư\\.?|T\\.W\\.?|"
    + "|".join(
        suffix.replace("d", "[dđ]").replace("tw", "t[wư]")
        for suffix in sorted(PARTY_SUFFIXES, key=len, reverse=True)
    )
    + ")"
)

_PARTY = re.compile(
    rf"""{_BEFORE}(?P<number>\d{{1,5}}[a-e]?)
    (?:
        {_GAP}{_HYPHEN}{_GAP}(?P<kind>{_KIND}){_GAP}/{_GAP}(?P<issuer>{_SUFFIX}){_AFTER}
      | {_GAP}/{_GAP}(?P<kind2>{_KIND}){_GAP}{_HYPHEN}{_GAP}(?P<issuer2>{_SUFFIX}){_AFTER}
      | {_GAP}{_HYPHEN}?{_GAP}(?P<kind3>{_KIND}){_GAP}[/-]?{_GAP}(?P<issuer3>{_SUFFIX}){_AFTER}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: A suffix that we do not know must stand in a symbol without fault: capitals, hyphen, slash.
_STRICT = re.compile(
    rf"""{_BEFORE}(?P<number>\d{{1,5}}[a-e]?)\s?{_HYPHEN}\s?
    (?P<kind>[A-ZĐ]{{1,5}}[ir]?)\s?/\s?(?P<issuer>[A-ZĐ][{_LETTER}]{{1,11}}(?:[-.][A-ZĐ]{{2,8}})?)
    {_AFTER}""",
    re.VERBOSE,
)
_STATE = re.compile(
    rf"""{_BEFORE}(?P<number>\d{{1,6}}){_GAP}/{_GAP}(?P<year>(?:19|20)\d\d){_GAP}/{_GAP}
    (?:
        (?P<assembly>QH\d{{1,2}}|UBTVQH\d{{1,2}})
      | (?P<kind>[A-ZĐ]{{1,4}}(?:LT)?){_GAP}{_HYPHEN}{_GAP}
        (?P<issuer>[A-ZĐ][{_LETTER}]{{1,9}}(?:-[A-ZĐ]{{2,9}}){{0,3}})
    ){_AFTER}""",
    re.VERBOSE | re.IGNORECASE,
)
_STATE_WITHOUT_YEAR = re.compile(
    rf"""{_BEFORE}(?P<number>\d{{1,6}})\s?/\s?(?P<kind>[A-ZĐ]{{1,5}}r?){_HYPHEN}
    (?P<issuer>(?:TTg|CP|UBND|HĐND|CTN|VPCP|B[A-ZĐ]{{1,6}})(?:-[A-ZĐ]{{2,9}}){{0,2}}){_AFTER}""",
    re.VERBOSE,
)
_FORMS = (_STATE, _PARTY, _STATE_WITHOUT_YEAR, _STRICT)


def find_symbols(text: str) -> Iterator[SymbolMention]:
    """Every symbol in `text`, in order, without overlaps. Offsets are into `text` as given."""
    mentions = [
        SymbolMention(
            found.start("number"), found.end(), symbol, text[found.start("number") : found.end()]
        )
        for form in _FORMS
        for found in form.finditer(text)
        if (symbol := _symbol(form, found)) is not None
    ]
    end = 0
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if mention.start >= end:
            end = mention.end
            yield mention


def parse_symbol(text: str) -> Symbol | None:
    """The first symbol in `text`, whatever its spelling: “Số: 16 -\\nHD/BTCTW” → 16-HD/BTCTW."""
    text = nfc(text)
    if (alone := _PARTY.fullmatch(text.strip())) and alone["issuer3"]:
        suffix = suffix_of(alone["issuer3"]) or alone["issuer3"]
        return Symbol(alone["number"], _printed_kind(alone["kind3"]), suffix)
    return next((found.symbol for found in find_symbols(text)), None)


def suffix_of(text: str) -> str | None:
    """A known issuer suffix as printed, from any spelling of it (TƯ, T.Ư, tw → TW), or None."""
    return PARTY_SUFFIXES.get(_folded_suffix(text))


def _symbol(form: re.Pattern[str], found: re.Match[str]) -> Symbol | None:
    parts = found.groupdict()
    number = parts["number"]
    if form is _STATE:
        year = int(parts["year"])
        if parts["assembly"]:
            return Symbol(number, "", parts["assembly"].upper(), year)
        return Symbol(number, _printed_kind(parts["kind"]), _printed_state(parts["issuer"]), year)
    if form in {_STATE_WITHOUT_YEAR, _STRICT}:
        issuer = suffix_of(parts["issuer"])
        if not kinds_of_abbreviation(parts["kind"]) and issuer is None:
            return None
        return Symbol(number, _printed_kind(parts["kind"]), issuer or parts["issuer"])
    kind = parts["kind"] or parts["kind2"] or parts["kind3"]
    suffix = suffix_of(parts["issuer"] or parts["issuer2"] or parts["issuer3"])
    if suffix is None or (parts["kind3"] and not _plausible(kind, parts["issuer3"], found[0])):
        return None
    return Symbol(number, _printed_kind(kind), suffix)


def _plausible(kind: str, suffix: str, whole: str) -> bool:
    """Tell whether a symbol without hyphen or slash is one: two-letter words abound in prose."""
    glued = not re.search(r"\s", whole) and len(suffix) > 1
    return "/" in whole or glued or (kind + suffix).isupper()


def _printed_kind(kind: str) -> str:
    folded = fold(kind)
    if folded == "da":
        return "ĐA" if kind[0] in "Đđ" else "DA"
    return PRINTED_ABBREVIATIONS.get(folded, kind.upper())


def _printed_state(issuer: str) -> str:
    return "TTg" if fold(issuer) == "ttg" else issuer.upper()


def _folded_suffix(text: str) -> str:
    """Fold after joining TƯ (Trung ương) to TW, or it would fall together with TU (tỉnh ủy)."""
    joined = re.sub(r"t\.?[ưw]\.?$", "tw", text.lower())
    return fold(joined)
