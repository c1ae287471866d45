"""The text of a file in one spelling: Unicode, composed, whatever it was saved in."""

from collections.abc import Sequence
from dataclasses import replace

from handbook_api.gateways.text_extraction.shapes import Line
from search_index.vietnamese import legacy
from search_index.vietnamese.normalise import nfc


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
        texts = [line.text for line in lines]
        if encoding == "8-bit":
            encoding = "windows-1252"
    return tuple(replace(line, text=nfc(text)) for line, text in zip(lines, texts, strict=True)), (
        encoding
    )
