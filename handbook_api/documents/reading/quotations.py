"""Which paragraphs stand inside a quotation: the words of another document, not of this one."""

from collections.abc import Sequence

from handbook_api.documents.reading.mending import Paragraph

#: A quoted article runs over some paragraphs; a quotation mark that never closes is a slip.
_LONGEST_QUOTATION = 80


def quoted(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """For each paragraph, whether it begins inside a quotation that an earlier one opened.

    Only a quotation that begins its paragraph, or follows a colon, quotes whole provisions
    (“… như sau: “Điều 5. …”); other unbalanced marks are slips of the pen.
    """
    inside = [False] * len(paragraphs)
    at = 0
    while at < len(paragraphs):
        closes = _closes_at(paragraphs, at)
        if closes is None:
            at += 1
            continue
        for later in range(at + 1, closes + 1):
            inside[later] = True
        at = closes + 1
    return inside


def _closes_at(paragraphs: Sequence[Paragraph], at: int) -> int | None:
    text = paragraphs[at].text
    opened = text.rfind("“")
    if text.count("“") <= text.count("”") or opened < 0:
        return None
    if text[:opened].strip() and not text[:opened].rstrip().endswith(":"):
        return None
    depth = text.count("“") - text.count("”")
    for later in range(at + 1, min(at + _LONGEST_QUOTATION, len(paragraphs))):
        text = paragraphs[later].text
        depth += text.count("“") - text.count("”")
        if depth <= 0:
            return later
    return None
