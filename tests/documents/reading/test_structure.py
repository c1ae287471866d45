"""Provisions: what counts as a number of the document, and that nothing of the text is lost."""

import re
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook_api.documents.reading.headlines import read_headline
from handbook_api.documents.reading.letterhead import read_letterhead
from handbook_api.documents.reading.mending import Paragraph, mend
from handbook_api.documents.reading.numbering import read_marker
from handbook_api.documents.reading.structure import ProvisionText, provisions
from handbook_api.gateways.text_extraction import extract
from tests.documents.reading import papers
from tests.documents.reading.papers import paper

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


def by_anchor(paragraphs: tuple[Paragraph, ...]) -> dict[str, ProvisionText]:
    found = provisions(paragraphs)
    assert len({one.anchor for one in found}) == len(found)
    return {one.anchor: one for one in found}


def numbered(*lines: str) -> dict[str, ProvisionText]:
    """The provisions of a guide whose points are `lines`."""
    return by_anchor(paper("\n".join(["Số 01-HD/TU", "HƯỚNG DẪN", "một việc mẫu", *lines])))


def test_a_regulation_is_read_down_to_its_letters():
    found = by_anchor(papers.RULES)

    point = found["dieu-1.khoan-2.diem-dd"]
    assert point == ProvisionText(
        anchor="dieu-1.khoan-2.diem-dd",
        parent="dieu-1.khoan-2",
        kind="letter",
        number="điểm đ khoản 2 Điều 1",
        heading="",
        text="Chi bộ khác do Ban Thường vụ quyết định.",
        page=None,
    )
    assert found["dieu-1"].heading == "Phạm vi và đối tượng"
    assert found["dieu-1"].text == ""
    assert (found["chuong-2"].number, found["chuong-2"].heading) == ("Chương II", "TIÊU CHÍ")
    assert found["dieu-3"].parent == "chuong-2.muc-1"
    assert found["dieu-3.diem-1.1.1.tiet-a"].number == "tiết a điểm 1.1.1 Điều 3"
    assert found["mo-dau"].text.startswith("- Căn cứ Điều lệ Đảng;\n- Căn cứ Chỉ thị")
    assert found["dieu-6"].text == "Quy định này có hiệu lực kể từ ngày ký."
    assert found["ket-thuc"].text.startswith("Nơi nhận:")


def test_what_another_document_says_inside_quotation_marks_is_text():
    found = by_anchor(papers.RULES)

    assert found["dieu-5"].text.endswith("1. Báo cáo hằng tháng.\n2. Báo cáo hằng quý.”")
    assert "dieu-5.khoan-1" not in found
    assert "dieu-7" not in found


def test_appendices_and_forms_stand_apart():
    found = by_anchor(papers.RULES)

    assert found["phu-luc-1"].heading == "PHỤ LỤC 1 BẢNG CHẤM ĐIỂM"
    assert found["phu-luc-1"].text == "1. Chuẩn bị: 20 điểm.\n2. Nội dung: 50 điểm."
    assert found["phu-luc-2"].kind == "appendix"


def test_rules_enacted_by_a_decision_keep_their_own_articles():
    found = by_anchor(papers.DECISION)

    assert found["dieu-1"].text.startswith("Ban hành kèm theo Quyết định này")
    assert found["phu-luc-1"].heading == "QUY CHẾ LÀM VIỆC CỦA ĐẢNG ỦY XÃ"
    assert found["phu-luc-1.dieu-1"].text == "Quy chế này quy định chế độ làm việc."
    assert found["phu-luc-1.dieu-2.khoan-2"].number == "khoản 2 Điều 2"


def test_who_adopted_a_law_is_told_after_its_last_article():
    found = by_anchor(papers.LAW)

    assert found["dieu-2.khoan-1"].text.startswith("Luật này có hiệu lực thi hành")
    assert found["ket-thuc"].text.startswith("Luật này được Quốc hội khóa XV")


def test_an_extract_may_leave_out_articles():
    found = by_anchor(papers.EXTRACT)

    assert [anchor for anchor in found if anchor.startswith("dieu")] == [
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-2",
        "dieu-9",
    ]


def test_points_that_begin_again_in_each_section_have_their_own_anchors():
    found = by_anchor(papers.RESOLUTION)

    assert found["muc-1.1"].heading == "Kết quả"
    assert found["muc-1.1"].text == "- Thu ngân sách đạt 105% kế hoạch.\n- Kết nạp 12 đảng viên."
    assert found["muc-2.2.2"].text == "100% chi bộ sinh hoạt đúng kỳ."
    assert found["muc-2.2.2"].number == "điểm 2.2 mục II"
    assert found["ket-thuc"].text.startswith("Nghị quyết này phổ biến đến chi bộ")


def test_points_that_run_on_through_the_sections_are_followed():
    found = numbered("I- MỤC ĐÍCH", "1. Một.", "2. Hai.", "II- YÊU CẦU", "3. Ba.", "4. Bốn.")

    assert [one.number for one in found.values() if one.kind == "point"] == [
        "điểm 1 mục I",
        "điểm 2 mục I",
        "điểm 3 mục II",
        "điểm 4 mục II",
    ]


