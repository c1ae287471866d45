"""Which cell a list means, by code or by name."""

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.members.imports import faults
from handbook_api.members.imports.home_cells import HomeCells

TWO, OTHER_ONE = "19.024.003.000.002", "19.024.004.000.001"


@pytest.fixture
def cells(committee):
    with committee.reading() as session:
        digits = committee.runtime.content.organisation_code_digits
        yield HomeCells(session, committee.officer, digits, clock.today())


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        " 19.024.003.000.002 ",
        "19.024.003.000.002 - Chi bộ Thôn 2",
        "Chi bộ Thôn 2 (19.024.003.000.002)",
        "Chi bộ Thôn 2",
        "CHI BỘ THÔN 2",
        "chi bo thon 2",
        "Thôn 2",
        "CB Thôn 2",
        "Chi bộ Thôn 2 - Đảng bộ Cơ sở Mẫu",
        "Chi bộ Thôn 2, Đảng bộ Cơ sở Mẫu",
        "Chi bộ Thôn 2 thuộc Đảng bộ cơ sở Mẫu",
        "Đảng bộ Cơ sở Mẫu - Chi bộ Thôn 2",
    ],
)
def test_a_cell_is_found_however_it_is_written(cells, text):
    assert cells.find(text).code == TWO


def test_an_old_code_leads_to_the_cell_that_bears_another_now(cells):
    assert cells.find("19.024.003.000.050").code == TWO


def test_cells_of_one_name_are_told_apart_by_what_stands_above(cells):
    assert cells.find("Chi bộ Thôn 1", "Đảng bộ Cơ sở Thử").code == OTHER_ONE
    assert cells.find("Chi bộ Thôn 1 - Đảng bộ Cơ sở Thử").code == OTHER_ONE
    with pytest.raises(faults.CellOfManyNames) as refusal:
        cells.find("Chi bộ Thôn 1")
    assert refusal.value.facts == {"codes": f"19.024.003.000.001; {OTHER_ONE}"}


def test_a_closed_cell_names_its_successors(cells):
    with pytest.raises(faults.CellGone) as refusal:
        cells.find("19.024.003.000.099")

    assert refusal.value.facts == {"codes": f"19.024.003.000.001; {TWO}"}


@pytest.mark.parametrize("text", ["19.024.003", "Đảng bộ Cơ sở Mẫu", "Đảng ủy xã Thử Nghiệm"])
def test_a_committee_is_no_cell(cells, text):
    with pytest.raises(faults.CommitteeInstead):
        cells.find(text)


@pytest.mark.parametrize(
    "text", ["Chi bộ Không Có", "19.024.003.000.777", "19.099.001.000.001", "Chi bộ Xa", "99.99"]
)
def test_what_lies_elsewhere_is_as_unknown_as_what_does_not_exist(cells, text):
    with pytest.raises(faults.CellNotFound) as refusal:
        cells.find(text)

    assert refusal.value.facts == {}


def test_the_command_line_finds_every_cell(committee):
    with committee.reading() as session:
        digits = committee.runtime.content.organisation_code_digits
        cells = HomeCells(session, TERMINAL, digits, clock.today())

        assert cells.find("Chi bộ Xa").id == committee.stranger.id
