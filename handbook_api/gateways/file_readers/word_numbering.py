"""The numbers that Word prints before paragraphs without writing them into the text.

Papers of Party offices number “1.”, “1.1.”, “a)” and even “Điều 1.” automatically; without
these a provision cannot be cited.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from handbook_api.gateways.file_readers.office_package import Package
from handbook_api.gateways.file_readers.word_xml import attribute, child, value

_LEVELS = 9
_BULLET = "•"
#: Fonts in which letters are pictures.
_PICTURE_FONTS = ("symbol", "wingdings", "webdings")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and what it prints: “%1.%2.”."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    #: All numbers in Arabic figures, whatever the higher levels use.
    legal: bool = False
    #: False: goes on counting under the next higher item.
    restarts: bool = True
    glue: str = " "


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    #: Paragraph style → the level that it is tied to.
    by_style: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    borrowed_from_style: str | None = None


@dataclass(frozen=True, slots=True)
class _Use:
    """One w:num: a list, with starts or levels of its own."""

    of: str
    starts: dict[int, int]
    levels: dict[int, Level]


class Numbering:
    """Counts the numbered paragraphs of one document, in the order they are met."""

    def __init__(self) -> None:
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._styled: dict[str, str] = {}
        self._begun: set[str] = set()

    @classmethod
    def of(cls, package: Package) -> "Numbering":
        numbering = cls()
        for part in package.beside_main("numbering"):
            for element in package.elements(part, 2):
                numbering._learn(element)
        return numbering

    def tied_level(self, use: str, style: str) -> int | None:
        """The level of the list `use` that the paragraph style is tied to, if any."""
        of = self._uses.get(use)
        return self._resolved(of.of).by_style.get(style) if of else None

    def next(self, use: str, at: int) -> str:
        """Count one paragraph at level `at`; return what Word prints before it, with its space."""
        of = self._uses.get(use)
        if of is None or not 0 <= at < _LEVELS:
            return ""
        counted = self._resolved(of.of)
        if use not in self._begun:
            self._begun.add(use)
            for level, start in of.starts.items():
                counted.counts[level] = start - 1
        levels = {number: counted.levels.get(number, Level()) for number in range(at + 1)}
        levels |= {number: level for number, level in of.levels.items() if number <= at}
        self._count(counted, levels, at)
        text = _printed(levels, counted.counts, at)
        return text + levels[at].glue if text else ""

    @staticmethod
    def _count(counted: _List, levels: dict[int, Level], at: int) -> None:
        for higher in range(at):
            counted.counts.setdefault(higher, levels[higher].start)
        counted.counts[at] = counted.counts.get(at, levels[at].start - 1) + 1
        for deeper in range(at + 1, _LEVELS):
            if counted.levels.get(deeper, Level()).restarts:
                counted.counts.pop(deeper, None)

    def _resolved(self, name: str) -> _List:
        """The list itself; one that only borrows a list style leads to the style's own."""
        found = self._lists.get(name, _List())
        owner = self._styled.get(found.borrowed_from_style or "")
        return self._lists.get(owner, found) if owner else found

    def _learn(self, element: Element) -> None:
        if element.tag.endswith("}abstractNum"):
            name = attribute(element, "abstractNumId")
            self._lists[name] = _List(
                levels={_at(level): _level(level) for level in element if _is_level(level)},
                by_style={
                    style: _at(level)
                    for level in element
                    if _is_level(level) and (style := value(level, "pStyle"))
                },
                borrowed_from_style=value(element, "numStyleLink"),
            )
            if style := value(element, "styleLink"):
                self._styled[style] = name
        elif element.tag.endswith("}num"):
            own = [part for part in element if part.tag.endswith("}lvlOverride")]
            self._uses[attribute(element, "numId")] = _Use(
                of=value(element, "abstractNumId") or "",
                starts={
                    _at(part): int(start)
                    for part in own
                    if (start := value(part, "startOverride")) is not None
                },
                levels={
                    _at(part): _level(level)
                    for part in own
                    if (level := child(part, "lvl")) is not None
                },
            )


def _is_level(element: Element) -> bool:
    return element.tag.endswith("}lvl")


def _at(element: Element) -> int:
    return int(attribute(element, "ilvl") or 0)


def _level(element: Element) -> Level:
    style = value(element, "numFmt") or "decimal"
    text = value(element, "lvlText") or ""
    properties = child(element, "rPr")
    fonts = child(properties, "rFonts") if properties is not None else None
    font = attribute(fonts, "ascii") if fonts is not None else ""
    if style == "bullet":
        text = _bullet(text, font)
    legal = child(element, "isLgl")
    return Level(
        start=int(value(element, "start") or 1),
        style=style,
        text=text,
        legal=legal is not None and attribute(legal, "val") not in {"0", "false"},
        restarts=value(element, "lvlRestart") != "0",
        glue="" if value(element, "suff") == "nothing" else " ",
    )


def _bullet(text: str, font: str) -> str:
    is_picture = font.lower().startswith(_PICTURE_FONTS) or any(
        "\ue000" <= character <= "\uf8ff" for character in text
    )
    return _BULLET if is_picture or text == "o" else text


def _printed(levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
    text = levels[at].text
    if levels[at].style == "bullet":
        return text
    for number in range(at + 1):
        style = "decimal" if levels[at].legal else levels[number].style
        count = counts.get(number, levels[number].start)
        text = text.replace(f"%{number + 1}", _STYLES.get(style, str)(count))
    return text.strip()


def _letters(count: int) -> str:
    """a … z, aa, bb …: Word repeats the letter; it knows no đ."""
    if count < 1:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 10)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    text = ""
    for amount, letters in _ROMAN:
        times, count = divmod(count, amount)
        text += letters * times
    return text


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda _: "",
}
