"""What a paper says of itself: read from the letterhead, the signature and the last words."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook_api.documents.reading.mending import Paragraph, mend
from handbook_api.documents.reading.metadata import Metadata, read_metadata
from handbook_api.documents.reading.sentence_case import sentence_case
from handbook_api.documents.reading.structure import provisions
from handbook_api.gateways.text_extraction import extract
from tests.documents.reading import papers
from tests.documents.reading.papers import paper

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


def relations(metadata: Metadata) -> list[tuple[str, str, date | None]]:
    return [
        (one.kind, one.citation.symbol.display, one.citation.issued_on)
        for one in metadata.relations
        if one.citation.symbol is not None
    ]


def of_corpus(folder: str, name: str) -> Metadata:
    path = CORPUS / folder / name
    if not path.exists():
        pytest.skip(f"missing: {path}")
    return read_metadata(mend(extract(path)))


def test_the_regulation_on_the_charter_is_read_whole():
    read = of_corpus("documents", "294-QD-TW-2025.pdf")

    assert (read.kind, read.symbol, read.issued_on) == (
        "regulation",
        "294-QĐ/TW",
        date(2025, 5, 26),
    )
    assert (read.issuer, read.place) == ("Ban Chấp hành Trung ương", "Hà Nội")
    assert (read.title, read.signer) == ("Thi hành Điều lệ Đảng", "Tô Lâm")
    assert read.effective_on == date(2025, 7, 1)
    assert [(one.kind, one.citation.kind) for one in read.relations] == [("implements", "charter")]


def test_the_guide_is_of_the_body_that_signed_it():
    read = of_corpus("documents", "06-HD-TW-2025.pdf")

    assert (read.kind, read.symbol, read.issued_on) == ("guidance", "06-HD/TW", date(2025, 6, 9))
    assert (read.issuer, read.signer) == ("Ban Bí thư", "Trần Cẩm Tú")
    assert read.title == "Một số vấn đề cụ thể thi hành Điều lệ Đảng"
    assert read.effective_on == date(2025, 6, 9)
    assert relations(read) == [
        ("guides", "294-QĐ/TW", date(2025, 5, 26)),
        ("replaces", "01-HD/TW", date(2021, 9, 28)),
    ]


@pytest.mark.parametrize(
    ("name", "title", "published"),
    [
        (
            "001_befa2c42490e82ec.txt",
            "Đề án “Đổi mới phương thức lãnh đạo của Đảng bộ khối",
            date(2018, 2, 28),
        ),
        ("002_de5285344367e5d0.txt", "Điện Biên xây dựng, nâng cao chất lượng", None),
        (
            "003_1b17c64f24c0bdbf.txt",
            "Đảng bộ Khối Các cơ quan tỉnh: Nâng cao chất lượng",
            date(2017, 10, 24),
        ),
        (
            "004_6af2ff1708b4afb6.txt",
            "Chủ động tham mưu toàn diện trên các mặt công tác",
            date(2021, 10, 14),
        ),
    ],
)
def test_an_article_has_a_headline_and_the_day_of_its_dateline(name, title, published):
    read = of_corpus("articles", name)

    assert read.title.startswith(title)
    assert (read.kind, read.issued_on, read.issuer, read.symbol) == (
        "article",
        published,
        None,
        None,
    )


def test_the_day_on_which_a_page_was_saved_is_not_that_of_the_article():
    news = paper("""
        Hôm nay, ngày 18 tháng 1 năm 2019
        Một tin mẫu về sinh hoạt chi bộ ở cơ sở
        Chi bộ thôn Đông họp ngày 05/3/2018, có mặt đông đủ đảng viên và bàn nhiều việc của thôn.
    """)

    assert read_metadata(news).issued_on is None


@pytest.mark.parametrize(
    ("paragraphs", "kind", "symbol", "issuer", "title", "signer"),
    [
        (
            papers.RULES,
            "regulation",
            "15-QĐ/TU",
            "Ban Thường vụ Tỉnh ủy Sao Mai",
            "Về đánh giá chất lượng sinh hoạt chi bộ",
            "Trần Văn Mẫu",
        ),
        (
            papers.RESOLUTION,
            "resolution",
            "07-NQ/ĐU",
            "Đảng ủy xã Bình Minh Mẫu",
            "Về lãnh đạo thực hiện nhiệm vụ năm 2026",
            "Lê Thị Ví Dụ",
        ),
        (
            papers.DIRECTIVE,
            "directive",
            "99-CT/TW",
            "Ban Bí thư",
            "Về một việc mẫu trong công tác xây dựng Đảng",
            "Nguyễn Văn Thí Dụ",
        ),
        (
            papers.CELL,
            "resolution",
            "02-NQ/CB",
            "Chi bộ thôn Đông",
            "Lãnh đạo thực hiện nhiệm vụ tháng 3 năm 2026",
            "Phạm Thị Minh Họa",
        ),
        (
            papers.DECISION,
            "decision",
            "21-QĐ/ĐU",
            "Đảng ủy xã Bình Minh Mẫu",
            "Ban hành Quy chế làm việc của Đảng ủy xã",
            "Lê Thị Ví Dụ",
        ),
        (
            papers.LETTER,
            "letter",
            "345-CV/VPTU",
            "Văn phòng Tỉnh ủy Sao Mai",
            "Chuẩn bị Hội nghị Tỉnh ủy",
            "Đỗ Văn Giả Định",
        ),
        (
            papers.GUIDE,
            "guidance",
            "12-HD/BTCTU",
            "Ban Tổ chức Tỉnh ủy Sao Mai",
            "Thực hiện Chỉ thị số 50-CT/TW về sinh hoạt chi bộ của đảng bộ tỉnh Sao Mai,"
            " nhiệm kỳ XX",
            "Hoàng Văn Ví Dụ",
        ),
        (
            papers.AMENDMENT,
            "regulation",
            "98-QĐ/TW",
            "Bộ Chính trị",
            "Sửa đổi, bổ sung một số điều của Quy định số 97-QĐ/TW, ngày 06/7/2022 của"
            " Bộ Chính trị",
            "Vũ Thị Mẫu Mực",
        ),
        (
            papers.MINUTES,
            "minutes",
            None,
            "Chi bộ tổ dân phố số 3",
            "Họp chi bộ thường kỳ tháng 3 năm 2026",
            "Ngô Văn Ghi Chép",
        ),
        (
            papers.DRAFT,
            "plan",
            None,
            "Ban Thường vụ Tỉnh ủy Sao Mai",
            "Thực hiện Nghị quyết số 99-NQ/TW, ngày 20/01/2026 của Bộ Chính trị",
            None,
        ),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else str(value)[:20],
)
def test_papers_of_every_level_say_who_issued_them(paragraphs, kind, symbol, issuer, title, signer):
    read = read_metadata(paragraphs)

    assert (read.kind, read.symbol, read.issuer) == (kind, symbol, issuer)
    assert (read.title, read.signer) == (title, signer)


def test_a_blank_day_is_no_day():
    read = read_metadata(papers.DRAFT)

    assert (read.issued_on, read.effective_on, read.place) == (None, None, "Sao Mai")


def test_the_effect_is_a_day_or_the_day_of_signing_or_nothing():
    assert read_metadata(papers.GUIDE).effective_on == date(2026, 2, 15)
    assert read_metadata(papers.RULES).effective_on == date(2026, 3, 5)
    assert read_metadata(papers.DIRECTIVE).effective_on is None


def test_every_document_that_is_replaced_is_named():
    assert relations(read_metadata(papers.GUIDE)) == [
        ("guides", "50-CT/TW", date(2025, 7, 23)),
        ("replaces", "05-HD/BTCTU", date(2019, 3, 1)),
        ("replaces", "09-HD/BTCTU", date(2020, 4, 2)),
    ]


def test_laws_and_the_charter_are_of_the_day_they_were_adopted():
    law, charter = read_metadata(papers.LAW), read_metadata(papers.EXTRACT)

    assert (law.kind, law.symbol, law.issued_on) == ("law", "999/2025/QH15", date(2025, 6, 26))
    assert (law.title, law.issuer) == ("Luật Bảo vệ việc mẫu", "Quốc hội")
    assert (law.effective_on, law.signer) == (date(2026, 1, 1), "Trần Văn Mẫu")
    assert (charter.kind, charter.issued_on) == ("charter", date(2011, 1, 19))
    assert charter.title == "Điều lệ Đảng mẫu"


def test_a_change_names_what_it_changes_once():
    assert relations(read_metadata(papers.AMENDMENT)) == [
        ("amends", "97-QĐ/TW", date(2022, 7, 6)),
    ]


def test_a_plan_implements_the_resolution_in_its_title():
    assert relations(read_metadata(papers.DRAFT)) == [
        ("implements", "99-NQ/TW", date(2026, 1, 20)),
    ]


def test_relations_show_the_words_that_state_them():
    for paragraphs in (papers.GUIDE, papers.AMENDMENT, papers.DRAFT):
        for one in read_metadata(paragraphs).relations:
            cited = one.citation
            assert one.sentence[cited.start : cited.end] == cited.text


def test_what_is_replaced_elsewhere_is_not_replaced_by_this_paper():
    text = paper("""
        Số 05-BC/TU
        BÁO CÁO
        kết quả một việc mẫu
        1. Quy định số 24-QĐ/TW đã được thay thế bằng Quy định số 232-QĐ/TW.
        2. Đảng viên thay thế đồng chí bí thư vắng mặt.
    """)

    assert read_metadata(text).relations == ()


def test_key_lines_over_a_typed_text_count_first():
    read = read_metadata(papers.TYPED)

    assert (read.symbol, read.kind, read.issuer) == (
        "03-QC/ĐU",
        "working_rules",
        "Đảng ủy xã Bình Minh Mẫu",
    )
    assert (read.issued_on, read.effective_on) == (date(2026, 1, 12), date(2026, 1, 15))
    assert (read.title, read.signer) == ("Quy chế làm việc của Đảng ủy xã", "Lê Thị Ví Dụ")
    assert [one.anchor for one in provisions(papers.TYPED)] == ["dieu-1", "dieu-2"]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("THI HÀNH ĐIỀU LỆ ĐẢNG", "Thi hành Điều lệ Đảng"),
        (
            "VỀ NÂNG CAO CHẤT LƯỢNG TỔ CHỨC ĐẢNG VÀ ĐẢNG VIÊN",
            "Về nâng cao chất lượng tổ chức đảng và đảng viên",
        ),
        (
            "HỌC TẬP VÀ LÀM THEO TƯ TƯỞNG, ĐẠO ĐỨC, PHONG CÁCH HỒ CHÍ MINH",
            "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        ),
        (
            "CÔNG TÁC XÂY DỰNG ĐẢNG KHÓA XIII CỦA BỘ CHÍNH TRỊ",
            "Công tác xây dựng Đảng khóa XIII của Bộ Chính trị",
        ),
        (
            "THỰC HIỆN CHỈ THỊ SỐ 05-CT/TW Ở TỈNH THÁI NGUYÊN",
            "Thực hiện Chỉ thị số 05-CT/TW ở tỉnh Thái Nguyên",
        ),
        ("về kiểm điểm và đánh giá", "Về kiểm điểm và đánh giá"),
        ("", ""),
    ],
)
def test_titles_in_capitals_are_written_as_a_catalogue_writes_them(printed, written):
    assert sentence_case(printed) == written


@given(
    st.lists(
        st.sampled_from(
            [
                one.text
                for name in ("RULES", "GUIDE", "MINUTES", "TYPED")
                for one in vars(papers)[name]
            ]
        )
        | st.text(min_size=1, max_size=40),
        max_size=25,
    )
)
def test_any_order_of_lines_is_read_without_falling(lines):
    read = read_metadata(tuple(Paragraph(line, None, None) for line in lines))

    assert all(one.sentence[one.citation.start : one.citation.end] for one in read.relations)


def headed(*lines: tuple[str, int | None]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, None, heading) for text, heading in lines)


def test_a_typed_text_may_name_its_kind_over_its_number():
    text = headed(
        ("Quy định về sinh hoạt chi bộ", 1),
        ("Số 15-QĐ/TU, Sao Mai, ngày 05 tháng 3 năm 2026", None),
        ("Điều 1. Phạm vi", 3),
        ("1. Áp dụng với mọi chi bộ.", None),
        ("Điều 2. Hiệu lực", 3),
        ("Quy định này có hiệu lực từ ngày 01/4/2026.", None),
    )
    read = read_metadata(text)

    assert (read.kind, read.symbol, read.place) == ("regulation", "15-QĐ/TU", "Sao Mai")
    assert (read.title, read.effective_on) == ("Về sinh hoạt chi bộ", date(2026, 4, 1))
    assert [one.anchor for one in provisions(text)] == ["dieu-1", "dieu-1.khoan-1", "dieu-2"]


def test_key_lines_that_a_markdown_reader_joined_are_still_read():
    text = headed(
        ("Ký hiệu: 03-HD/BTCTU Loại: Hướng dẫn Ngày ban hành: 12/01/2026", 2),
        ("Hướng dẫn nhanh về thẻ đảng", 1),
        ("Báo cáo chi bộ ngay khi mất thẻ.", None),
    )
    read = read_metadata(text)

    assert (read.symbol, read.kind, read.issued_on) == (
        "03-HD/BTCTU",
        "guidance",
        date(2026, 1, 12),
    )
    assert provisions(text)[0].text == "Báo cáo chi bộ ngay khi mất thẻ."


@pytest.mark.parametrize(
    "headline",
    ["Quy định mới về đảng phí", "QUY ĐỊNH MỚI VỀ ĐẢNG PHÍ", "Kế hoạch lớn của một chi bộ nhỏ"],
)
def test_a_headline_that_begins_like_a_paper_is_still_a_headline(headline):
    news = paper(f"""
        {headline}
        Báo Mẫu - 12/5/2026, 08:30
        Theo Quy định số 01-QĐ/TW, đảng viên đóng đảng phí hằng tháng; chi bộ thu và nộp lên trên.
    """)
    read = read_metadata(news)

    assert (read.kind, read.title, read.issued_on) == ("article", headline, date(2026, 5, 12))
