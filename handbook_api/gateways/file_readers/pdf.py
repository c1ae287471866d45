"""The text layer of a PDF, printed line by printed line, with the place of each on the page."""

import re
from typing import Any

import pypdfium2
from pypdfium2 import raw

from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Place, Wire

#: A scan that was signed digitally carries a stamp of text (“Người ký: …”) on one page; a
#: printed page has well over a thousand letters.
_LETTERS_OF_A_STAMP = 300
#: Where a line ends in a hyphen inside a word, PDFium writes one of these and no break.
_HYPHENS = "\x02\ufffe"
_LINE = re.compile(f"[^\r\n{_HYPHENS}]+[{_HYPHENS}]?|[{_HYPHENS}]")


def read(data: bytes, wire: Wire) -> None:
    """Every printed line of `data` has been written to `wire`, page after page."""
    document = _open(data)
    count = len(document)
    letters = 0
    pictures = 0
    for number in range(1, count + 1):
        found, is_picture = _read_page(document, number, wire)
        letters += found
        pictures += is_picture
    if letters == 0 or (pictures == count and letters <= _LETTERS_OF_A_STAMP):
        raise Refused("files.no_text_layer", pages=count)
    wire.end(pages=count)


def _open(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise Refused("files.encrypted", format="pdf") from error
        raise Refused("files.corrupt", format="pdf") from error
    if len(document) == 0:
        raise Refused("files.corrupt", format="pdf")
    return document


def _read_page(document: Any, number: int, wire: Wire) -> tuple[int, bool]:
    """Write one page; return how many letters it has, and whether it is only a picture."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Refused("files.corrupt", format="pdf", page=number) from error
    sheet = page.get_textpage()
    characters = _characters(sheet)
    letters = sum(map(str.isalpha, characters))
    is_picture = letters <= _LETTERS_OF_A_STAMP and _has_picture(page)
    if is_picture and letters == 0:
        wire.silent_page(number)
    for line in _LINE.finditer(characters):
        if line[0].strip():
            wire.line(_mended(line[0]), page=number, place=_place(sheet, line.start(), line[0]))
    sheet.close()
    page.close()
    return letters, is_picture


def _characters(sheet: Any) -> str:
    """The text of a page in which index i is character i of PDFium, whose boxes we ask for."""
    count: int = sheet.count_chars()
    text: str = sheet.get_text_range() if count else ""
    if len(text) == count:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(sheet, index)) for index in range(count))


def _mended(line: str) -> str:
    # Pairs of UTF-16 come apart when PDFium is asked letter by letter.
    line = re.sub(f"[{_HYPHENS}]", "-", line)
    return line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _place(sheet: Any, start: int, line: str) -> Place | None:
    text = line.strip()
    first = start + line.index(text[0])
    last = first + len(text) - 1
    word_end = first + len(text.split(maxsplit=1)[0]) - 1
    try:
        left, _, _, top = sheet.get_charbox(first, loose=True)
        _, _, right, _ = sheet.get_charbox(last, loose=True)
        _, _, word_right, _ = sheet.get_charbox(word_end, loose=True)
    except pypdfium2.PdfiumError:
        return None
    return round(left, 1), round(right, 1), round(top, 1), round(word_right - left, 1)


def _has_picture(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
