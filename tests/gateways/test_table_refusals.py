"""Workbooks made to hurt: each is refused with a reason, and nobody pays for it."""

import os
import random
import signal
import zipfile
from pathlib import Path

import pytest

from handbook_api.gateways.file_readers.tables import samples
from handbook_api.gateways.file_readers.wire import Wire
from handbook_api.gateways.table_reading import TableLimits, errors, open_table
from handbook_api.gateways.text_extraction import errors as files
from handbook_api.gateways.text_extraction.nursery import Nursery
from tests.gateways.direct_reading import DirectNursery
from tests.gateways.sample_files import paragraph, word
from tests.gateways.sample_tables import (
    RELATIONS,
    by_hand,
    one_cell,
    parts,
    text_cell,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ROW = f'<row r="1">{text_cell("A1", "x")}</row>'
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as warm:
        yield warm


@pytest.fixture
def read(nursery, tmp_path):
    def read(data: bytes | str, name: str = "a.xlsx", **options) -> int:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        with open_table(path, nursery=nursery, **options) as table:
            return sum(1 for _ in table)

    return read


@pytest.fixture
def refusal(read, nursery):
    def refusal(data: bytes | str, name: str = "a.xlsx", **options) -> files.FileRefused:
        with pytest.raises(files.FileRefused) as caught:
            read(data, name, **options)
        assert nursery.process is None
        assert nursery.outcome is None or nursery.outcome.memory_kib < 768 * 1024
        return caught.value

    return refusal


@pytest.mark.parametrize(
    ("name", "data", "kind", "facts"),
    [
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), errors.OldWorkbook, {}),
        ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), errors.OldWorkbook, {}),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), files.FileEncrypted,
         {"format": "office"}),
        ("a.xls", "<html><table><tr><td>a</td></tr></table></html>", errors.WrongTableType,
         {"found": "html", "extension": ".xls"}),
        ("a.docx", word(paragraph("x")), errors.WrongTableType,
         {"found": "docx", "extension": ".docx"}),
        ("a.xlsx", word(paragraph("x")), errors.WrongTableType,
         {"found": "docx", "extension": ".xlsx"}),
        ("a.ods", zipped({"mimetype": "x", "content.xml": ""}), errors.WrongTableType,
         {"found": "odt", "extension": ".ods"}),
        ("a.csv", b"%PDF-1.7", errors.WrongTableType, {"found": "pdf", "extension": ".csv"}),
        ("a.csv", bytes(range(256)) * 4, errors.WrongTableType, {"found": "binary"}),
        ("a.csv", by_hand(ROW), files.TypeMismatch, {"found": "xlsx", "extension": ".csv"}),
        ("a.xlsx", "a;b\n", files.TypeMismatch, {"found": "text", "extension": ".xlsx"}),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_what_it_is(refusal, name, data, kind, facts):
    refused = refusal(data, name)

    assert (type(refused), refused.facts) == (kind, facts)


