"""How people ask in Vietnamese: the words of asking, which no regulation answers with."""

from collections.abc import Sequence

from search_index.vietnamese.syllables import Syllable, syllables

#: Asking frames. A text that answers does not contain them, and because regulations never ask,
#: they would count as rare and precious words.
_FRAMES = (
    "như thế nào",
    "thế nào",
    "ra sao",
    "làm sao",
    "tại sao",
    "vì sao",
    "thì sao",
    "bao nhiêu",
    "bao lâu",
    "bao giờ",
    "khi nào",
    "lúc nào",
    "ở đâu",
    "về đâu",
    "đến đâu",
    "là gì",
    "làm gì",
    "những gì",
    "gồm gì",
    "có gì",
    "là ai",
    "về ai",
    "do ai",
    "ai là",
    "có phải",
    "có được không",
    "được không",
    "phải không",
    "có không",
    "hay không",
    "hay chưa",
    "không ạ",
    "cho hỏi",
    "xin hỏi",
    "cho em hỏi",
    "cho tôi hỏi",
    "cho biết",
)
#: Single words of asking and of speech. Without marks they are other words too (“the”: thế, thẻ),
#: so they count only in a query typed with marks.
_PARTICLES = frozenset(
    ("gì", "nào", "ai", "đâu", "sao", "mấy", "ạ", "à", "ư", "hả", "nhỉ", "nhé", "vậy", "thế")
) | {"thì", "mà", "là", "rồi", "nữa", "tôi", "em", "mình"}
#: “… không?” at the very end asks; anywhere else it denies, and that must be found.
_AT_THE_END = "không"


#: What the answer to a frame looks like on paper: a question of time is answered by a time limit.
_ANSWERS = (
    ("bao lâu", "trong thời hạn", "ngày làm việc"),
    ("bao nhiêu ngày", "trong thời hạn", "ngày làm việc"),
    ("mấy ngày", "trong thời hạn", "ngày làm việc"),
    ("bao nhiêu tháng", "trong thời hạn", "tháng"),
    ("mấy tháng", "trong thời hạn", "tháng"),
)


def _pattern(frame: str) -> tuple[Syllable, ...]:
    return tuple(syllables(frame))


_PATTERNS = tuple(sorted(map(_pattern, _FRAMES), key=len, reverse=True))
_ANSWERED_WITH = tuple(
    (_pattern(frame), tuple(map(_pattern, answers))) for frame, *answers in _ANSWERS
)


def same_word(typed: Syllable, meant: Syllable) -> bool:
    """Tell whether `typed` can stand for `meant`: alike, or typed without marks."""
    return typed.exact == meant.exact or (
        typed.exact == typed.folded and typed.folded == meant.folded
    )


def asking(words: Sequence[Syllable], *, unaccented: bool) -> frozenset[int]:
    """Positions of the words in `words` that only ask."""
    found: set[int] = set()
    for start in range(len(words)):
        for pattern in _PATTERNS:
            span = words[start : start + len(pattern)]
            if len(span) == len(pattern) and all(map(same_word, span, pattern)):
                found.update(range(start, start + len(pattern)))
    if words and words[-1].exact == _AT_THE_END:
        found.add(len(words) - 1)
    if not unaccented:
        found.update(at for at, word in enumerate(words) if word.exact in _PARTICLES)
    return frozenset(found)


def answered_with(words: Sequence[Syllable]) -> list[tuple[Syllable, ...]]:
    """Words that the answer to the question `words` probably holds."""
    return [
        answer
        for pattern, answers in _ANSWERED_WITH
        for start in range(len(words) - len(pattern) + 1)
        if all(map(same_word, words[start : start + len(pattern)], pattern))
        for answer in answers
    ]
