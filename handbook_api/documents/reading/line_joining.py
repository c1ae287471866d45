"""Whether the next printed line goes on with the paragraph or begins another."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from handbook_api.documents.reading.markers import dash_in_doubt, is_torn, opens_item
from handbook_api.documents.reading.secrecy import stamp_of
from handbook_api.gateways.text_extraction import Line

_ENDED = re.compile(r"[.!?;:…][\"”’)\]]*$")
_LONE_SYMBOLS = re.compile(r"[\W_]+")
_LETTERHEAD = re.compile(
    r"Số\s*:?\s*[\d.…]+\s*[-–/]|Nơi nhận|Kính gửi|(?:T/M|TM|T/L|TL|K/T|KT|T\.M|Q)[./]?\s+[A-ZĐ]{2}"
)
_ROMAN = re.compile(r"[IVXLC]+\W*")
#: Two points are within the rounding of any typesetter.
_SLACK = 2.0
_SPACE = 3.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How this document sets its paragraphs; None where it gives no sign."""

    #: Distance between two lines of one paragraph, in points.
    leading: float | None
    #: Paragraphs stand apart by more than the leading.
    spaced: bool
    #: A space stands at the end of every line whose paragraph goes on.
    soft_ends: bool
    #: Where full lines end on each page, in points.
    right_edges: dict[int, float]
    left_edge: float | None
    #: Letters in a full line, for text without places.
    full_length: float
    #: Letters in the longest line.
    widest: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Habits":
        pairs = [(one, two) for one, two in pairwise(lines) if one.page == two.page]
        on = [(one, two) for one, two in pairs if _surely_goes_on(one.text, two.text)]
        new = [(one, two) for one, two in pairs if opens_item(two.text)]
        leading = _leading(on)
        return cls(
            leading=leading,
            spaced=leading is not None and _share(_is_wide(pair, leading) for pair in new) > 0.8,
            soft_ends=_share(_is_soft(one) for one, _ in on) > 0.9
            and _share(_is_soft(one) for one, _ in new) < 0.2,
            right_edges=_right_edges(lines),
            left_edge=_left_edge(lines),
            full_length=_percentile([len(line.text.strip()) for line in lines], 90),
            widest=max((len(line.text.strip()) for line in lines), default=0),
        )


def goes_on(above: Line, line: Line, habits: Habits) -> bool:
    """Tell whether `line` belongs to the paragraph whose last line so far is `above`."""
    over, text = above.text.rstrip(), line.text.strip()
    if is_torn(over, text):
        return True
    if _stands_alone(over) or _stands_alone(text):
        return False
    signs = _Signs.of(above, line, habits)
    if opens_item(text):
        return _item_goes_on(text, signs)
    if _is_capitals(over) or _is_capitals(text):
        return _capitals_go_on(over, text, signs)
    if not text[:1].isupper() and text[:1] not in "\"“'‘(":
        return not (signs.ended and (signs.room or signs.wide))
    return _capital_letter_goes_on(above, line, habits, signs)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the two lines show of a break between them."""

    #: More space between them than inside a paragraph.
    wide: bool
    #: No more space than inside a paragraph, in a document that sets paragraphs apart.
    close: bool
    #: The first word below would have fitted above; None when we do not know.
    room: bool | None
    #: The line above ends like a sentence or a heading with a colon.
    ended: bool

    @classmethod
    def of(cls, above: Line, line: Line, habits: Habits) -> "_Signs":
        wide = habits.leading is not None and _is_wide((above, line), habits.leading)
        return cls(
            wide=wide,
            close=habits.spaced and not wide and above.page == line.page,
            room=_has_room(above, line, habits),
            ended=bool(_ENDED.search(above.text.rstrip())),
        )


def _item_goes_on(text: str, signs: _Signs) -> bool:
    """A line that looks like an item but is the middle of one: “kinh tế / - xã hội”."""
    if signs.ended:
        return False
    return dash_in_doubt(text) or (signs.close and signs.room is False)


def _capitals_go_on(over: str, text: str, signs: _Signs) -> bool:
    """Headings in capitals end with their capitals, and run on only when the line was full."""
    full = signs.room is False and not signs.wide
    if _is_capitals(over):
        return _is_capitals(text) and full
    return full and signs.close and not signs.ended


def _capital_letter_goes_on(above: Line, line: Line, habits: Habits, signs: _Signs) -> bool:
    """A line that starts with a capital: a new sentence, a name, or a new paragraph."""
    if signs.wide:
        return False
    if habits.soft_ends and _is_soft(above):
        return not (signs.ended and signs.room)
    if habits.soft_ends:
        return signs.room is False and not signs.ended
    if signs.room is None:
        return not _is_short(above, habits, ended=signs.ended)
    new_sentence = signs.ended and not signs.close and _is_indented(line, habits)
    return not (signs.room or new_sentence)


def _stands_alone(text: str) -> bool:
    """A row of symbols, a line of the letterhead or the signature, a stamp."""
    return bool(
        _LONE_SYMBOLS.fullmatch(text) or _LETTERHEAD.match(text) or stamp_of(text) is not None
    )


def _is_capitals(text: str) -> bool:
    """A heading or a name in capitals; a Roman number at the start of a line is neither."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 3 and all(map(str.isupper, letters)) and not _ROMAN.fullmatch(text)


