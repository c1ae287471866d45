"""A passage by its words: found again in a text that may have been printed anew."""

from dataclasses import dataclass

from search_index.vietnamese.normalise import nfc


@dataclass(frozen=True, slots=True)
class Quote:
    """Some words of a provision, with what stood just before and after (text quote selector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def tidy(words: str) -> str:
    """Return `words` composed, in one line, without what surrounds them."""
    return " ".join(nfc(words).split())


def stands_in(quote: Quote, text: str) -> bool:
    """Whether the quoted words still stand in `text`, wherever its lines break."""
    return tidy(quote.exact) in tidy(text)
