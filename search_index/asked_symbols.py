"""The symbol in a query: people type it shorter and looser than papers print it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search_index.analysis import BAR, OWN, SYMBOLS
from search_index.engines.protocol import Segment
from search_index.symbols import (
    KIND_NAMES,
    Symbol,
    abbreviations_of_kind,
    find_symbols,
    kinds_of_abbreviation,
    suffix_of,
)
from search_index.vietnamese.folding import fold
from search_index.vietnamese.syllables import Syllable, syllables

#: What counts something after a number: “kế hoạch 5 năm” is not the plan numbered 5.
_UNITS = frozenset(
    ("nam", "thang", "ngay", "qui", "tuan", "gio", "lan", "nguoi", "dieu", "muc", "diem", "khoan")
)
_NUMBER_WORDS = frozenset({"so", "ki", "hieu"})
_GLUED = re.compile(r"(\d{1,4})([a-z]{2,5})")
_KIND_WORDS = {
    tuple(word.folded for word in syllables(name)): code for code, name in KIND_NAMES.items()
}
_LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class AskedSymbol:
    """What a query says of a symbol; empty parts are open.

    kinds: folded abbreviations. start, end: the words of the query that say it.
    """

    number: str
    kinds: frozenset[str]
    issuer: str
    start: int
    end: int
    symbol: Symbol | None = None

    def matches(self, key: str) -> bool:
        """Tell whether the symbol key “294-qd/tw” fits what was asked."""
        if self.symbol is not None:
            return key == self.symbol.key
        number, kind, issuer = _parts(key)
        return (
            number == self.number
            and (not self.kinds or kind in self.kinds)
            and (not self.issuer or issuer == self.issuer)
        )

    def keys(self, segment: Segment, *, own: bool) -> Iterator[str]:
        """Symbols in the index that fit: documents' own (behind OWN), or those cited in texts."""
        prefix = OWN if own else ""
        for separator in "-/":
            for key, _ in segment.keys(SYMBOLS, f"{prefix}{self.number}{separator}"):
                symbol = key.removesuffix(BAR)
                if self.matches(symbol.removeprefix(OWN)):
                    yield symbol


def asked_symbol(text: str, words: Sequence[Syllable]) -> AskedSymbol | None:
    """The symbol that `text` names, in full (“294-QĐ/TW”) or in part (“qd 294”, “chỉ thị 05”)."""
    mention = next(find_symbols(text), None)
    if mention is not None:
        inside = [at for at, word in enumerate(words) if mention.start <= word.start < mention.end]
        if inside:
            key_parts = _parts(mention.symbol.key)
            kinds = frozenset({key_parts[1]})
            return AskedSymbol(
                key_parts[0], kinds, key_parts[2], inside[0], inside[-1] + 1, mention.symbol
            )
    return _in_part([word.folded for word in words])


def _in_part(words: Sequence[str]) -> AskedSymbol | None:
    """The first number that a kind of document stands before or after, or that stands alone."""
    for at, word in enumerate(words):
        number, glued = _number(word)
        if number is None:
            continue
        before, start = _kind_before(words, at)
        after, issuer, end = _kind_after(words, at + 1, glued)
        counted = end < len(words) and words[end] in _UNITS
        alone = start == 0 and end == len(words)
        if (before or after or alone) and not (counted and not after):
            return AskedSymbol(number, before or after, issuer, start, end)
    return None


def _number(word: str) -> tuple[str | None, str]:
    if word.isascii() and word.isdigit() and len(word) <= _LONGEST_NUMBER:
        return word.lstrip("0") or "0", ""
    glued = _GLUED.fullmatch(word)
    return (glued[1].lstrip("0") or "0", glued[2]) if glued else (None, "")


def _kind_before(words: Sequence[str], at: int) -> tuple[frozenset[str], int]:
    start = at
    while start > 0 and words[start - 1] in _NUMBER_WORDS:
        start -= 1
    for length in (3, 2, 1):
        name = tuple(words[max(0, start - length) : start])
        if len(name) == length and name in _KIND_WORDS:
            return _folded_abbreviations(_KIND_WORDS[name]), start - length
    if start > 0 and kinds_of_abbreviation(words[start - 1]):
        return frozenset({_twin(words[start - 1])}), start - 1
    return frozenset(), start


def _kind_after(words: Sequence[str], at: int, glued: str) -> tuple[frozenset[str], str, int]:
    """Kind and issuer written behind the number: “294 qd tw”, “294qd/tw”, “294qdtw”."""
    kinds: frozenset[str] = frozenset()
    if glued and kinds_of_abbreviation(glued):
        kinds = frozenset({_twin(glued)})
    elif at < len(words) and kinds_of_abbreviation(words[at]):
        kinds, at = frozenset({_twin(words[at])}), at + 1
    issuer = suffix_of(words[at]) if at < len(words) else None
    return kinds, fold(issuer) if issuer else "", at + 1 if issuer else at


def _folded_abbreviations(kind: str) -> frozenset[str]:
    return frozenset(_twin(fold(short)) for short in abbreviations_of_kind(kind))


def _twin(folded: str) -> str:
    """QĐi and QyĐ are written QĐ by many; their keys are joined, so are the questions."""
    return "qd" if folded in {"qdi", "qyd"} else folded


def _parts(key: str) -> tuple[str, str, str]:
    """(number, kind, issuer) of a key: “294-qd/tw”, “27/2012/nd-cp”, “91/2025/qh15”."""
    number, *rest = re.split(r"[-/]", key)
    if len(rest) > 1 and rest[0].isdigit():
        rest = rest[1:]
    return number, rest[0] if rest else "", "-".join(rest[1:])