def test_a_directive_has_reasons_then_numbered_paragraphs():
    found = by_anchor(papers.DIRECTIVE)

    assert found["mo-dau"].text.startswith("Thời gian qua")
    assert found["1"].text == "Các cấp ủy quán triệt Chỉ thị đến từng chi bộ.\nNăm 2026 phải xong."
    assert [one.anchor for one in provisions(papers.DIRECTIVE)][-1] == "ket-thuc"


def test_a_paper_without_numbers_is_plain_text():
    found = by_anchor(papers.LETTER)

    assert found["noi-dung"].kind == "body"
    assert found["noi-dung"].text.startswith("Kính gửi: Các đảng ủy")


@pytest.mark.parametrize(
    "line",
    [
        "2025 là năm đầu tiên thực hiện.",
        "1, 2, 3, Điều 4 Điều lệ Đảng.",
        "30 ngày làm việc kể từ ngày ký.",
        "10.4.3 của Quy định thi hành Điều lệ Đảng.",
        "1.000 đảng viên trở lên.",
        "15/5/2016 là ngày ban hành.",
        "Điều 41 của Điều lệ Đảng quy định như vậy.",
        "d. Hồ Chí Minh.",
        "Phần lớn đảng viên tham gia.",
    ],
)
def test_figures_that_only_begin_a_line_stay_in_the_text(line):
    found = numbered("1. Việc thứ nhất", line, "2. Việc thứ hai.")

    assert {"1", "2"} == {one.anchor for one in found.values()} - {"mo-dau", "ket-thuc"}
    assert line in found["1"].text


def test_a_list_inside_a_point_does_not_take_the_place_of_the_next_points():
    found = numbered(
        "1. Một.",
        "2. Gồm các bước:",
        "1. Bước một.",
        "2. Bước hai.",
        "3. Bước ba.",
        "3. Việc thứ ba.",
    )

    assert found["2"].text.endswith("3. Bước ba.")
    assert found["3"].text == "Việc thứ ba."


def test_a_missing_number_does_not_stop_the_reading():
    found = numbered("1. Một.", "2. Hai.", "4. Bốn.", "4.1. Bốn một.", "5.1. Năm một.", "5.2. Hai.")

    assert list(found) == ["1", "2", "4", "4.1", "5.1", "5.2"]
    assert found["4.1"].parent == "4"
    assert found["5.1"].parent is None


def test_a_misprinted_number_keeps_its_place():
    found = numbered("1. Một.", "2. Hai.", "2. Ba.", "4. Bốn.", "4.1. A.", "4.3. B.", "4.3. C.")

    assert [(one.anchor, one.number) for one in found.values()] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "2"),
        ("4", "4"),
        ("4.1", "4.1"),
        ("4.2", "4.3"),
        ("4.3", "4.3"),
    ]


def test_letters_go_by_either_alphabet():
    vietnamese = numbered("1. Gồm:", *(f"{letter}) Việc." for letter in "abcdđeg"))
    international = numbered("1. Gồm:", *(f"{letter}) Việc." for letter in "abcdefg"))

    assert list(vietnamese) == ["1", "1.a", "1.b", "1.c", "1.d", "1.dd", "1.e", "1.g"]
    assert list(international) == ["1", "1.a", "1.b", "1.c", "1.d", "1.e", "1.f", "1.g"]
    assert vietnamese["1.dd"].number == "điểm đ mục 1"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Về kết nạp lại người vào Đảng.", True),
        ("(Khoản 1): Quyền được thông tin của đảng viên.", True),
        ("Chuyển sinh hoạt đảng tạm thời", True),
        ("Người được xét kết nạp lại phải có đủ các điều kiện sau:", False),
        ("Cấp ủy cơ sở quản lý hồ sơ đảng viên.", False),
        ("Nếu quá thời hạn thì báo cáo. Cấp ủy cấp trên xem xét.", False),
    ],
)
def test_a_title_is_told_from_a_sentence(line, heading):
    point = numbered(f"1. {line}", "Đoạn văn tiếp theo của điểm này.")["1"]

    assert (point.heading == line) is heading
    assert (point.text == "Đoạn văn tiếp theo của điểm này.") is heading


def test_a_lone_sentence_is_the_provision_itself():
    assert numbered("1. Về đảng phí.", "2. Về thẻ đảng.")["1"].text == "Về đảng phí."


