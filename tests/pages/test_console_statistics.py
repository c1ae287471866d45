"""Figures as pages: a picture, the same numbers in a table, the way down, the file."""

import pytest

from handbook_api.core.identity import Role, Strength
from tests.support.people import a_committee, an_account, an_organisation, appoint
from tests.support.records import a_record

FIGURES = "/lam-viec/so-lieu"


@pytest.fixture
def top(runtime):
    """A committee over one with a cell of six and a cell of two."""
    with runtime.transaction() as session:
        top = a_committee(session, name="Đảng bộ tỉnh Thử")
        ward = a_committee(session, top, name="Đảng bộ xã Thử")
        for name, people in (("Chi bộ Sáu", 6), ("Chi bộ Hai", 2)):
            cell = an_organisation(session, ward, name=name)
            for _ in range(people):
                a_record(session, cell, reachable_by="phone")
        return top


@pytest.fixture
def holder(visit, runtime, top):
    def made(role, strength=Strength.TWO_FACTOR):
        with runtime.transaction() as session:
            account = an_account(session, name="Lê Văn Cán")
            appoint(session, account, top, role)
        return visit(account, strength=strength)

    return made


def _table(page):
    rows = page.tree.css("main tbody tr, main tfoot tr")
    return {
        row.css_first("th").text().strip(): [cell.text() for cell in row.css("td")] for row in rows
    }


def test_an_officer_reads_figures_from_his_office_down(holder):
    officer = holder(Role.ORGANISATION_OFFICER)
    first = officer.get(FIGURES)

    assert "Đảng bộ tỉnh Thử" in first.title
    assert "Tính trên 8 đảng viên." in first.text
    assert _table(first)["Đảng bộ xã Thử"] == ["8", "8", "0", "0", "0", "8", "0"]
    ward = officer.get(next(link for link in first.links if "organisation_id" in link))
    below = officer.get(first.tree.css_first("tbody a").attributes["href"])
    assert ward.status == 200
    assert [*_table(below)] == ["Chi bộ Hai", "Chi bộ Sáu", "Cộng"]
    assert below.words("main nav .duong-di") == ["Đảng bộ tỉnh Thử"]


def test_a_picture_says_in_words_what_it_shows(holder):
    page = holder(Role.ORGANISATION_OFFICER).get(FIGURES, show="by_app")

    pictures = page.tree.css("main svg[role=img]")
    assert len(pictures) == 5
    named = {picture.css_first("title").text() for picture in pictures}
    assert {"Đã từng đăng nhập", "Đảng bộ xã Thử"} <= named
    assert {picture.css_first("desc").text() for picture in pictures} == {
        "8 trên 8 (100 %)",
        "0 trên 8 (0 %)",
    }
    assert page.words("main .loc [aria-current]") == ["Tới được qua sổ tay"]


def test_small_groups_stand_together_for_whoever_does_not_look_after_them(holder, top):
    inspector = holder(Role.INSPECTION_OFFICER)
    ward = inspector.get(inspector.get(FIGURES).tree.css_first("tbody a").attributes["href"])

    assert "dưới 5 đảng viên được gộp" in ward.text
    assert _table(ward)["Chi bộ Sáu"] == ["Gộp với nơi khác"]
    assert _table(ward)["Các nơi ít người, gộp lại"][0] == "8"


def test_the_numbers_are_taken_along_as_a_file(holder, top):
    officer = holder(Role.ORGANISATION_OFFICER)
    link = next(link for link in officer.get(FIGURES).links if ".csv" in link)
    file = officer.get(link)

    assert file.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Đảng bộ xã Thử" in file.body


def test_an_office_asleep_is_led_to_its_code_and_others_are_told_whom_to_ask(
    holder, guest, visit, runtime, top
):
    asleep = holder(Role.ORGANISATION_OFFICER, Strength.PASSWORD).get(FIGURES)
    assert asleep.where == f"/dang-nhap/ma-mot-lan?tiep={FIGURES}"
    assert guest.get(FIGURES).where.startswith("/dang-nhap")
    writer = holder(Role.PROPAGANDA_OFFICER)
    assert writer.get(FIGURES).status == 403
    assert writer.get(FIGURES, organisation_id=top.id).status == 403
    assert FIGURES not in writer.get("/lam-viec").tree.css_first(".ben").html
