"""Word prints more than it writes (numbers, capitals) and less (what is struck or hidden)."""

import pytest

from handbook_api.gateways.text_extraction import SandboxedExtraction
from tests.gateways.direct_reading import DirectNursery
from tests.gateways.sample_files import WORD, paragraph, word, word_parts, zipped


@pytest.fixture(scope="module", params=["in a child", "in this process"])
def extraction(request):
    with SandboxedExtraction() as kept_warm:
        if request.param == "in this process":
            kept_warm.nursery = DirectNursery()
        yield kept_warm


@pytest.fixture
def extracted(extraction, tmp_path):
    def extracted(body: str, **parts: str):
        path = tmp_path / "a.docx"
        path.write_bytes(word(body, **parts))
        return extraction.extract(path)

    return extracted


@pytest.fixture
def texts(extracted):
    def texts(body: str, **parts: str) -> list[str]:
        return [line.text for line in extracted(body, **parts).lines]

    return texts


def level(number: int, text: str, style: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, uses: str = "") -> str:
    own = uses or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">{levels}'
        f"</w:abstractNum>{own}</w:numbering>"
    )


def item(text: str, at: int = 0, use: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{use}"/></w:numPr>')


PARTY_LIST = (
    level(0, "%1.") + level(1, "%1.%2.") + level(2, "%3)", "lowerLetter") + level(3, "-", "bullet")
)


def test_automatic_numbers_are_printed_as_word_prints_them(texts):
    body = (
        item("Một") + item("Một một", 1) + item("a", 2) + item("b", 2) + item("gạch", 3)
        + item("Một hai", 1) + item("lại a", 2) + paragraph("không số")
        + item("Hai") + item("Hai một", 1)
    )  # fmt: skip

    assert texts(body, numbering=numbering(PARTY_LIST)) == [
        "1. Một",
        "1.1. Một một",
        "a) a",
        "b) b",
        "- gạch",
        "1.2. Một hai",
        "a) lại a",
        "không số",
        "2. Hai",
        "2.1. Hai một",
    ]


def test_articles_numbered_automatically_keep_their_word(texts):
    never_anew = '<w:lvlRestart w:val="0"/>'
    levels = level(0, "Chương %1", "upperRoman") + level(1, "Điều %2.", more=never_anew)
    body = item("CHUNG") + item("Phạm vi", 1) + item("Đối tượng", 1)
    body += item("CỤ THỂ") + item("Hồ sơ", 1)

    assert texts(body, numbering=numbering(levels)) == [
        "Chương I CHUNG",
        "Điều 1. Phạm vi",
        "Điều 2. Đối tượng",
        "Chương II CỤ THỂ",
        "Điều 3. Hồ sơ",
    ]


def test_two_uses_of_one_list_go_on_counting_unless_one_starts_anew(texts):
    uses = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = item("a") + item("b", use=2) + item("c", use=3) + item("d", use=3)

    assert texts(body, numbering=numbering(level(0, "%1."), uses)) == [
        "1. a",
        "2. b",
        "5. c",
        "6. d",
    ]


@pytest.mark.parametrize(
    ("style", "text", "printed"),
    [
        ("lowerRoman", "%1.", "iii. x"),
        ("upperLetter", "%1)", "C) x"),
        ("decimalZero", "%1", "03 x"),
        ("none", "%1", "x"),
        ("bullet", "\uf0b7", "• x"),
        ("bullet", "+", "+ x"),
        ("bullet", "o", "• x"),
        ("chineseCounting", "%1.", "3. x"),
    ],
)
def test_each_way_of_counting(texts, style, text, printed):
    assert texts(item("x") * 3, numbering=numbering(level(0, text, style)))[-1] == printed


def test_letters_after_z_are_doubled_as_word_does(texts):
    lines = texts(item("x") * 28, numbering=numbering(level(0, "%1)", "lowerLetter")))

    assert lines[25:] == ["z) x", "aa) x", "bb) x"]


def test_legal_numbering_turns_roman_chapters_into_figures(texts):
    levels = level(0, "%1.", "upperRoman") + level(1, "%1.%2.", more="<w:isLgl/>")

    assert texts(item("x") + item("y", 1), numbering=numbering(levels)) == ["I. x", "1.1. y"]


def test_a_style_can_number_and_a_paragraph_can_opt_out(texts):
    styles = (
        f'<w:styles xmlns:w="{WORD}">'
        '<w:style w:styleId="Dieu"><w:name w:val="Điều"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Dieu"/></w:style>'
        "</w:styles>"
    )
    styled = '<w:pStyle w:val="{}"/>'
    body = (
        paragraph("một", styled.format("Dieu"))
        + paragraph("hai", styled.format("Con"))
        + paragraph("ba", styled.format("Dieu") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )

    assert texts(body, styles=styles, numbering=numbering(level(0, "Điều %1."))) == [
        "Điều 1. một",
        "Điều 2. hai",
        "ba",
    ]


def test_a_list_style_lends_its_levels(texts):
    part = (
        f'<w:numbering xmlns:w="{WORD}">'
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Kieu"/>{level(0, "%1/")}'
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    assert texts(item("x"), numbering=part) == ["1/ x"]


def test_numbers_that_make_no_sense_do_no_harm(texts):
    assert texts(item("x", use=99) + item("y", at=40), numbering=numbering(PARTY_LIST)) == [
        "x",
        "y",
    ]


def test_headings_come_from_style_names_and_outline_levels(extracted):
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="1"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="2"><w:name w:val="x"/><w:basedOn w:val="1"/></w:style></w:styles>'
    )
    body = (
        paragraph("a", '<w:pStyle w:val="1"/>')
        + paragraph("b", '<w:pStyle w:val="2"/>')
        + paragraph("c", '<w:outlineLvl w:val="0"/>')
        + paragraph("d")
    )

    assert [line.heading for line in extracted(body, styles=styles).lines] == [2, 2, 1, None]


def test_what_is_struck_hidden_or_an_instruction_is_not_printed(texts):
    run = "<w:r>{}<w:t>{}</w:t></w:r>"
    body = (
        "<w:p>"
        + run.format("", "giữ")
        + f"<w:del>{run.format('', 'bỏ').replace('w:t>', 'w:delText>')}</w:del>"
        + f"<w:ins>{run.format('', ' thêm')}</w:ins>"
        + run.format("<w:rPr><w:vanish/></w:rPr>", "ẩn")
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + run.format("<w:rPr><w:caps/></w:rPr>", " hoa")
        + "<w:r><w:tab/><w:t>tab</w:t><w:noBreakHyphen/>"
        + '<w:sym w:font="Wingdings" w:char="F0D8"/></w:r>'
        + "</w:p>"
    )

    assert texts(body) == ["giữ thêm HOA tab-•"]


def test_a_line_broken_by_hand_is_two_lines_and_one_number(texts):
    body = item("QUY ĐỊNH</w:t><w:br/><w:t>về đảng phí")

    assert texts(body, numbering=numbering(level(0, "%1."))) == ["1. QUY ĐỊNH", "về đảng phí"]


def test_a_text_box_is_read_once_though_it_is_stored_twice(texts):
    box = f"<w:txbxContent>{paragraph('TỐI MẬT')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Văn bản</w:t></w:r></w:p>"
    )

    assert texts(body) == ["TỐI MẬT", "Văn bản"]


def cells(*columns: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{column}</w:tc>" for column in columns) + "</w:tr>"


def test_an_unruled_table_is_a_letterhead_and_a_ruled_one_is_rows(texts):
    letterhead = cells(paragraph("TỈNH ỦY") + paragraph("Số 1-QĐ/TU"), paragraph("ĐẢNG CỘNG SẢN"))
    ruled = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    figures = cells(paragraph("Nhóm"), paragraph("Mức")) + cells(paragraph(""), paragraph("1%"))

    assert texts(f"<w:tbl>{letterhead}</w:tbl><w:tbl>{ruled}{figures}</w:tbl>") == [
        "TỈNH ỦY",
        "Số 1-QĐ/TU",
        "ĐẢNG CỘNG SẢN",
        "Nhóm | Mức",
        "1%",
    ]


def test_footnotes_follow_the_text_and_the_margins_are_kept_apart(extracted):
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator">{paragraph("---")}'
        f"</w:footnote><w:footnote>{paragraph('Theo Quy định 294.')}</w:footnote></w:footnotes>"
    )
    head = f'<w:hdr xmlns:w="{WORD}">{paragraph("MẬT")}</w:hdr>'

    found = extracted(paragraph("Một"), footnotes=notes, header1=head)

    assert [line.text for line in found.lines] == ["Một", "(1) Theo Quy định 294."]
    assert found.margins == ("MẬT",)


def test_the_strict_namespace_reads_the_same(extraction, tmp_path):
    path = tmp_path / "a.docx"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = word_parts(item("x"), numbering=numbering(level(0, "%1.")))
    path.write_bytes(
        zipped({name: str(part).replace(WORD, strict) for name, part in parts.items()})
    )

    assert extraction.extract(path).lines[0].text == "1. x"


def test_the_main_part_may_have_another_name(extraction, tmp_path):
    parts = word_parts(paragraph("x"))
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = (
        '<Relationships><Relationship Type="http://x/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(parts))

    assert extraction.extract(path).lines[0].text == "x"
