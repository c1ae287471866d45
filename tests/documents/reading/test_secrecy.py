"""A stamped document is recognised however the stamp was set; one about secrets is not."""

import unicodedata

import pytest

from handbook_api.documents.reading.secrecy import (
    secrecy_mark,
    secrecy_mark_in_name,
    secrecy_of,
    stamp_of,
)
from handbook_api.gateways.text_extraction import Extracted, Line

LETTERHEAD = ("TỈNH ỦY THÁI NGUYÊN", "*", "Số 12-BC/TU", "ĐẢNG CỘNG SẢN VIỆT NAM")
BODY = ("BÁO CÁO", "về tình hình quý I", "I. TÌNH HÌNH", "Mọi việc bình thường.")


def printed(*texts: str, page: int | None = 1) -> list[Line]:
    return [Line(text, page=page) for text in texts]


@pytest.mark.parametrize(
    ("stamp", "mark"),
    [
        ("MẬT", "Mật"),
        ("TỐI MẬT", "Tối mật"),
        ("TUYỆT MẬT", "Tuyệt mật"),
        ("Mật", "Mật"),
        ("Tối Mật", "Tối mật"),
        ("M Ậ T", "Mật"),
        ("T Ố I  M Ậ T", "Tối mật"),
        ("TUYỆT  M Ậ T", "Tuyệt mật"),
        ("[ MẬT ]", "Mật"),
        ("*** TỐI MẬT ***", "Tối mật"),
        ("| MẬT |", "Mật"),
        ("“MẬT”", "Mật"),
        ("Độ mật: Mật", "Mật"),
        ("ĐỘ MẬT: TUYỆT MẬT", "Tuyệt mật"),
        ("Mức độ mật : Tối mật.", "Tối mật"),
        ("MAT", "Mật"),
        ("TOI MAT", "Tối mật"),
        ("TUYET MAT", "Tuyệt mật"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT"), "Tuyệt mật"),
        ("M\u00ca\u0323T".replace("\u00ca", "\u00c2"), "Mật"),
        ("MẬT ĐẢNG CỘNG SẢN VIỆT NAM", "Mật"),
        ("Số 12-BC/TU TỐI MẬT", "Tối mật"),
        ("TUYỆT MẬT Thái Nguyên, ngày 12 tháng 5 năm 2025", "Tuyệt mật"),
    ],
)
def test_a_stamp_is_recognised_however_it_is_set(stamp, mark):
    assert stamp_of(stamp) == mark
    assert secrecy_mark(printed(*LETTERHEAD, stamp, *BODY)) == mark
    assert secrecy_mark(printed(stamp, *LETTERHEAD, *BODY, page=None)) == mark


@pytest.mark.parametrize(
    "line",
    [
        "bảo vệ bí mật nhà nước",
        "QUY ĐỊNH VỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "BÍ MẬT",
        "Hồ sơ đảng viên là tài liệu mật của Đảng, không được tẩy xoá.",
        "mật.",
        "mật",
        "gắn bó mật thiết với Nhân dân",
        "MẬT ONG",
        "MẤT",
        "MÁT",
        "MẶT",
        "TÔI MẤT",
        "Độ mật: Không",
        "Độ mật:",
        "CỘNG MẬT ĐỘ",
        "Mật độ dân số",
        "Danh mục gồm các mức Mật, Tối mật, Tuyệt mật",
        "ỦY BAN MẶT TRẬN TỔ QUỐC",
        "MẬT KHẨU",
        "",
    ],
)
def test_a_line_that_only_speaks_of_secrets_is_no_stamp(line):
    assert stamp_of(line) is None
    assert secrecy_mark(printed(*LETTERHEAD, line, *BODY)) is None


def test_the_highest_degree_counts():
    assert secrecy_mark(printed("MẬT", "TUYỆT MẬT", *BODY)) == "Tuyệt mật"


def test_a_stamp_at_the_head_of_every_page_counts_without_a_letterhead():
    lines = printed(*BODY) + [
        line for page in (2, 3, 4) for line in printed("MẬT", "nội dung", page=page)
    ]

    assert secrecy_mark(lines) == "Mật"


def test_an_appendix_that_shows_the_stamps_does_not_make_a_guide_secret():
    appendix = printed("MẪU DẤU CHỈ ĐỘ MẬT", "Mẫu số 1", "MẬT", "Mẫu số 2", "TỐI MẬT", page=9)
    many = printed(*[f"Dòng {number}" for number in range(60)], "MẬT", page=None)

    assert secrecy_mark(printed(*LETTERHEAD, *BODY) + appendix) is None
    assert secrecy_mark(many) is None


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("12-BC-TU (MẬT).pdf", "Mật"),
        ("MẬT 12-BC.docx", "Mật"),
        ("bao cao [mat].docx", "Mật"),
        ("Tối mật - báo cáo.pdf", "Tối mật"),
        ("toi_mat_12.pdf", "Tối mật"),
        ("TUYET-MAT.doc", "Tuyệt mật"),
        (unicodedata.normalize("NFD", "báo cáo TUYỆT MẬT.pdf"), "Tuyệt mật"),
        ("bao-ve-bi-mat-nha-nuoc.pdf", None),
        ("Quy định bảo vệ BÍ MẬT nhà nước.pdf", None),
        ("QUY CHẾ BẢO MẬT.pdf", None),
        ("mat-tran-to-quoc.pdf", None),
        ("doi-mat-khau.txt", None),
        ("don-toi-mat-the-dang-vien.docx", None),
        ("toi mat the.docx", None),
        ("12 TOI MAT.docx", "Tối mật"),
        ("294-QĐ-TW.pdf", None),
    ],
)
def test_a_file_name_can_state_the_degree(name, mark):
    assert secrecy_mark_in_name(name) == mark


def test_everything_that_came_out_of_a_file_is_looked_at():
    clean = Extracted("docx", tuple(printed(*LETTERHEAD, *BODY, page=None)), 0)
    in_the_margin = Extracted("docx", clean.lines, 0, margins=("Trang", "TỐI MẬT"))

    assert secrecy_of(clean, name="a.docx") is None
    assert secrecy_of(clean, name="a (MẬT).docx") == "Mật"
    assert secrecy_of(in_the_margin, name="a (MẬT).docx") == "Tối mật"
