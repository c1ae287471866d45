"""Paragraphs come out of printed lines as their authors wrote them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook_api.documents.reading.mending import mend
from handbook_api.gateways.text_extraction import Extracted, Line, extract
from tests.documents.reading.typesetting import Style, typeset

SHARED = Path(__file__).parents[4] / "shared" / "corpus"

#: {} makes each paragraph of a paper unlike the others, as in real ones.
ITEMS = (
    "1. Chi bộ {} sinh hoạt thường kỳ mỗi tháng một lần, vào những ngày đầu tháng và khi cần.",
    "1.1. Thời gian {} sinh hoạt",
    "2.3.4. Đảng viên {} vắng mặt phải báo cáo lý do với bí thư chi bộ trước ngày họp, trừ trường "
    "hợp bất khả kháng; vắng mặt ba lần liên tiếp thì chi bộ xem xét, nhắc nhở.",
    "10.4.3 Các tổ chức {} đảng có đông đảng viên thì chia thành tổ đảng.",
    "3- Người chủ trì {} kết luận từng nội dung.",
    "a) Chuẩn bị {} nội dung, gửi tài liệu trước ít nhất một ngày để đảng viên góp ý thêm;",
    "đ) Kết luận {}.",
    "- Bí thư {} chủ trì; phó bí thư ghi biên bản, trừ khi chi bộ cử người khác làm thư ký.",
    "+ Biên bản {} có chữ ký của người chủ trì và thư ký.",
    "Điều 7. Trách nhiệm {} của cấp ủy",
    "Chương II. QUY ĐỊNH CỤ THỂ {}",
)
SENTENCES = (
    "Nghị quyết {} của chi bộ được thông qua khi quá nửa số đảng viên chính thức tán thành.",
    "Đảng viên {} có quyền bảo lưu ý kiến và báo cáo lên cấp trên, song phải chấp hành nghiêm "
    "chỉnh nghị quyết, không được truyền bá ý kiến cá nhân.",
    "Cấp ủy {} theo dõi, đôn đốc việc thực hiện và định kỳ sơ kết, tổng kết, rút kinh "
    "nghiệm chung.",
    "Tài liệu {} họp đăng trên sổ tay điện tử.",
)
#: Each gives one sign or another of where a paragraph ends.
HOUSE_STYLES = {
    "spaced": Style(after=8),
    "spaced and justified": Style(after=6, justified=True, leading=18),
    "spaced, without places": Style(after=8, soft_ends=True, placed=False),
    "indented": Style(indent=36),
    "indented and justified": Style(indent=36, justified=True),
    "soft ends": Style(soft_ends=True),
    "numbered pages": Style(after=8, numbered_pages=True),
    "running head": Style(after=8, head="TẠP CHÍ CỦA TỈNH ỦY SỐ 12"),
}
papers = st.lists(st.sampled_from(ITEMS + SENTENCES), min_size=70, max_size=84).map(
    lambda texts: [
        text.format(distinct(number)) for number, text in enumerate((*ITEMS, *SENTENCES, *texts))
    ]
)


def distinct(number: int) -> str:
    """A pseudo-word of its own for each paragraph."""
    return "bcdghklmnt"[number // 10] + "o" + "bcdghklmnt"[number % 10]


def lines_of(*texts: str, page: int = 1) -> Extracted:
    return Extracted("pdf", tuple(Line(text, page=page) for text in texts), 1)


def paragraphs_of(*texts: str) -> list[str]:
    return [paragraph.text for paragraph in mend(lines_of(*texts))]


@pytest.mark.parametrize("style", HOUSE_STYLES.values(), ids=HOUSE_STYLES)
@settings(max_examples=20)
@given(paper=papers)
def test_a_printed_paper_comes_back_paragraph_by_paragraph(style, paper):
    mended = [paragraph.text for paragraph in mend(typeset(paper, style))]

    assert mended == paper


@settings(max_examples=20)
@given(paper=papers)
def test_with_no_sign_at_all_every_item_still_starts_its_paragraph(paper):
    mended = [paragraph.text for paragraph in mend(typeset(paper, Style()))]

    opening = re.compile(r"[\d+-]|[a-zđ]\)|Điều \d|Chương")
    assert [text[:20] for text in mended if opening.match(text)] == [
        text[:20] for text in paper if opening.match(text)
    ]
    assert " ".join(mended) == " ".join(paper)


def test_a_paragraph_knows_the_page_it_begins_on():
    paper = [SENTENCES[1].format(distinct(number)) for number in range(60)]
    mended = mend(typeset(paper, Style(after=8)))

    assert [paragraph.text for paragraph in mended] == paper
    assert mended[0].page == 1
    assert mended[-1].page > 1
    assert [paragraph.page for paragraph in mended] == sorted(p.page for p in mended)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Thực hiện theo quy định tại Điều", "5. Quy định này có hiệu lực."),
        ("Số: 16 -", "HD/BTCTW"),
        ("Căn cứ Quy định số 29", "-QĐ/TW của Bộ Chính trị"),
        ("Căn cứ Quy định số 29-QĐ/", "TW của Bộ Chính trị"),
        ("quy định tại khoản", "1 Điều 4 Điều lệ Đảng."),
        ("quy định ở các Khoản 1, 2,", "3. Điều 4 Điều lệ Đảng."),
        ("thực hiện theo các Khoản", "1, 2, 3, Điều 4 Điều lệ Đảng."),
        ("từ ngày 01 tháng 7 năm", "2025 của Bộ Chính trị."),
        ("theo hướng dẫn tại Điểm", "3.5.1. Người được xét kết nạp lại"),
        ("thực hiện theo tiết", "a) khoản 1 Điều 5"),
        ("được quy định tại điểm a và", "b) khoản này"),
        ("nhiệm kỳ 2020", "- 2025, số lượng cấp ủy viên"),
        ("phát triển kinh tế", "- xã hội của địa phương"),
        ("chậm nhất là", "30 ngày làm việc kể từ ngày nhận"),
        ("các đơn vị có trên", "1.000 đảng viên"),
        ("có vị trí quan trọng (là", "đơn vị sự nghiệp)"),
    ],
)
def test_a_reference_cut_in_two_is_whole_again(above, below):
    glue = "" if above.endswith("/") else " "

    assert paragraphs_of(above, below) == [f"{above}{glue}{below}"]


@pytest.mark.parametrize(
    "item",
    [*ITEMS, "1) Một", "I. TÌNH HÌNH CHUNG", "PHẦN THỨ NHẤT", "Phụ lục 1", "• Chấm", "a. Một",
     "Số 294-QĐ/TW Hà Nội, ngày 26 tháng 5 năm 2025", "Nơi nhận:", "T/M BAN BÍ THƯ",
     "Kính gửi: Các cấp ủy", "*", "---------------"],
)  # fmt: skip
def test_an_item_begins_a_paragraph_after_a_sentence_that_ended(item):
    assert paragraphs_of("Thực hiện theo quy định sau:", item) == [
        "Thực hiện theo quy định sau:",
        item,
    ]


@pytest.mark.parametrize(
    "line",
    ["5.000 đồng mỗi tháng", "05/9/1960) và trước ngày", "18 tuổi trở lên", "2, 3, Điều 4",
     "Điều 4 Điều lệ Đảng", "Mục 2.1 nếu đảng viên đó", "C. Mác và Ph. Ăngghen", "V. I. Lênin",
     "(Khoản 1, Điều 43): Việc lập", "Trung ương trực tiếp xem xét"],
)  # fmt: skip
def test_a_line_that_only_starts_like_an_item_goes_on(line):
    above = "Trong trường hợp đặc biệt thì cấp ủy có thẩm quyền xem xét, quyết định đối với những"

    assert paragraphs_of(*[above] * 3, line) == [f"{above} {above} {above} {line}"]


def test_a_letterhead_keeps_its_lines():
    head = [
        "BAN CHẤP HÀNH TRUNG ƯƠNG",
        "*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "---------------",
        "Số 294-QĐ/TW Hà Nội, ngày 26 tháng 5 năm 2025",
        "QUY ĐỊNH",
        "THI HÀNH ĐIỀU LỆ ĐẢNG",
        "- Căn cứ Điều lệ Đảng;",
    ]

    assert paragraphs_of(*head) == head


def test_page_numbers_go_and_numbers_of_the_text_stay():
    pages = [
        Line(text, page=page)
        for page in range(1, 6)
        for text in (str(page), f"Nội dung {distinct(page)} của khoản", f"{page + 40} Điều 5.")
    ]

    mended = [paragraph.text for paragraph in mend(Extracted("pdf", tuple(pages), 5))]

    assert len(mended) == 5
    assert [text.split()[-3] for text in mended] == ["41", "42", "43", "44", "45"]


def test_a_stamp_at_the_head_of_every_page_is_not_furniture():
    pages = [
        Line(text, page=page)
        for page in range(1, 6)
        for text in ("MẬT", "BÁO CÁO QUÝ", f"Nội dung {distinct(page)} của trang.")
    ]

    mended = [paragraph.text for paragraph in mend(Extracted("pdf", tuple(pages), 5))]

    assert mended.count("MẬT") == 5
    assert "BÁO CÁO QUÝ" not in mended


def test_a_plain_text_keeps_its_lines_and_an_e_mail_is_unwrapped():
    article = Extracted(
        "text", tuple(map(Line, [" ".join(SENTENCES), "", "Ngắn", " ".join(SENTENCES)])), 1
    )
    wrapped = typeset(SENTENCES * 2, Style(placed=False))
    e_mail = Extracted("text", tuple(Line(line.text) for line in wrapped.lines), 1)

    assert len(mend(article)) == 3
    assert [paragraph.text for paragraph in mend(e_mail)] == list(SENTENCES * 2)


def test_markdown_joins_soft_line_ends_but_not_items():
    lines = tuple(map(Line, ["đoạn một", "tiếp theo", "a) điểm a", "b) điểm b", "", "đoạn hai"]))

    assert [paragraph.text for paragraph in mend(Extracted("markdown", lines, 1))] == [
        "đoạn một tiếp theo",
        "a) điểm a",
        "b) điểm b",
        "đoạn hai",
    ]


REAL = " ".join(SENTENCES)


@pytest.mark.parametrize(
    "noise",
    ["Cỡ chữ: A+ A-", "CÁC TIN KHÁC", "Ý kiến bạn đọc Gửi ý kiến In trang này", "Tìm kiếm:",
     "In tin bàiLưu tin bài", "POWERED BY ONECMS - A PRODUCT OF NEKO", "(0) Bình luận",
     "Hôm nay, ngày 18 tháng 1 năm 2019", "Mới nhất", "Android APK"],
)  # fmt: skip
def test_buttons_of_a_web_page_are_dropped_around_the_article(noise):
    page = Extracted("html", tuple(map(Line, [noise, "Đầu đề", REAL, REAL + " Hết.", noise])), 1)

    assert [paragraph.text for paragraph in mend(page)] == ["Đầu đề", REAL, REAL + " Hết."]


@pytest.mark.parametrize(
    "line",
    ["Phản hồi ý kiến của đảng viên", "Mới nhất", "Tin khác nhau", "Nổi bật", "Bình luận", "In",
     "28.2.2018 - 7:25", "Lam Giang| 24/10/2017 10:03", "Hằng Nga"],
)  # fmt: skip
def test_what_may_be_meant_is_kept_inside_the_article(line):
    page = Extracted("text", tuple(map(Line, [REAL, line, REAL + " Hết."])), 1)

    assert [paragraph.text for paragraph in mend(page)] == [REAL, line, REAL + " Hết."]


def test_a_lead_told_twice_is_told_once():
    lines = ("Đầu đề của bài viết này", REAL, REAL, "Ảnh", "Ảnh", "Đầu đề của bài viết này")

    mended = mend(Extracted("text", tuple(map(Line, lines)), 1))

    assert [paragraph.text for paragraph in mended] == [
        "Đầu đề của bài viết này",
        REAL,
        "Ảnh",
        "Ảnh",
    ]


def test_a_word_document_is_taken_as_it_is():
    lines = ("Cỡ chữ: A+ A-", "Mới nhất", "Mới nhất", "  hai   dấu cách ")

    assert [
        paragraph.text for paragraph in mend(Extracted("docx", tuple(map(Line, lines)), 0))
    ] == [
        "Cỡ chữ: A+ A-",
        "Mới nhất",
        "Mới nhất",
        "hai dấu cách",
    ]


def real_paper(name: str) -> Extracted:
    path = SHARED / "documents" / name
    if not path.is_file():
        pytest.skip(f"the paper {path} is not beside this checkout")
    return extract(path)


@pytest.mark.parametrize(
    ("name", "numbered", "lettered", "dashed"),
    [("294-QD-TW-2025.pdf", 285, 70, 21), ("06-HD-TW-2025.pdf", 92, 89, 191)],
)
def test_every_printed_point_of_a_real_paper_starts_its_paragraph(name, numbered, lettered, dashed):
    extracted = real_paper(name)
    texts = [paragraph.text for paragraph in mend(extracted)]
    numbers = [
        tuple(map(int, found[1].split(".")))
        for text in texts
        if (found := re.match(r"(\d+(?:\.\d+)*)\.? \S", text))
    ]

    assert len(numbers) == numbered
    assert len([text for text in texts if re.match(r"[a-zđ]\) ", text)]) == lettered
    assert len([text for text in texts if re.match(r"[-+] ", text)]) == dashed
    # Counted independently: each number follows from the one before it, none is missing.
    for before, number in pairwise(numbers):
        steps = [(*before, 1)] + [
            (*before[:depth], before[depth] + 1) for depth in range(len(before))
        ]
        assert number in steps
    assert [text for text in texts if text[0].islower() and text[1] != ")"] == []


@pytest.mark.parametrize("name", ["294-QD-TW-2025.pdf", "06-HD-TW-2025.pdf"])
def test_nothing_of_a_real_paper_is_lost_but_its_page_numbers(name):
    extracted = real_paper(name)
    printed = "".join(
        line.text for line in extracted.lines if line.text.strip() not in {str(line.page), ""}
    )

    mended = "".join(paragraph.text for paragraph in mend(extracted))

    assert "".join(mended.split()) == "".join(printed.split())