def test_an_article_is_cut_at_its_subheadings_and_at_a_readable_length():
    sentence = "Chi bộ sinh hoạt đúng kỳ, đủ thành phần, có ghi biên bản rõ ràng. "
    news = paper(
        "\n".join(
            ["Một tin mẫu về sinh hoạt chi bộ", "Báo Mẫu | 24/10/2017 10:03"]
            + [sentence * 8] * 4
            + ["Kết quả bước đầu đáng mừng", sentence * 8]
        )
    )

    found = provisions(news)

    assert [one.anchor for one in found] == ["noi-dung", "noi-dung-2", "noi-dung-3"]
    assert found[2].heading == "Kết quả bước đầu đáng mừng"
    assert all(one.kind == "body" for one in found)
    assert "Một tin mẫu" not in found[0].text


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "1. Một việc.",
                "2. Hai việc",
                "1.1. Điểm.",
                "2.1. Điểm",
                "3.5.1 Điểm dài",
                "a) Chữ.",
            ),
            *("b) Chữ", "đ) Chữ", "Điều 1. Tên", "Điều 2", "Chương I", "QUY ĐỊNH CHUNG", "I. MỤC"),
            *("II. MỤC", "“Điều 7. Trích", "dẫn.”", "30 ngày", "- Gạch đầu dòng", "PHỤ LỤC"),
            *("Nơi nhận:", "T/M CHI BỘ", "Quy định này có hiệu lực từ ngày ký.", "Số 01-HD/TU"),
            *("Một câu văn dài hơn bình thường.", "HƯỚNG DẪN", "QUY CHẾ LÀM VIỆC", "Mẫu số 1"),
            *("A. PHẦN", "Mục 1. Tên"),
        ]
    )
    | st.text(min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool),
    max_size=40,
)


@given(LINES)
def test_every_paragraph_is_in_exactly_one_provision(lines):
    paragraphs = tuple(Paragraph(line.strip(), None, None) for line in lines)

    found = provisions(paragraphs)

    anchors = [one.anchor for one in found]
    assert len(set(anchors)) == len(anchors)
    assert all(one.parent is None or one.parent in anchors[:at] for at, one in enumerate(found))
    assert all(re.fullmatch(r"[a-z0-9.\-]+", anchor) for anchor in anchors)
    assert unaccounted(paragraphs, found) == []


def unaccounted(paragraphs: tuple[Paragraph, ...], found: tuple[ProvisionText, ...]) -> list[str]:
    """What of the text is in no provision, or in a provision but not in the text."""
    lines = [line for one in found for line in [one.heading, *one.text.split("\n")] if line]
    lost = []
    for paragraph in kept(paragraphs, found):
        text = paragraph.text
        if lines and text.endswith(lines[0]):
            lines.pop(0)
        elif lines and lines[0].startswith(f"{text} "):  # the two lines of an appendix's title
            lines[0] = lines[0].removeprefix(f"{text} ")
        elif (marker := read_marker(text)) is None or marker.rest:
            lost.append(text)
    return lost + lines


def kept(paragraphs: tuple[Paragraph, ...], found: tuple[ProvisionText, ...]) -> list[Paragraph]:
    """The paragraphs after the letterhead, or those of an article without its headline."""
    letterhead = read_letterhead(paragraphs)
    if letterhead.is_official or any(one.kind != "body" for one in found):
        return list(paragraphs[letterhead.end :])
    outside = read_headline(paragraphs).outside_text
    return [one for at, one in enumerate(paragraphs) if at not in outside]


@pytest.mark.parametrize(
    ("name", "points"), [("294-QD-TW-2025.pdf", 285), ("06-HD-TW-2025.pdf", 92)]
)
def test_every_printed_point_of_the_real_papers_has_exactly_its_text(name, points):
    path = CORPUS / "documents" / name
    if not path.exists():
        pytest.skip(f"missing: {path} (the two regulations with a text layer)")

    printed = printed_points(path)
    read = {
        one.anchor: squeezed(one.heading + one.text)
        for one in provisions(mend(extract(path)))
        if one.kind in {"point", "letter"}
    }

    assert sum(anchor[-1].isdigit() for anchor in printed) == points
    assert read == printed


def printed_points(path: Path) -> dict[str, str]:
    """An independent count: raw lines of the PDF, cut wherever a line begins with a number."""
    found: dict[str, str] = {}
    point = anchor = ""
    document = pypdfium2.PdfDocument(path)
    for page in range(len(document)):
        for line in document[page].get_textpage().get_text_bounded().splitlines():
            number = re.match(r"(\d+(?:\.\d+)*)(?:\.|(?<=\.\d)) +(?=[\w(\"])(.*)", line)
            letter = re.match(r"([a-zđ])\) (.*)", line)
            if number and (number[2][0].isupper() or number[2][0] in '("'):
                point = anchor = number[1]
                found[anchor] = number[2]
            elif letter:
                anchor = f"{point}.{letter[1].replace('đ', 'dd')}"
                found[anchor] = letter[2]
            elif re.match(r"(Quy định|Hướng dẫn) này (được ban hành|có hiệu lực)", line):
                return {anchor: squeezed(text) for anchor, text in found.items()}
            elif anchor and line.strip() != str(page + 1):
                found[anchor] += line
    raise AssertionError(f"{path.name} never says that it takes effect")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("text", ["Một đoạn văn dài " * 60, "Chỉ một dòng", "Một câu. Hai câu."])
def test_a_page_of_one_paragraph_keeps_its_text(text):
    (found,) = provisions((Paragraph(text.strip(), None, None),))

    assert (found.anchor, found.text) == ("noi-dung", text.strip())
