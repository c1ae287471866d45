"""The strings of a workbook, each stored once and packed: millions fit into little memory."""

import re
from array import array
from typing import IO

from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.tables.part_parsing import TextCollector, local, parse
from handbook_api.gateways.file_readers.tables.table_wire import CELL_CHARACTERS

#: Of text. A list of 150,000 people with twenty different texts each has a third of this.
_MOST = 256 * 1024 * 1024
#: Texts that are asked for again and again are kept unpacked.
_KEPT = 20_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """Looked up by number, as cells name them."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("Q", [0])
        self._unpacked: dict[str, str] = {}

    def add(self, text: str) -> None:
        self._text += text.encode("utf-8", "replace")
        if len(self._text) > _MOST:
            raise Refused("files.too_hungry")
        self._ends.append(len(self._text))

    def __getitem__(self, number: str) -> str:
        """The string that a cell calls `number`. Raises LookupError, ValueError."""
        found = self._unpacked.get(number)
        if found is None:
            index = int(number)
            if index < 0:
                raise IndexError
            packed = self._text[self._ends[index] : self._ends[index + 1]]
            found = unescaped(packed.decode())
            if len(self._unpacked) >= _KEPT:
                self._unpacked.clear()
            self._unpacked[number] = found
        return found


def read(part: IO[bytes]) -> SharedStrings:
    """Every string of the part, without its fonts and its phonetic readings."""
    strings = SharedStrings()
    parse(part, _Collector(strings))
    return strings


class _Collector(TextCollector):
    def __init__(self, strings: SharedStrings) -> None:
        super().__init__()
        self._strings = strings
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        name = local(name)
        if name == "t":
            self.collecting = not self._phonetic
        elif name == "si":
            self.pieces.clear()
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        name = local(name)
        if name == "t":
            self.collecting = False
        elif name == "si":
            # A cell that shows it will be refused; which one that is, is not known here.
            self._strings.add("".join(self.pieces)[: CELL_CHARACTERS + 1])
        elif name == "rPh":
            self._phonetic = False


def unescaped(text: str) -> str:
    """`text` with _x000D_ and its like as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
