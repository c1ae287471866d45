"""The text of one Word paragraph as it is printed."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from handbook_api.gateways.file_readers.word_xml import attribute, child, is_on, name_of

#: A line broken by hand inside a paragraph.
BREAK = "\n"

#: Struck out by an author, instructions of fields, properties, marks of comments.
_UNPRINTED = {
    "del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr",
    "commentReference", "annotationRef", "footnoteRef", "endnoteRef", "footnoteReference",
    "endnoteReference", "fldData", "binData", "imagedata", "docPr", "lastRenderedPageBreak",
}  # fmt: skip
_SIGNS = {"tab": " ", "ptab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-"}
#: The bullets and arrows that people insert from the picture fonts.
_PICTURE_FONTS = ("symbol", "wingdings", "webdings")


@dataclass(slots=True)
class Printed:
    text: str = ""
    #: Text boxes anchored here, with paragraphs of their own.
    boxes: list[Element] = field(default_factory=list)


def printed(paragraph: Element, *, capitals: bool) -> Printed:
    """Return what is printed of the paragraph; `capitals` if its style sets all in capitals."""
    found = Printed()
    _collect(paragraph, found, capitals=capitals)
    return found


def _collect(element: Element, found: Printed, *, capitals: bool) -> None:
    for each in element:
        name = name_of(each)
        if name in _UNPRINTED:
            continue
        if name == "t":
            text = each.text or ""
            found.text += text.upper() if capitals else text
        elif name in _SIGNS:
            found.text += _SIGNS[name]
        elif name == "sym":
            found.text += _symbol(each)
        elif name == "txbxContent":
            found.boxes.append(each)
        elif name == "AlternateContent":
            # The same drawing twice, for new and for old programs.
            _collect(each[0] if len(each) else each, found, capitals=capitals)
        elif name == "r":
            properties = child(each, "rPr")
            if not is_on(properties, "vanish"):
                _collect(each, found, capitals=capitals or is_on(properties, "caps"))
        else:
            _collect(each, found, capitals=capitals)


def _symbol(element: Element) -> str:
    try:
        character = chr(int(attribute(element, "char"), 16))
    except ValueError:
        return ""
    is_picture = attribute(element, "font").lower().startswith(_PICTURE_FONTS)
    return "•" if is_picture else character