def test_a_missing_an_empty_and_a_huge_file_are_told_apart(tmp_path, refusal):
    with pytest.raises(files.FileMissing), open_table(tmp_path / "none.xlsx"):
        pass
    assert refusal(b"").code == "files.empty"
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(files.FileTooLarge), open_table(huge):
        pass


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing(refusal, read):
    refused = refusal(one_cell("XFD1048576"))

    assert (refused.code, refused.facts) == (
        "tables.too_many_columns",
        {"cell": "XFD1048576", "limit": 256},
    )
    assert read(one_cell("A1048576")) == 1
    # An empty one, as a stray border leaves it, harms nobody.
    assert read(by_hand(ROW + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')) == 1


@pytest.mark.parametrize(
    "rows",
    [
        one_cell("A1048577"),
        one_cell("XFE1"),
        one_cell("AAAA1"),
        one_cell("A0"),
        by_hand(ROW + ROW),
        by_hand('<row r="x"/>'),
        by_hand('<row r="-1"/>'),
        by_hand('<row r="1"><c r="a1"><v>1</v></c></row>'),
        by_hand('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'),
        by_hand('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
        by_hand('<row r="1"><c r="A1" t="s"><v>một</v></c></row>'),
        by_hand("<row"),
        by_hand('<row r="1">&none;</row>'),
        by_hand(""),
        zipped({**parts(ROW), "xl/workbook.xml": ""}),
        zipped({**parts(ROW), "xl/workbook.xml": "<workbook/>"}),
        zipped({**parts(ROW), "xl/_rels/workbook.xml.rels": "<Relationships/>"}),
        zipped({**parts(ROW), "xl/worksheets/sheet1.xml": ""}),
        b"PK\x03\x04" + bytes(90),
    ],
)
def test_a_damaged_workbook_is_refused(refusal, rows):
    assert refusal(rows).code in {"files.corrupt", "tables.no_rows"}


ENTITIES = "<!DOCTYPE lolz [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
     "xl/_rels/workbook.xml.rels"],
)  # fmt: skip
@pytest.mark.parametrize(
    "declaration", [ENTITIES, '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!DOCTYPE a>"]
)
def test_a_part_that_declares_entities_is_refused_before_they_expand(refusal, part, declaration):
    all_parts = parts(ROW)
    all_parts[part] = declaration + all_parts[part]

    refused = refusal(zipped(all_parts))

    assert (refused.code, refused.facts) == ("files.bomb", {"reason": "doctype"})


def test_what_a_workbook_links_to_is_never_opened(refusal):
    outside = RELATIONS.replace('Target="w', 'TargetMode="External" Target="file:///etc/w')

    refused = refusal(zipped({**parts(ROW), "xl/_rels/workbook.xml.rels": outside}))

    assert refused.code == "files.corrupt"


@pytest.fixture(scope="module")
def bomb(tmp_path_factory) -> Path:
    """Sixty megabytes of nothing in sixty kilobytes."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(ROW).items():
            if "sheet1" not in name:
                archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(6):
                part.write(b" " * 10_000_000)
            part.write(b"</sheetData></worksheet>")
    return path


def test_a_bomb_is_refused_by_what_it_says_it_holds(refusal, bomb, nursery):
    assert bomb.stat().st_size < 100_000

    small = TableLimits(archive_bytes=32 * MEBIBYTE)

    assert refusal(bomb.read_bytes(), limits=small).facts == {"reason": "size"}
    assert refusal(bomb.read_bytes()).facts == {"reason": "ratio"}
    assert nursery.outcome.cpu_seconds < 1


def test_a_bomb_that_lies_about_its_size_is_not_unfolded(refusal, bomb, nursery):
    data = bomb.read_bytes()
    real = 60_000_000 + len("<worksheet><sheetData></sheetData></worksheet>")
    lying = data.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little")).replace(
        real.to_bytes(8, "little"), (1000).to_bytes(8, "little")
    )
    assert lying != data

    assert refusal(lying).code == "files.corrupt"
    assert nursery.outcome.memory_kib < 100_000


def test_an_archive_of_ten_thousand_entries_is_refused(refusal):
    data = zipped(parts(ROW) | {f"xl/media/{number}": "" for number in range(10_000)})

    assert refusal(data).facts == {"reason": "entries"}


def test_a_million_rows_are_refused_at_the_first_too_many(refusal, nursery, tmp_path):
    path = tmp_path / "million.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts("").items():
            if "sheet1" not in name:
                archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for start in range(0, 1_000_000, 10_000):
                rows = (
                    f'<row r="{n + 1}"><c><v>{n}</v></c></row>'
                    for n in range(start, start + 10_000)
                )
                part.write("".join(rows).encode())
            part.write(b"</sheetData></worksheet>")

    refused = refusal(path.read_bytes())

    assert (refused.code, refused.facts) == ("tables.too_many_rows", {"limit": 200_000})
    assert nursery.outcome.memory_kib < 100_000


@pytest.mark.parametrize(
    ("text", "code"),
    [(40_000, "tables.cell_too_long"), (5_000_000, "tables.cell_too_long")],
)
@pytest.mark.parametrize("shared", [True, False])
def test_a_cell_longer_than_any_cell_is_refused_with_its_address(refusal, text, code, shared):
    # Letters that pack badly, so that the file is no bomb.
    chance = random.Random(text)
    long = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=text))
    if shared:
        data = by_hand(
            '<row r="2"><c r="B2" t="s"><v>0</v></c></row>', strings=f"<si><t>{long}</t></si>"
        )
    else:
        data = by_hand(f'<row r="2">{text_cell("B2", long)}</row>')

    refused = refusal(data)

    assert (refused.code, refused.facts["cell"]) == (code, "B2")


def test_a_row_of_more_text_than_a_list_has_is_refused(refusal):
    cells = "".join(
        text_cell(f"{column}1", "x" * 30_000) for column in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    data = by_hand(f'<row r="1">{cells}{cells.replace("1", "1").replace("r=", "R=")}</row>')

    assert refusal(data).code == "files.too_much_text"


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (TableLimits(memory_bytes=56 * MEBIBYTE), files.ReadingTooHungry),
        (TableLimits(cpu_seconds=1), files.ReadingTooSlow),
        (TableLimits(wall_seconds=0.2), files.ReadingTooSlow),
        (TableLimits(text_bytes=100_000), files.TooMuchText),
        (TableLimits(file_bytes=1000), files.FileTooLarge),
    ],
    ids=["memory", "cpu", "wall", "text", "size"],
)
def test_each_limit_stops_the_reading_and_the_next_list_is_read(read, heavy, limits, kind):
    with pytest.raises(kind):
        read(heavy, limits=limits)

    assert read(by_hand(ROW)) == 1


@pytest.fixture(scope="module")
def heavy() -> bytes:
    """A list that takes seconds and much memory: many different strings."""
    strings = "".join(f"<si><t>Nguyễn Văn Thử {number:020}</t></si>" for number in range(400_000))
    rows = "".join(
        f'<row r="{number}"><c t="s"><v>{number}</v></c></row>' for number in range(1, 100_000)
    )
    return by_hand(rows, strings=strings)


class Said(DirectNursery):
    """A reader that was taken over by the file and says whatever it likes."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    def reading(self, source, task, costs):
        return _Given(iter([self.said]))


class _Given:
    def __init__(self, given) -> None:
        self.given = given

    def __enter__(self):
        return self.given

    def __exit__(self, *_) -> None:
        """Nothing was started."""


HEAD = b'["format","xlsx"]\n["table",["A"],"A",[]]\n'


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\xfe\n",
        b"{}\n",
        b"[]\n",
        b"[" * 100_000 + b"\n",
        b'["table"]\n',
        b'["table",["A"],"A",[[1,2,3]]]\n',
        b'["table",["A"],"A",7]\n',
        b'["table",7,"A",[]]\n',
        b'["refused","auth.granted",{}]\n',
        b'["refused","files.empty"]\n',
        b'["refused","files.empty",[1]]\n',
        b'[1,"row"]\n',
        HEAD,
        HEAD + b"[1",
        HEAD + b'[1,"a"]\n',
        HEAD + b'[0,"a"]\n["end",1]\n',
        HEAD + b'[2,"a"]\n[1,"a"]\n["end",2]\n',
        HEAD + b'["1","a"]\n["end",1]\n',
        HEAD + b'[1,{"a":1}]\n["end",1]\n',
        HEAD + b'[1,["d","yesterday"]]\n["end",1]\n',
        HEAD + b'[1,["t","2025-01-01T00:00+07:00"]]\n["end",1]\n',
        HEAD + b'[1,["f"]]\n["end",1]\n',
        HEAD + b'[1,["x","a"]]\n["end",1]\n',
        HEAD + b'[1,["d"]]\n["end",1]\n',
        HEAD + b"[1" + b",1" * 300 + b']\n["end",1]\n',
        HEAD + b'["end",0]\n["end",0]\n',
        HEAD + b"[1," + b'"x",' * 3_000_000,
    ],
)
def test_a_reader_that_was_taken_over_can_only_make_its_file_a_damaged_one(tmp_path, said):
    path = tmp_path / "a.xlsx"
    path.write_text("x")

    with pytest.raises(files.FileCorrupt), open_table(path, nursery=Said(said)) as table:
        list(table)


