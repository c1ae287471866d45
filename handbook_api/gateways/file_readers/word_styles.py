"""What paragraph styles say about headings and numbering."""

import re
from dataclasses import dataclass

from handbook_api.gateways.file_readers.office_package import Package
from handbook_api.gateways.file_readers.word_xml import attribute, child, is_on, value

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
#: Styles are based on styles; a damaged file may go round in a ring.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Style:
    based_on: str | None
    heading: int | None
    list_use: str | None
    list_level: int | None
    capitals: bool


class Styles:
    """Paragraph styles by id, each asked together with those it is based on."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self._styles = styles

    @classmethod
    def of(cls, package: Package) -> "Styles":
        styles = {}
        for part in package.beside_main("styles"):
            for element in package.elements(part, 2):
                if element.tag.endswith("}style"):
                    paragraph = child(element, "pPr")
                    numbered = child(paragraph, "numPr") if paragraph is not None else None
                    level = value(numbered, "ilvl") if numbered is not None else None
                    outline = value(paragraph, "outlineLvl") if paragraph is not None else None
                    styles[attribute(element, "styleId")] = Style(
                        based_on=value(element, "basedOn"),
                        heading=heading_level(value(element, "name") or "", outline),
                        list_use=value(numbered, "numId") if numbered is not None else None,
                        list_level=int(level) if level else None,
                        capitals=is_on(child(element, "rPr"), "caps"),
                    )
        return cls(styles)

    def chain(self, style: str | None) -> list[Style]:
        """The style and those it is based on, nearest first."""
        found: list[Style] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = found[-1].based_on
        return found


def heading_level(name: str, outline: str | None) -> int | None:
    """1 to 6 for a heading by its style's name or outline level; None for body text."""
    if found := _HEADING.fullmatch(name.strip()):
        return min(int(found[1]), 6)
    if outline and outline.isdigit() and int(outline) < 6:
        return int(outline) + 1
    return None
