"""The text of a file in one spelling: Unicode, composed, whatever it was saved in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handbook_api.gateways.text_extraction.shapes import Line
from search_index.vietnamese import legacy
from search_index.vietnamese.normalise import nfc

#: Signs that no Vietnamese text of today has inside its words, and every old one has often.
_TELLTALE = re.compile("[©®µ¶·¸¹¨ª«¬\u00ad»¼½¾÷×Þßäåæçëïñöøûüþ]")
_ENOUGH = 3


def modern(lines: Sequence[Line], encoding: str | None) -> tuple[tuple[Line, ...], str | None]:
    """Return the lines in composed Unicode, and the encoding they were in.

    encoding: what the reader knows of plain text; “8-bit” means that the bytes stand in the
        text as Windows-1252 would show them. Other formats say nothing, yet text set in the
        fonts of the nineties (.VnTime, VNI-Times) comes out of them in that same way.
    """
    found = legacy.detect("\n".join(line.text for line in lines))
    if found in legacy.OLD_ENCODINGS:
        texts = [legacy.decode(line.text, found) for line in lines]
        encoding = found
    else:
        encoding = "windows-1252" if encoding == "8-bit" else encoding
        texts, encoding = _pasted(lines, encoding)
    spelled = (replace(line, text=nfc(text)) for line, text in zip(lines, texts, strict=True))
    return tuple(spelled), encoding


def _pasted(lines: Sequence[Line], encoding: str | None) -> tuple[list[str], str | None]:
    """Convert the lines that were pasted from an old file into a new one."""
    texts = []
    for line in lines:
        text = line.text
        if found := pasted(text):
            text, encoding = legacy.decode(text, found), found
        texts.append(text)
    return texts, encoding


def pasted(text: str) -> legacy.Encoding | None:
    """The old encoding of a text that stands in a new file; None unless it is beyond doubt."""
    if len(_TELLTALE.findall(text)) < _ENOUGH:
        return None
    found = legacy.detect(text)
    return found if found in {"tcvn3", "vni"} else None
