"""Symbols and dates of documents, in the spellings that papers, pages and people use."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.kinds import same_family
from search_index.symbols import (
    KIND_NAMES,
    Plenum,
    Symbol,
    abbreviations_of_kind,
    find_dates,
    find_symbols,
    kind_of_name,
    kinds_of_abbreviation,
    parse_date,
    parse_symbol,
    typed_symbol,
)


@pytest.mark.parametrize(
    ("written", "key", "display"),
    [
        ("294-QĐ/TW", "294-qd/tw", "294-QĐ/TW"),
        ("296-QĐ/TƯ", "296-qd/tw", "296-QĐ/TW"),
        ("21-CT/TƯ", "21-ct/tw", "21-CT/TW"),
        ("05-CT/T.Ư", "5-ct/tw", "05-CT/TW"),
        ("296-QD/TW", "296-qd/tw", "296-QĐ/TW"),
        ("24-QĐ / TW", "24-qd/tw", "24-QĐ/TW"),
        ("57-NQ/ TW", "57-nq/tw", "57-NQ/TW"),
        ("68- NQ/TW", "68-nq/tw", "68-NQ/TW"),
        ("100 - KL/TW", "100-kl/tw", "100-KL/TW"),
        ("Số: 16 -\nHD/BTCTW", "16-hd/btctw", "16-HD/BTCTW"),
        ("294\u00a0-\u00a0QĐ/TW", "294-qd/tw", "294-QĐ/TW"),
        ("31/QĐ-TW", "31-qd/tw", "31-QĐ/TW"),
        ("Quy định 22QDTW", "22-qd/tw", "22-QĐ/TW"),
        ("37QĐ/TW", "37-qd/tw", "37-QĐ/TW"),
        ("08-Qđi/TW", "8-qd/tw", "08-QĐi/TW"),
        ("08-QĐi/TW", "8-qd/tw", "08-QĐi/TW"),
        ("07-QĐI/TW", "7-qd/tw", "07-QĐi/TW"),
        ("Chỉ thị số 05-CT/TW, ngày", "5-ct/tw", "05-CT/TW"),
        ("294 qd tw", "294-qd/tw", "294-QĐ/TW"),
        ("294-QD-TW-2025.pdf", "294-qd/tw", "294-QĐ/TW"),
        ("15a-NQ/TW", "15a-nq/tw", "15a-NQ/TW"),
        ("4192-QĐ/BTCTW", "4192-qd/btctw", "4192-QĐ/BTCTW"),
        ("12-HD/BTGDVTW", "12-hd/btgdvtw", "12-HD/BTGDVTW"),
        ("24-BS/UBKTTU", "24-bs/ubkttu", "24-BS/UBKTTU"),
        ("07-ĐA/ĐUK", "7-da/duk", "07-ĐA/ĐUK"),
        ("12-QC/TU", "12-qc/tu", "12-QC/TU"),
        ("03-CTr/ĐU", "3-ctr/du", "03-CTr/ĐU"),
        ("05-NQ/CB", "5-nq/cb", "05-NQ/CB"),
        ("18-KH/TĐTN", "18-kh/tdtn", "18-KH/TĐTN"),
        ("27/2012/NĐ-CP", "27/2012/nd-cp", "27/2012/NĐ-CP"),
        ("91/2025/QH15", "91/2025/qh15", "91/2025/QH15"),
        ("117/2025/QH15", "117/2025/qh15", "117/2025/QH15"),
        ("02/2011/TTLT-BNV-BTC", "2/2011/ttlt-bnv-btc", "02/2011/TTLT-BNV-BTC"),
        ("1234/QĐ-TTg", "1234/qd-ttg", "1234/QĐ-TTg"),
    ],
)
def test_every_spelling_of_a_symbol_has_one_key(written, key, display):
    symbol = parse_symbol(written)

    assert symbol is not None
    assert (symbol.key, symbol.display) == (key, display)


@pytest.mark.parametrize(
    "text",
    [
        "trực 24/7",
        "ngày 15/5/2016",
        "nhiệm kỳ 2015-2020",
        "điện thoại 0208.385.1234 hoặc 0912 345 678",
        "3/2; 19/5; 2/9; 7/11",
        "có 62/65 đơn vị, 54/61 TCCSĐ",
        "điểm 10.4.2 và 3.5.1",
        "5 năm 2 lần, 20 tổ, 12 hu",
        "khoảng 100 km/h, 12 kg/ha",
        "A4-210x297",
        "",
    ],
)
def test_other_figures_are_not_symbols(text):
    assert list(find_symbols(text)) == []


def test_a_symbol_is_shown_where_it_stands():
    text = "Căn cứ Quy định số 294 -\nQĐ/TW ngày 26/5/2025 và Chỉ thị số05-CT/TWngày 15/5/2016"

    found = list(find_symbols(text))

    assert [one.symbol.key for one in found] == ["294-qd/tw", "5-ct/tw"]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert found[0].text == "294 -\nQĐ/TW"


def test_central_and_provincial_suffixes_stay_apart():
    assert parse_symbol("21-CT/TƯ").issuer == "TW"
    assert parse_symbol("21-CT/TU").issuer == "TU"
    assert parse_symbol("21-HD/BTCTƯ").issuer == "BTCTW"
    assert parse_symbol("21-HD/BTCTU").issuer == "BTCTU"


def test_qd_leaves_two_kinds_open_and_qdi_does_not():
    assert set(parse_symbol("342-QĐ/TW").kinds) == {"decision", "regulation"}
    assert parse_symbol("08-QĐi/TW").kinds == ("regulation",)
    assert parse_symbol("91/2025/QH15").kinds == ("law",)
    assert parse_symbol("02-TT/TW").kinds == ("circular",)
    assert parse_symbol("80/2019/TT-BTC").kinds == ("state_circular",)
    assert same_family("decision", "regulation")
    assert not same_family("directive", "regulation")


def test_kinds_are_named_and_abbreviated_both_ways():
    for code, name in KIND_NAMES.items():
        assert kind_of_name(name.upper()) == code
        for short in abbreviations_of_kind(code):
            assert code in kinds_of_abbreviation(short)
    assert kind_of_name("huong dan") == "guidance"
    assert kind_of_name("Quy  định") == "regulation"
    assert kind_of_name("bài hát") is None
    assert abbreviations_of_kind("scheme") == ("ĐA",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("15/5/2016", date(2016, 5, 15)),
        ("15-5-2016", date(2016, 5, 15)),
        ("03/4/2018", date(2018, 4, 3)),
        ("4.10.2023", date(2023, 10, 4)),
        ("Hà Nội, ngày 26 tháng 5 năm 2025", date(2025, 5, 26)),
        ("ngày 03 tháng 4\nnăm 2018", date(2018, 4, 3)),
        ("ngay 3 thang 4 nam 2018", date(2018, 4, 3)),
        ("Lam Giang| 24/10/2017 10:03", date(2017, 10, 24)),
        ("28.2.2018 - 7:25", date(2018, 2, 28)),
        ("2016-05-15", date(2016, 5, 15)),
        ("tháng 6-2017", None),
        ("31/2/2020", None),
        ("27/2012/NĐ-CP", None),
        ("2015-2020", None),
        ("Hà Nội, ngày     tháng     năm 2025", None),
    ],
)
def test_dates_are_read_in_every_spelling(written, expected):
    assert parse_date(written) == expected


def test_a_month_alone_is_a_date_without_a_day():
    text = "từ tháng 6-2017 đến tháng 4 năm 2019 kết nạp 349 đồng chí"

    found = list(find_dates(text))

    assert [(one.year, one.month, one.day, one.on) for one in found] == [
        (2017, 6, None, None),
        (2019, 4, None, None),
    ]
    assert [text[one.start : one.end] for one in found] == ["tháng 6-2017", "tháng 4 năm 2019"]


@pytest.mark.parametrize(
    ("query", "number", "kinds", "suffix"),
    [
        ("qd 294", "294", {"decision", "regulation"}, None),
        ("qđ294", "294", {"decision", "regulation"}, None),
        ("294 qđ", "294", {"decision", "regulation"}, None),
        ("quy dinh 294", "294", {"regulation"}, None),
        ("Quy định số 294", "294", {"regulation"}, None),
        ("NQ 04 NQ/TU", "4", {"resolution"}, "TU"),
        ("hướng dẫn 06 ban bí thư", "6", {"guidance"}, "TW"),
        ("huong dan 12 ban to chuc trung uong", "12", {"guidance"}, "BTCTW"),
        ("cv 7619 btctw", "7619", {"letter"}, "BTCTW"),
        ("nq57 bct", "57", {"resolution"}, "TW"),
        ("294/TW", "294", set(), "TW"),
        ("Quy định 37 điều 11", "37", {"regulation"}, None),
    ],
)
def test_a_typed_symbol_may_miss_parts(query, number, kinds, suffix):
    typed = typed_symbol(query)

    assert typed is not None
    assert (typed.number, typed.kinds, typed.suffix) == (number, frozenset(kinds), suffix)


@pytest.mark.parametrize(
    "query",
    [
        "quy định 30 ngày làm việc",
        "kế hoạch năm 2025",
        "kế hoạch 2025",
        "đã 30 năm tuổi đảng",
        "đảng phí",
        "mức đóng đảng phí 2026",
        "294",
        "",
        "x" * 10_000,
        "1 - " * 3_000,
    ],
)
def test_ordinary_queries_are_not_typed_symbols(query):
    assert typed_symbol(query) is None


def test_a_typed_symbol_keeps_what_stands_beside_it():
    dated = typed_symbol("hướng dẫn 01-HD/TW ngày 28/9/2021 về kết nạp")
    yearly = typed_symbol("hướng dẫn 12 2018 ban tổ chức trung ương")
    topical = typed_symbol("quy định 366 về kiểm điểm")

    assert (dated.issued_on, dated.symbol.key, dated.remainder) == (
        date(2021, 9, 28),
        "1-hd/tw",
        "về kết nạp",
    )
    assert (yearly.year, yearly.issuer) == (2018, "ban tổ chức trung ương")
    assert topical.remainder == "về kiểm điểm"


def test_a_plenum_is_typed_with_or_without_marks():
    for query in (
        "nghi quyet trung uong 4 khoa 12",
        "NQTW4 khóa XII",
        "Nghị quyết TW 4 (khoá XII)",
    ):
        assert typed_symbol(query).plenum == Plenum(4, 12)
    assert typed_symbol("nghị quyết đại hội 13").congress == 13


def test_a_typed_symbol_fits_the_documents_it_may_mean():
    typed = typed_symbol("quyết định 294")

    assert typed.fits(Symbol("294", "QĐ", "TW"), "regulation")
    assert not typed.fits(Symbol("294", "CT", "TW"), "directive")
    assert not typed.fits(Symbol("295", "QĐ", "TW"), "regulation")
    assert not typed_symbol("chỉ thị 05-CT/TU").fits(Symbol("05", "CT", "TW"))


PIECES = st.lists(
    st.sampled_from(
        ["294", "-", "/", "QĐ", "TW", "ngày", " ", "\n", "15/5/2016", "TƯ", "số", "é", "İ"]
    )
    | st.text(max_size=4),
    max_size=30,
).map("".join)


@given(PIECES)
def test_whatever_is_read_offsets_hold(text):
    found = [*find_symbols(text), *find_dates(text)]

    assert all(text[one.start : one.end] == one.text for one in found)
    symbols = list(find_symbols(text))
    assert all(one.end <= two.start for one, two in pairwise(symbols))
    typed_symbol(text)


@given(PIECES)
def test_what_is_displayed_reads_back_as_the_same_symbol(text):
    for found in find_symbols(text):
        again = parse_symbol(found.symbol.display)
        assert again is not None
        assert again.key == found.symbol.key
