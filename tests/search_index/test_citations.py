"""Citations in running text: what is named, where, and what is not a citation at all."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.citations import Citation, find_citations
from search_index.plenums import Plenum
from search_index.provision_steps import find_anchor


def only(text: str) -> Citation:
    found = find_citations(text)
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "key", "provision"),
    [
        ("theo điểm 3.5.1 Quy định 294-QĐ/TW thì", "regulation", "294-qd/tw", ("3.5.1",)),
        (
            "khoản 1 Điều 11 Quy định số 37-QĐ/TW",
            "regulation",
            "37-qd/tw",
            ("dieu-11", "khoan-1"),
        ),
        (
            "tiết c, điểm 1.2, Điều 5 Hướng dẫn số 27-HD/BTCTW",
            "guidance",
            "27-hd/btctw",
            ("dieu-5", "diem-1.2", "tiet-c"),
        ),
        ("Quy định số 08-Qđi/TW", "regulation", "8-qd/tw", ()),
        ("Quyết định số 342-QĐ/TW", "decision", "342-qd/tw", ()),
        ("Luật số 91/2025/QH15", "law", "91/2025/qh15", ()),
        ("trong 342-QĐ/TW có nêu", None, "342-qd/tw", ()),
        (
            "Quy định số 37-QĐ/TW (Điều 11, khoản 1)",
            "regulation",
            "37-qd/tw",
            ("dieu-11", "khoan-1"),
        ),
    ],
)
def test_a_symbol_is_cited_with_its_kind_and_provision(text, kind, key, provision):
    found = only(text)

    assert (found.kind, found.symbol.key, found.provision) == (kind, key, provision)


def test_broken_lines_hard_spaces_and_wrong_spacing_are_borne():
    text = (
        "Căn cứ Quy\u00a0định số: 294 -\nQĐ/ TW,  ngày 26 tháng\n5 năm 2025 của\u00a0Bộ Chính trị"
    )

    found = only(text)

    assert (found.symbol.key, found.issued_on) == ("294-qd/tw", date(2025, 5, 26))
    assert (found.kind, found.issuer) == ("regulation", "Bộ Chính trị")


def test_day_issuer_term_and_title_are_read_after_the_symbol():
    found = only(
        "Quy định số 08-Qđi/TW ngày 25/10/2018 của Ban Chấp hành Trung ương khóa XII "
        "về trách nhiệm nêu gương của cán bộ, đảng viên. Cấp ủy thực hiện."
    )

    assert (found.issued_on, found.year, found.term) == (date(2018, 10, 25), 2018, 12)
    assert found.issuer == "Ban Chấp hành Trung ương"
    assert found.title == "trách nhiệm nêu gương của cán bộ, đảng viên"
    assert found.text.endswith("khóa XII")


def test_an_empty_line_parts_two_texts():
    text = "thực hiện theo Điều 5\n\nQuy định số 294-QĐ/TW nêu rõ\n \nngày 26/5/2025"

    own, cited = find_citations(text)

    assert (own.text, own.self_reference) == ("Điều 5", True)
    assert (cited.text, cited.provision, cited.issued_on) == ("Quy định số 294-QĐ/TW", (), None)
    assert text[cited.start : cited.end] == cited.text


def test_a_title_in_quotation_marks_is_read_to_their_end():
    found = only(
        'Đề án số 07-ĐA/ĐUK ngày 25/5/2017 của Ban Chấp hành Đảng bộ Khối về "Nâng cao chất lượng '
        'tổ chức cơ sở đảng, giai đoạn 2017-2020" được ban hành'
    )

    assert found.title == "Nâng cao chất lượng tổ chức cơ sở đảng, giai đoạn 2017-2020"
    assert found.issuer == "Ban Chấp hành Đảng bộ Khối"


@pytest.mark.parametrize(
    ("text", "kind", "number", "issuer"),
    [
        ("học tập Chỉ thị 05 gắn với", "directive", "05", None),
        ("Quy định 366", "regulation", "366", None),
        ("Chỉ thị số 05, ngày 15-5-2016 của Bộ Chính trị", "directive", "05", "Bộ Chính trị"),
        ("chỉ thị số 05", "directive", "05", None),
        ("Nghị định 13/2023 nêu", "decree", "13", None),
        ("theo NQ 18", "resolution", "18", None),
    ],
)
def test_short_forms_carry_a_number_only(text, kind, number, issuer):
    found = only(text)

    assert (found.kind, found.number, found.issuer, found.symbol) == (kind, number, issuer, None)


def test_two_short_forms_side_by_side_keep_their_issuers():
    found = find_citations(
        "theo Chỉ thị 10 của Ban Bí thư và Hướng dẫn 09 của Ban Tổ chức Trung ương."
    )

    assert [(one.number, one.issuer) for one in found] == [
        ("10", "Ban Bí thư"),
        ("09", "Ban Tổ chức Trung ương"),
    ]


@pytest.mark.parametrize(
    ("text", "plenums"),
    [
        ("Nghị quyết Trung ương 4 khóa XII", [(4, 12)]),
        ("Nghị quyết Trung ương 4 (khóa XI, XII)", [(4, 11), (4, 12)]),
        ("Nghị quyết Trung ương 4 (khóa XI, khóa XII)", [(4, 11), (4, 12)]),
        ("các Nghị quyết Trung ương 4, 6, 7 (khóa XII)", [(4, 12), (6, 12), (7, 12)]),
        ("Nghị quyết Hội nghị lần thứ tư BCH Trung ương khóa XI", [(4, 11)]),
        ("Nghị quyết Hội nghị lần thứ 4 Ban Chấp hành Trung ương Đảng (khoá XI)", [(4, 11)]),
        ("NQTW4", [(4, None)]),
        ("NQ TW 4 khóa 12", [(4, 12)]),
        ("Kết luận Hội nghị Trung ương 4 khóa XIII", [(4, 13)]),
    ],
)
def test_plenums_are_read_one_by_one(text, plenums):
    found = find_citations(text)

    assert [one.plenum for one in found] == [Plenum(*pair) for pair in plenums]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_congress_of_the_whole_party_is_told_from_a_local_one():
    national, local = find_citations(
        "Nghị quyết Đại hội lần thứ XII của Đảng và Nghị quyết Đại hội Đảng bộ tỉnh Đắk Nông "
        "lần thứ XI"
    )

    assert (national.congress, national.issuer) == (12, None)
    assert (local.congress, local.issuer) == (11, "Đại hội Đảng bộ tỉnh Đắk Nông")


def test_provisions_of_the_charter_are_listed_one_by_one():
    found = find_citations(
        "đúng các Khoản 1, 2, 3, Điều 4 Điều lệ Đảng và Điều 15, 18 Điều lệ Đảng"
    )

    assert [one.provision for one in found] == [
        ("dieu-4", "khoan-1"),
        ("dieu-4", "khoan-2"),
        ("dieu-4", "khoan-3"),
        ("dieu-15",),
        ("dieu-18",),
    ]
    assert {one.kind for one in found} == {"charter"}


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("điểm 3.5.1 Quy định này", ("3.5.1",)),
        ("Khoản 2 Điều này", ("dieu-nay", "khoan-2")),
        ("Tiết a, Điểm 10.6.2 của Quy định này", ("10.6.2", "tiet-a")),
        ("quy định tại Mục 10.3", ("10.3",)),
        ("theo khoản 2 Điều 5", ("dieu-5", "khoan-2")),
        ("Điểm a nêu trên", ("diem-a",)),
    ],
)
def test_provisions_without_a_document_are_the_texts_own(text, provision):
    found = only(text)

    assert found.self_reference
    assert found.provision == provision


@pytest.mark.parametrize(
    "text",
    [
        "Quy định 30 ngày làm việc",
        "Kế hoạch 2025 của tỉnh",
        "Kết luận 3 nội dung",
        "Chương trình 5 phần",
        "đạt điểm 8 trở lên",
        "mục tiêu 5 năm",
        "các quy định hiện hành của Đảng",
        "Hướng dẫn này có hiệu lực",
        "khoản 5 triệu đồng",
        "Hội nghị lần thứ 11",
        "trực 24/7 từ ngày 1/2/2026",
        "",
    ],
)
def test_ordinary_words_cite_nothing(text):
    assert find_citations(text) == ()


def test_a_document_may_be_named_by_its_title():
    found = only("triển khai Nghị quyết “Nâng cao chất lượng sinh hoạt chi bộ” trong toàn Đảng bộ")
    rules = only(
        "thực hiện theo Quy định thi hành Điều lệ Đảng của Ban Chấp hành Trung ương khoá XIII"
    )

    assert (found.kind, found.title) == ("resolution", "Nâng cao chất lượng sinh hoạt chi bộ")
    assert (rules.kind, rules.title, rules.term) == ("regulation", "thi hành Điều lệ Đảng", 13)


@pytest.mark.parametrize(
    ("steps", "here", "anchor"),
    [
        (("3.5.1",), None, "3.5.1"),
        (("10.6.2", "tiet-a"), None, "10.6.2.a"),
        (("diem-4",), None, "4"),
        (("muc-4", "diem-10.6.2"), None, "10.6.2"),
        (("dieu-5", "khoan-2", "diem-dd"), None, "dieu-5.khoan-2.diem-dd"),
        (("dieu-nay", "khoan-2"), "dieu-5.khoan-1", "dieu-5.khoan-2"),
        (("diem-a",), "8.1.c", "8.1.a"),
        (("muc-2", "diem-1"), None, "muc-2.1"),
        (("dieu-7",), None, "phu-luc-1.dieu-7"),
        (("dieu-9",), None, None),
        (("khoan-3",), None, None),
    ],
)
def test_steps_lead_to_an_anchor_or_to_none(steps, here, anchor):
    anchors = {
        *("3.5.1", "10.6.2", "10.6.2.a", "3", "4", "8.1.a", "8.1.c", "dieu-5", "dieu-5.khoan-1"),
        *("dieu-5.khoan-2", "dieu-5.khoan-2.diem-dd", "muc-2", "muc-2.1", "phu-luc-1.dieu-7"),
    }

    assert find_anchor(steps, anchors, here) == anchor


PIECES = st.lists(
    st.sampled_from(
        [
            *("Quy định ", "số ", "294-QĐ/TW", " ngày 26/5/2025", " của Bộ Chính trị", "khoản 2 "),
            *("Điều 5", "điểm a, b ", "Quy định này", ", ", "(", ")", "“", "”", "\n", "\u00a0"),
            *("Nghị quyết Trung ương 4, 6 (khóa XI, XII)", "Chỉ thị 05", "Điều lệ Đảng", "İ"),
            *(" khoá XIII", " về ", "Đề án “Một việc dài”", "Điểm 3.6 và 3.7, Mục 3 của "),
        ]
    )
    | st.text(max_size=5),
    max_size=25,
).map("".join)


@given(PIECES)
def test_whatever_is_found_offsets_hold(text):
    found = find_citations(text)

    assert all(text[one.start : one.end] == one.text and one.text for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end))
    assert all(one.phrase[0] <= one.start and one.end <= one.phrase[1] for one in found)


@pytest.mark.parametrize(
    "piece",
    [
        *("Quy định ", "Điều 1, ", "khoản 1 điều 2 điểm a ", "“", "Nghị quyết “a ", "số ", "1 - "),
        *("294-QĐ/TW, ngày ", "của Ban ", "Nghị quyết Trung ương 4, ", "1.1.1.", " ", "\n", "("),
        *("Nghị quyết đại hội đảng bộ tỉnh ", "về việc ", "Đề án của Ban Chấp hành “"),
        "các khoản 1, 2, 3, 4, 5, 6, 7, 8, 9 điều 1, 2, 3, 4, 5, 6, 7, 8, điểm a, b, c, d, đ, e, ",
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(piece):
    """A quadratic reading of 100,000 characters would not end within the suite."""
    text = (piece * (100_000 // len(piece) + 1))[:100_000]

    assert all(one.end - one.start < 3_000 for one in find_citations(text))