def test_a_reader_that_never_stops_is_stopped_at_the_limit_of_rows(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("x")
    said = HEAD + b"".join(b"[%d,1]\n" % number for number in range(1, 2000))

    with (
        pytest.raises(errors.TooManyRows),
        open_table(path, nursery=Said(said), limits=TableLimits(rows=1000)) as table,
    ):
        list(table)


def test_a_reader_killed_in_the_middle_is_told_apart_from_a_bad_list(nursery, tmp_path):
    path = tmp_path / "a.xlsx"
    # More than fits into the pipe, so that the reader waits for us.
    path.write_bytes(by_hand("<row><c><v>123456789</v></c></row>" * 50_000))

    with open_table(path, nursery=nursery) as table:
        rows = iter(table)
        next(rows)
        os.kill(nursery.process, signal.SIGKILL)
        with pytest.raises(files.ReaderStopped):
            list(rows)


def test_the_samples_that_warm_the_readers_up_are_all_read(monkeypatch):
    said: list[bytes] = []
    monkeypatch.setattr(Wire, "flush", lambda wire: said.extend(wire._waiting))

    samples.read_all()

    assert sum(b'["end"' in record for record in said) == 6


def test_every_refusal_has_a_code_of_its_own():
    kinds = {
        kind.code: kind
        for module in (files, errors)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, files.FileRefused)
    }

    assert set(errors.BY_CODE) <= set(kinds)
    assert {kind.code for kind in kinds.values() if kind.__module__ == errors.__name__} == {
        code for code in kinds if code.startswith("tables.")
    }
