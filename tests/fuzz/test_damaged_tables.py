"""Hundreds of damaged lists: each is read or refused with a reason, and nobody dies of it."""

import random
from collections import Counter
from pathlib import Path

import pytest

from handbook_api.core.errors import HandbookError
from handbook_api.gateways.table_reading import TableLimits, open_table
from handbook_api.gateways.text_extraction.nursery import Nursery
from tests.fuzz.mutations import mutated, mutated_inside
from tests.gateways.sample_tables import by_hand, made, one_cell, text_cell

FILES = 300
#: Twice what any healthy list here takes, so that one that loops costs little.
LIMITS = TableLimits(cpu_seconds=3, wall_seconds=8.0)

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<cellXfs><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs>'
)
ROWS = (
    f'<row r="1">{text_cell("A1", "Họ và tên")}<c r="B1" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="A2" s="0"><v>45000</v></c><c r="B2" s="1"><v>45000.5</v></c>'
    '<c r="C2"><f>A1+B1</f><v>3</v></c><c r="D2" t="b"><v>1</v></c></row>'
)
TEXT = (
    'Họ và tên;Ngày sinh;"Nơi\nở"\n'
    + 'Nguyễn Văn Thử;03/02/1980;"xã A; huyện B"\n\'0912;=1+1;\n' * 20
)


def messy(sheet) -> None:
    sheet.append(["DANH SÁCH ĐẢNG VIÊN", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["Họ và tên", "Ngày sinh", "Số thẻ"])
    for number in range(20):
        sheet.append([f"Nguyễn Văn Thử {number}", "01/01/1980", number, 1.5, True, "=A1"])


@pytest.fixture(scope="module")
def seeds() -> dict[str, list[bytes]]:
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    return {
        "xlsx": [
            made(messy),
            by_hand(ROWS, strings="<si><t>một_x000D_</t></si>", formats=STYLES, after=merged),
            one_cell("XFD1048576"),
        ],
        "csv": [TEXT.encode(), TEXT.encode("utf-16"), "NguyÔn V¨n Thö;1\n".encode("cp1252") * 9],
    }


def outcome_of(nursery: Nursery, path: Path) -> str:
    """“read” or the code of the refusal; anything else fails the test."""
    try:
        with open_table(path, nursery=nursery, limits=LIMITS) as table:
            for row in table:
                # No half of a character.
                "".join(cell.text for cell in row.cells).encode()
    except HandbookError as refused:
        assert refused.code.startswith(("files.", "tables."))
        assert 400 <= refused.status < 500, refused.facts
        return refused.code
    return "read"


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_damaged_lists_are_read_or_refused(suffix, seeds, tmp_path):
    chance = random.Random(f"damaged {suffix}")
    path = tmp_path / f"damaged.{suffix}"
    outcomes: Counter[str] = Counter()
    most_memory = 0
    with Nursery() as nursery:
        for number in range(FILES):
            damage = mutated_inside if suffix == "xlsx" and number % 3 else mutated
            path.write_bytes(damage(chance, seeds[suffix]))
            outcomes[outcome_of(nursery, path)] += 1
            assert nursery.process is None
            if nursery.outcome is not None:
                most_memory = max(most_memory, nursery.outcome.memory_kib)

    assert outcomes.total() == FILES
    # Damage that nobody notices, or that everybody does, would prove nothing.
    assert outcomes["read"] >= FILES // 20
    assert FILES - outcomes["read"] >= FILES // 100
    assert most_memory * 1024 <= LIMITS.memory_bytes
    print(f"{suffix}: {dict(outcomes)}, {most_memory // 1024} MB")


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_list_cut_anywhere_is_read_or_refused(suffix, seeds, tmp_path):
    path = tmp_path / f"cut.{suffix}"
    data = seeds[suffix][0]
    with Nursery() as nursery:
        for end in range(0, len(data), max(1, len(data) // 40)):
            path.write_bytes(data[:end])
            outcome_of(nursery, path)
