"""Symbols and dates of documents in any spelling: the public names, gathered from their rooms."""

from search_index.dates import DateMention, find_dates, parse_date
from search_index.kinds import (
    KIND_NAMES,
    abbreviations_of_kind,
    kind_of_name,
    kinds_of_abbreviation,
)
from search_index.plenums import Plenum
from search_index.symbol_forms import (
    Symbol,
    SymbolMention,
    find_symbols,
    parse_symbol,
    suffix_of,
)
from search_index.typed_symbols import TypedSymbol, typed_symbol

__all__ = [
    "KIND_NAMES",
    "DateMention",
    "Plenum",
    "Symbol",
    "SymbolMention",
    "TypedSymbol",
    "abbreviations_of_kind",
    "find_dates",
    "find_symbols",
    "kind_of_name",
    "kinds_of_abbreviation",
    "parse_date",
    "parse_symbol",
    "suffix_of",
    "typed_symbol",
]
