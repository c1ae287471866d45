"""Finding words inside one document."""

from collections.abc import Sequence

from handbook_api.webclient.library.pieces import Span
from search_index.vietnamese.folding import has_marks
from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.syllables import syllables

#: More words than this nobody looks for inside a document.
MOST_LETTERS = 200


class Wanted:
    """Words looked for in a row; typed without marks, they are found with any marks."""

    def __init__(self, typed: str) -> None:
        self.typed = nfc(typed.strip())
        self._exactly = has_marks(self.typed)
        self._words = tuple(self._forms(self.typed))

    def __bool__(self) -> bool:
        return bool(self._words)

    def spans(self, text: str) -> Sequence[Span]:
        """Return where the words stand in `text`, none inside another."""
        if not self._words:
            return []
        there = list(syllables(text))
        forms = [one.exact if self._exactly else one.folded for one in there]
        count, at, found = len(self._words), 0, []
        while at + count <= len(forms):
            if tuple(forms[at : at + count]) == self._words:
                found.append(Span(there[at].start, there[at + count - 1].end))
                at += count
            else:
                at += 1
        return found

    def _forms(self, text: str) -> list[str]:
        return [one.exact if self._exactly else one.folded for one in syllables(text)]
