"""Did you mean: only what somebody writes, only on evidence, and it takes part in the ranking."""

import pytest

from search_index import Glossary, Query
from search_index.vietnamese.mistypings import from_telex, one_letter_away, sounding_alike
from tests.search_index.library import a_passage, some_facts

TEXTS = {
    "phi": "Đảng viên đóng đảng phí hằng tháng. Mức đóng đảng phí do Bộ Chính trị quy định.",
    "phi-2": "Chi bộ thu đảng phí; quản lý đảng phí theo quy định.",
    "ten": "Thủ tục xóa tên đảng viên: chi bộ xem xét, xóa tên đảng viên trong danh sách.",
    "ten-2": "Việc xóa tên đảng viên dự bị do cấp ủy quyết định khi đang xem xét.",
    "nai": "Đảng viên khiếu nại kỷ luật. Thời hạn giải quyết khiếu nại là 90 ngày.",
    "nai-2": "Khiếu nại kỷ luật đảng được xét lại; khai trừ khỏi đảng thì trả lại thẻ.",
    "tru": "Đảng viên bị khai trừ khỏi đảng.",
    "nap": "Kết nạp đảng viên; hồ sơ kết nạp đảng viên; lễ kết nạp đảng viên mới.",
    "nap-2": "Chi bộ đoàn kết, lập trường vững; kết nạp đảng viên; lập đảng ủy.",
    "phi-cong": "Phi công đang bay. Chi phí đang tăng.",
}
SCOPE = dict.fromkeys(TEXTS, some_facts())


@pytest.fixture
def index(index_of):
    return index_of({name: [a_passage(name, "1", text)] for name, text in TEXTS.items()})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mức đóng đang phí", "mức đóng đảng phí"),
        ("mức đóng đang phi", "mức đóng đảng phí"),
        ("thủ tục xoá teen đảng viên", "thủ tục xoá tên đảng viên"),
        ("Xóa ten đảng viên", "Xóa tên đảng viên"),
        ("kết nạpp đảng viên", "kết nạp đảng viên"),
        ("kết lạp đảng viên", "kết nạp đảng viên"),
        ("ket nap dagn vien", "ket nap dang vien"),
        ("ddang phis", "dang phi"),
        ("khiếu lại kỷ luật", "khiếu nại kỷ luật"),
        ("khai chừ khỏi đảng", "khai trừ khỏi đảng"),
        ("kỷ luậtt", "kỷ luật"),
        ("kỹ luật đảng", "kỷ luật đảng"),
        ("KHIẾU NẠII", "KHIẾU NẠI"),
    ],
)
def test_a_slip_is_read_as_what_is_written_there(index, typed, meant):
    answer = index.search(Query(typed), SCOPE)

    assert answer.did_you_mean == meant
    assert answer.interpretation.corrected
    assert answer.interpretation.text == typed


@pytest.mark.parametrize(
    "typed",
    [
        "mức đóng đảng phí",
        "muc dong dang phi",
        "xóa tên đảng viên",
        "kỉ luật đảng",
        "phi công",
        "đảng viên mới",
        "294-QĐ/TW",
        "qd 294",
        "HĐND",
        "90",
        "đảng",
        '"đang phí"',
        "máy bay không người lái",
    ],
)
def test_what_is_written_or_cannot_be_known_is_left_alone(index, typed):
    answer = index.search(Query(typed), SCOPE)

    assert answer.did_you_mean is None
    assert not answer.interpretation.corrected


def test_the_reading_that_was_meant_takes_part_in_the_ranking(index):
    hits = index.search(Query("mức đóng đang phí"), SCOPE).hits

    assert hits[0].document_id == "phi"
    assert hits[0].passages[0].excerpt.marks


def test_what_was_typed_is_still_looked_for(index):
    found = [hit.document_id for hit in index.search(Query("chi phí đang tăng"), SCOPE).hits]

    assert found[0] == "phi-cong"


def test_words_outside_the_scope_are_no_evidence(index):
    scope = {name: facts for name, facts in SCOPE.items() if not name.startswith("nai")}

    assert index.search(Query("khiếu lại kỷ luật"), scope).did_you_mean is None


def test_an_abbreviation_in_the_glossary_is_no_slip(index_of):
    index = index_of(
        {name: [a_passage(name, "1", text)] for name, text in TEXTS.items()},
        glossary=Glossary({"TEEN": ("thanh niên",)}, ()),
    )

    assert index.search(Query("xóa teen đảng viên"), SCOPE).did_you_mean is None


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("ddangr", "đảng"),
        ("teen", "tên"),
        ("vieen", "viên"),
        ("nghij", "nghị"),
        ("quyeets", "quyết"),
        ("huowngs", "hướng"),
        ("luaatj", "luật"),
        ("hoaf", "hòa"),
        ("hocj", "học"),
        ("ddieemr", "điểm"),
    ],
)
def test_telex_keys_become_the_syllable_they_were_meant_for(keys, syllable):
    assert from_telex(keys) == syllable


def test_a_syllable_without_telex_keys_stays_itself():
    assert from_telex("chi") is None
    assert from_telex("đảng") is None


def test_one_letter_away_holds_every_single_slip():
    away = set(one_letter_away("dang"))

    assert {"dan", "ang", "dagn", "adng", "tang", "dangg", "dahng"} <= away
    assert "dang" not in away


def test_sounds_alike_go_both_ways():
    assert "tru" in set(sounding_alike("chu"))
    assert "chu" in set(sounding_alike("tru"))
    assert "dang" in set(sounding_alike("dan"))