def _is_soft(line: Line) -> bool:
    return line.text.endswith(" ")


def _is_wide(pair: tuple[Line, Line], leading: float) -> bool:
    distance = _distance(pair)
    # Superscripts and mixed sizes shift a line by a point or so; a line of space is far more.
    return distance is not None and distance > leading + max(_SLACK, 0.12 * leading)


def _distance(pair: tuple[Line, Line]) -> float | None:
    above, line = pair
    if above.place is None or line.place is None or above.page != line.page:
        return None
    return above.place.top - line.place.top


def _has_room(above: Line, line: Line, habits: Habits) -> bool | None:
    """Would the first word of `line` have fitted at the end of `above`? Then the break is meant."""
    if above.page is None:
        # Text of a fixed width: every letter is as wide as another.
        first_word = line.text.split(maxsplit=1)[0]
        return len(above.text.strip()) + 1 + len(first_word) <= habits.widest
    if above.place is None or line.place is None:
        return None
    right = habits.right_edges[above.page]
    left = habits.left_edge if habits.left_edge is not None else above.place.left
    before, after = above.place.left - left, right - above.place.right
    centred = before > 20 and abs(before - after) < 12
    free = before + after if centred else after
    return free > line.place.first_word + _SPACE + _SLACK


def _is_short(above: Line, habits: Habits, *, ended: bool) -> bool:
    return len(above.text.strip()) < habits.full_length * (0.85 if ended else 0.6)


def _is_indented(line: Line, habits: Habits) -> bool:
    if line.place is None or habits.left_edge is None:
        return False
    return line.place.left > habits.left_edge + 8


def _surely_goes_on(above: str, line: str) -> bool:
    return line[:1].islower() and above.rstrip()[-1:].isalpha() and not opens_item(line)


def _leading(pairs: Sequence[tuple[Line, Line]]) -> float | None:
    distances = [round(found) for pair in pairs if (found := _distance(pair)) and found > 0]
    return float(Counter(distances).most_common(1)[0][0]) if len(distances) >= 5 else None


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    by_page: dict[int, list[float]] = {}
    for line in lines:
        if line.place is not None and line.page is not None:
            by_page.setdefault(line.page, []).append(line.place.right)
    everywhere = _percentile([right for rights in by_page.values() for right in rights], 90)
    return {page: max(_percentile(rights, 95), everywhere) for page, rights in by_page.items()}


def _left_edge(lines: Sequence[Line]) -> float | None:
    lefts = Counter(round(line.place.left) for line in lines if line.place is not None)
    common = [left for left, times in lefts.items() if times * 20 >= lefts.total()]
    return float(min(common)) if common else None


def _share(facts: Iterable[bool]) -> float:
    """How many of the facts hold; none when there are too few to tell."""
    found = list(facts)
    return sum(found) / len(found) if len(found) >= 5 else 0.0


def _percentile(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return values[0] if values else 0
    return quantiles(values, n=100, method="inclusive")[percent - 1]
