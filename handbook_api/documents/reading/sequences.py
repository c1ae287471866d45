"""Which printed numbers count: they follow one another, apart from a slip of the printer.

A paragraph may begin with a figure for many reasons: a broken line (“10.4.3 của Quy định …”), a
list inside a quotation, a year. What makes it a number of the document is its place in sequence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handbook_api.documents.reading.numbering import letter_value

Values = tuple[int, ...]

#: So many numbers may be missing in a row before we stop believing.
_WIDEST_GAP = 3
#: Beyond this, a number that leaves a gap is a year or an amount.
_HIGHEST = 200


def is_next(path: Values, values: Values) -> bool:
    """Tell whether `values` follows `path` without a gap: a first child, or a next sibling."""
    if values == (*path, 1):
        return True
    depth = len(values) - 1
    return 0 <= depth < len(path) and values == (*path[:depth], path[depth] + 1)


def successors(path: Values) -> list[Values]:
    """Every number that may stand after `path`, the deepest first."""
    return [(*path, 1), *((*path[:at], path[at] + 1) for at in reversed(range(len(path))))]


@dataclass(slots=True)
class NumberSequence:
    """The numbers of one container (a document, an article, a section), in printed order.

    `later` are the numbers still to come in the container, so that a gap or a misprint can be
    told from a figure that is no number at all.
    """

    path: Values = ()
    #: A number that a new container may go on from (sections I, II with points 1 … 9 throughout).
    continued: int | None = None
    _listed: int = 0
    _seen: set[Values] = field(default_factory=set)

    def take(self, values: Values, later: Sequence[Values]) -> Values | None:
        """The true value of the number `values` if it counts (a misprint is mended), else None."""
        true = self._true_value(values, later)
        if true is None:
            self._note_inner_list(values)
            return None
        self._listed = 0
        self.path = true
        self._seen.add(true)
        return true

    def _true_value(self, values: Values, later: Sequence[Values]) -> Values | None:
        if is_next(self.path, values) or self._goes_on(values):
            return None if self._belongs_to_inner_list(values, later) else values
        missing = self._missing_before(values) if values not in self._seen else None
        if missing is not None and not any(number in later for number in missing):
            #: “4.1, 4.3, 4.3, 4.4”: the first of the twins is the one that is missing.
            return missing[0] if len(missing) == 1 and values in later else values
        return self._misprinted(values, later)

    def _goes_on(self, values: Values) -> bool:
        return not self.path and self.continued is not None and values == (self.continued + 1,)

    def _belongs_to_inner_list(self, values: Values, later: Sequence[Values]) -> bool:
        """A list 1, 2, 3 inside point 2 reaches 3 before the document does."""
        return self._listed > 0 and values == (self._listed + 1,) and values in later

    def _note_inner_list(self, values: Values) -> None:
        if values == (1,) or (self._listed and values == (self._listed + 1,)):
            self._listed = values[0]

    def _missing_before(self, values: Values) -> list[Values] | None:
        """What the printer left out if `values` counts; None when that is not believable."""
        for depth in reversed(range(len(self.path) + 1)):
            if values[:depth] != self.path[:depth] or len(values) <= depth:
                continue
            last = self.path[depth] if depth < len(self.path) else 0
            step, rest = values[depth] - last, values[depth + 1 :]
            if not 1 <= step <= _WIDEST_GAP or any(value != 1 for value in rest):
                return None
            if max(values) > _HIGHEST:
                return None
            if not self.path and depth == 0 and step > 1 and len(values) == 1:
                return None
            missing = [(*values[:depth], last + at) for at in range(1, step)]
            return [*missing, values[: depth + 1]] if rest else missing
        return None

    def _misprinted(self, values: Values, later: Sequence[Values]) -> Values | None:
        """The number meant, when one figure of `values` is wrong and the sequence goes on after."""
        for meant in successors(self.path):
            wrong = sum(one != two for one, two in zip(meant, values, strict=False))
            if len(meant) != len(values) or wrong != 1 or meant in later or values in later:
                continue
            if any(number in later for number in successors(meant)[:2]):
                return meant
        return None


@dataclass(slots=True)
class LetterSequence:
    """The letters of one point: a, b, c, d, đ, e, g … or, in some papers, a, b, c, d, e, f, g."""

    last: str = ""
    _international: bool = False
    _vietnamese: bool = False

    def take(self, letter: str, later: Sequence[str]) -> bool:
        """Tell whether `letter` counts, and remember it if it does."""
        if not self.last:
            counts = letter == "a" or (letter == "b" and "a" not in later and "c" in later)
        else:
            counts = self._step(letter) == 1 or (self._step(letter) == 2 and not self._due(later))
        if counts:
            self._vietnamese = self._vietnamese or letter == "đ"
            self._international = self._international or letter in "fjwz"
            self.last = letter
        return counts

    def _step(self, letter: str) -> int:
        """How far `letter` is behind the last one, in whichever alphabet is nearer; 0 if before."""
        steps = []
        for international in (False, True):
            if (international and self._vietnamese) or (not international and self._international):
                continue
            here = letter_value(self.last, international=international)
            there = letter_value(letter, international=international)
            if here and there and there > here:
                steps.append(there - here)
        return min(steps, default=0)

    def _due(self, later: Sequence[str]) -> bool:
        """Tell whether the letter that ought to come now still does come later."""
        return any(self._step(letter) == 1 for letter in later)


@dataclass(slots=True)
class OrdinalSequence:
    """Articles, chapters, parts, romans: one figure each, some with a letter (Điều 5a).

    widest_gap: how many may be missing; an extract leaves out whole runs of articles.
    """

    last: Values = ()
    widest_gap: int = _WIDEST_GAP

    def take(self, values: Values, later: Sequence[Values]) -> bool:
        """Tell whether `values` counts, and remember it if it does."""
        counts = self._follows(values, later)
        if counts:
            self.last = values
        return counts

    def _follows(self, values: Values, later: Sequence[Values]) -> bool:
        if len(values) == 2:  # Điều 5a stands after Điều 5
            return bool(self.last) and values[0] == self.last[0] and values > self.last
        last = self.last[0] if self.last else 0
        step = values[0] - last
        if step == 1:
            return True
        if not self.last or not 1 < step <= self.widest_gap:
            return False
        return not any((last + at,) in later for at in range(1, step))
