"""What comes out of each format, and the reason given for each file that is refused."""

import os
import zipfile
from pathlib import Path

import docx
import pytest

from handbook_api.documents.reading.mending import mend
from handbook_api.gateways.file_readers import samples
from handbook_api.gateways.file_readers.wire import Wire
from handbook_api.gateways.text_extraction import (
    Extracted,
    Limits,
    NoTextExtraction,
    SandboxedExtraction,
    extract,
)
from handbook_api.gateways.text_extraction import errors as refusals
from tests.gateways.direct_reading import DirectNursery
from tests.gateways.sample_files import (
    ARTICLES,
    LETTERHEAD,
    one_page,
    paragraph,
    pdf,
    word,
    word_parts,
    zipped,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SHEET = zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture(scope="module")
def extraction():
    with SandboxedExtraction() as kept_warm:
        yield kept_warm


@pytest.fixture(params=["in a child", "in this process"])
def read(request, extraction, tmp_path, monkeypatch):
    if request.param == "in this process":
        monkeypatch.setattr(extraction, "nursery", DirectNursery())

    def read(name: str, data: bytes | str) -> Extracted:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return extraction.extract(path)

    return read


@pytest.fixture
def refusal(read):
    def refusal(name: str, data: bytes | str) -> refusals.FileRefused:
        with pytest.raises(refusals.FileRefused) as caught:
            read(name, data)
        return caught.value

    return refusal


def texts(extracted: Extracted) -> list[str]:
    return [line.text for line in extracted.lines]


def test_the_plain_door_reads_a_file_without_ceremony(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Sinh hoạt chi bộ", "utf-8")

    assert extract(path).lines[0].text == "Sinh hoạt chi bộ"


def test_a_pdf_gives_its_printed_lines_with_page_and_place(read):
    extracted = read("a.pdf", pdf([one_page(LETTERHEAD), one_page(ARTICLES)]))

    assert (extracted.format, extracted.pages) == ("pdf", 2)
    assert texts(extracted) == [*LETTERHEAD, *ARTICLES]
    assert [line.page for line in extracted.lines] == [1] * 5 + [2] * 3
    first, second = extracted.lines[0].place, extracted.lines[1].place
    assert first.left == second.left == 72.0
    assert first.top - second.top == pytest.approx(16, abs=0.5)
    assert first.right > second.right
    assert first.first_word < first.right - first.left


def test_a_word_broken_by_a_hyphen_is_still_two_printed_lines(read):
    page = one_page(["Chủ nghĩa Mác-", "Lênin và tư tưởng Hồ Chí Minh"])

    extracted = read("a.pdf", pdf([page]))

    assert texts(extracted) == ["Chủ nghĩa Mác-", "Lênin và tư tưởng Hồ Chí Minh"]
    assert [p.text for p in mend(extracted)] == ["Chủ nghĩa Mác-Lênin và tư tưởng Hồ Chí Minh"]


def test_pages_that_are_only_a_picture_are_named(read):
    extracted = read("a.pdf", pdf([one_page(ARTICLES * 4), []], picture=True))

    assert extracted.pages_without_text == (2,)


@pytest.mark.parametrize("first_page", [[], one_page(["Người ký: Văn phòng Tỉnh ủy"])])
def test_a_scan_is_refused_even_with_the_stamp_of_a_digital_signature(refusal, first_page):
    refused = refusal("a.pdf", pdf([first_page, []], picture=True))

    assert isinstance(refused, refusals.NoTextLayer)
    assert refused.facts == {"pages": 2}


def test_a_short_letter_on_a_page_with_an_emblem_is_no_scan(read):
    short = one_page(["Kính mời đồng chí dự sinh hoạt chi bộ."])

    assert len(read("a.pdf", pdf([short])).lines) == 1


def test_a_locked_pdf_asks_for_a_copy_without_a_password(refusal):
    assert isinstance(
        refusal("a.pdf", pdf([one_page(ARTICLES)], encrypt=True)), refusals.FileEncrypted
    )


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Đảng viên".encode(), "utf-8"),
        ("Đảng viên".encode("utf-8-sig"), "utf-8"),
        ("Đảng viên".encode("utf-16"), "utf-16"),
        ("Đảng viên dự bị, chi bộ cơ sở".encode("utf-16-le"), "utf-16"),
        ("§¶ng viªn dù bÞ sinh ho¹t chi bé".encode("cp1252"), "tcvn3"),
        ("Ñaûng vieân döï bò sinh hoaït chi boä".encode("cp1252"), "vni"),
        ("Ðaòng viên dýò biò sinh hoaòt".encode("cp1252"), "windows-1258"),
        ("Café crème à Huế".encode("cp1252", "replace"), "windows-1252"),
    ],
)
def test_plain_text_is_understood_in_any_encoding(read, data, encoding):
    assert read("a.txt", data).encoding == encoding


def test_decomposed_and_icelandic_letters_come_out_as_one_spelling(read):
    assert texts(read("a.txt", "Ðảng \u00a0ủy\r\nhai")) == ["Đảng  ủy", "hai"]


def test_blank_lines_of_plain_text_stay_because_they_part_paragraphs(read):
    assert texts(read("a.txt", "một\n\nhai")) == ["một", "", "hai"]


def test_an_old_font_in_a_word_document_is_converted(read):
    extracted = read("a.docx", word(paragraph("Uû ban nh©n d©n x·") + paragraph("§¶ng uû")))

    assert texts(extracted) == ["Uỷ ban nhân dân xã", "Đảng uỷ"]
    assert extracted.encoding == "tcvn3"


def test_old_lines_pasted_into_a_new_document_are_converted_and_the_rest_is_not(read):
    new = [paragraph(f"Điều {number}. Đảng viên được thông tin đầy đủ.") for number in range(9)]
    foreign = "Être élève à l'école française, où l'été dernier Noël fut très gai."

    lines = texts(
        read("a.docx", word("".join(new) + paragraph("Uû ban nh©n d©n x·") + paragraph(foreign)))
    )

    assert lines[0] == "Điều 0. Đảng viên được thông tin đầy đủ."
    assert lines[9:] == ["Uỷ ban nhân dân xã", foreign]


def test_a_document_of_a_word_processor_is_read_with_headings_and_tables(read, tmp_path):
    document = docx.Document()
    document.add_heading("Chương I", level=1)
    document.add_paragraph("Điều 1. Phạm vi")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip(table._cells, ("Nhóm", "Mức", "Hưu trí", "0,5%"), strict=True):
        cell.text = text
    document.save(tmp_path / "made.docx")

    extracted = read("a.docx", (tmp_path / "made.docx").read_bytes())

    assert [(line.text, line.heading) for line in extracted.lines] == [
        ("Chương I", 1),
        ("Điều 1. Phạm vi", None),
        ("Nhóm | Mức", None),
        ("Hưu trí | 0,5%", None),
    ]


def test_a_web_page_is_read_without_its_menus_scripts_and_hidden_parts(read):
    page = """<!DOCTYPE html><html><head><title>Báo</title><style>p{}</style></head><body>
    <nav><a href=/>Trang chủ</a></nav>
    <ul><li><a>Tin tức</a></li><li><a>Văn bản</a></li><li><a>Ảnh</a></li><li><a>Sơ đồ</a></li></ul>
    <h2>Sinh hoạt <i>chi bộ</i></h2><p>Một.<br>Hai.</p><script>let x = 1</script>
    <ol start=3><li>ba</li><li><p>bốn</p></li></ol><ul><li>gạch</li></ul>
    <p style="display: none">giấu</p></body></html>"""

    assert [(line.text, line.heading) for line in read("a.html", page).lines] == [
        ("Sinh hoạt chi bộ", 2),
        ("Một.", None),
        ("Hai.", None),
        ("3. ba", None),
        ("4. bốn", None),
        ("- gạch", None),
    ]


def test_a_letterhead_set_with_a_table_is_read_cell_by_cell(read):
    page = """<html><body><table><tr>
    <td><p>TỈNH ỦY</p><p>Số 12-QĐ/TU</p></td><td><p>ĐẢNG CỘNG SẢN VIỆT NAM</p></td></tr></table>
    <table><tr><th>Nhóm</th><th>Mức</th></tr><tr><td>Hưu trí</td><td>0,5%</td></tr></table>
    </body></html>"""

    assert texts(read("a.html", page)) == [
        "TỈNH ỦY",
        "Số 12-QĐ/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Nhóm | Mức",
        "Hưu trí | 0,5%",
    ]


def test_markdown_keeps_numbers_headings_and_rows(read):
    source = "# Tên\n\n1. Một\n2. Hai\n   - gạch\n\nđoạn\ntiếp\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    lines = [(line.text, line.heading) for line in read("a.md", source).lines if line.text]

    assert lines == [
        ("Tên", 1),
        ("1. Một", None),
        ("2. Hai", None),
        ("- gạch", None),
        ("đoạn", None),
        ("tiếp", None),
        ("a | b", None),
        ("1 | 2", None),
    ]


@pytest.mark.parametrize(
    ("name", "data", "kind", "found"),
    [
        ("a.pdf", word(paragraph("x")), refusals.TypeMismatch, "docx"),
        ("a.docx", pdf([one_page(ARTICLES)]), refusals.TypeMismatch, "pdf"),
        ("a.doc", word(paragraph("x")), refusals.TypeMismatch, "docx"),
        ("a.docx", "chỉ là chữ", refusals.TypeMismatch, "text"),
        ("a.txt", "<!doctype html><p>x</p>", refusals.TypeMismatch, "html"),
        ("a.html", "không có thẻ nào", refusals.TypeMismatch, "text"),
        ("a.txt", pdf([one_page(ARTICLES)]), refusals.TypeMismatch, "pdf"),
        ("a.pdf", PNG, refusals.WrongType, "picture"),
        ("a.xlsx", SHEET, refusals.WrongType, "xlsx"),
        ("a.docx", SHEET, refusals.WrongType, "xlsx"),
        ("a.odt", zipped({"mimetype": "x", "content.xml": ""}), refusals.WrongType, "odt"),
        ("a.pdf", b"Rar!\x1a\x07" + bytes(90), refusals.WrongType, "archive"),
        ("a.doc", OLE, refusals.WrongType, "binary"),
        ("a.md", "<!DOCTYPE html><p>x</p>", refusals.TypeMismatch, "html"),
        ("a.docx", zipped({"inner.zip": zipped({"a": "b"})}), refusals.WrongType, "archive"),
        ("a.txt", bytes(range(256)) * 4, refusals.WrongType, "binary"),
        ("a.exe", "chữ", refusals.WrongType, "text"),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), refusals.WrongType, "xls"),
    ],
)  # fmt: skip
def test_a_name_that_promises_something_else_is_refused(refusal, name, data, kind, found):
    refused = refusal(name, data)

    assert type(refused) is kind
    assert refused.facts["found"] == found
    assert refused.facts.get("extension", Path(name).suffix) == Path(name).suffix


def test_a_file_without_extension_is_known_by_its_content(read):
    assert read("van-ban", pdf([one_page(ARTICLES)])).format == "pdf"


@pytest.mark.parametrize("data", [b"", b"   \n \r\n", b"\x00" * 100])
def test_a_file_with_nothing_in_it_is_empty(refusal, data):
    assert isinstance(refusal("a.txt", data), refusals.FileEmpty)


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.md"])
def test_a_document_without_a_word_is_empty(refusal, name):
    data = {"a.docx": word(paragraph(" ")), "a.html": b"<html><body><p></p>", "a.md": b"\n\n---\n"}

    assert isinstance(refusal(name, data[name]), refusals.FileEmpty)


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart_from_files(extraction, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(refusals.FileMissing):
            extraction.extract(path)


def test_a_gigabyte_is_refused_by_its_size_and_never_read(extraction, tmp_path):
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(1 << 30)
    before = extraction.nursery.outcome

    with pytest.raises(refusals.FileTooLarge) as caught:
        extraction.extract(path)

    assert caught.value.facts["size"] == 1 << 30
    assert caught.value.facts["limit"] == Limits().file_bytes
    assert extraction.nursery.outcome is before


def test_an_office_file_behind_a_password_is_named_as_such(refusal):
    locked = OLE + "EncryptedPackage".encode("utf-16-le")

    assert isinstance(refusal("a.docx", locked), refusals.FileEncrypted)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "ha">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_part_that_declares_entities_is_refused_before_they_expand(refusal, declaration):
    parts = word_parts(paragraph("x"))
    parts["word/document.xml"] = declaration + str(parts["word/document.xml"])

    refused = refusal("a.docx", zipped(parts))

    assert refused.code == "files.bomb"
    assert refused.facts == {"reason": "doctype"}


def test_what_a_document_links_to_is_never_opened(read):
    link = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" xmlns:r="urn:r" r:link="rId1"/></w:drawing>'
        "</w:r></w:p>"
    )
    relations = (
        '<Relationships><Relationship Id="rId1" TargetMode="External" '
        'Target="file:///etc/passwd"/></Relationships>'
    )
    parts = word_parts(paragraph("Một") + link) | {"word/_rels/document.xml.rels": relations}

    assert texts(read("a.docx", zipped(parts))) == ["Một"]


def test_an_archive_of_ten_thousand_entries_is_refused(refusal):
    parts = word_parts(paragraph("x")) | {f"word/media/{number}": b"" for number in range(10_000)}

    assert refusal("a.docx", zipped(parts)).facts == {"reason": "entries"}


@pytest.fixture(scope="module")
def bomb(tmp_path_factory) -> Path:
    """Half a gigabyte of text in half a megabyte."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b"<document><body><p><r><t>")
            for _ in range(250):
                part.write(b"a" * 2_000_000)
            part.write(b"</t></r></p></body></document>")
    return path


def test_half_a_gigabyte_in_half_a_megabyte_is_refused_unread(extraction, bomb):
    assert bomb.stat().st_size < 600_000

    with pytest.raises(refusals.ArchiveBomb) as caught:
        extraction.extract(bomb)

    assert caught.value.facts == {"reason": "size"}
    assert extraction.nursery.outcome.cpu_seconds < 1


def test_a_bomb_within_the_size_is_known_by_its_ratio(refusal):
    parts = word_parts(paragraph("x")) | {"word/media/a": bytes(60_000_000)}

    assert refusal("a.docx", zipped(parts)).facts == {"reason": "ratio"}


def test_a_bomb_that_lies_about_its_size_is_not_unfolded(extraction, bomb, tmp_path):
    data = bytearray(bomb.read_bytes())
    real, told = (500_000_000 + 55).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert data.count(real) >= 1
    data = data.replace(real, told)
    liar = tmp_path / "liar.docx"
    liar.write_bytes(data)

    with pytest.raises(refusals.FileRefused):
        extraction.extract(liar)

    assert extraction.nursery.outcome.memory_kib < 100_000


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"PK\x03\x04" + bytes(90), "files.corrupt"),
        ("a.docx", zipped({"[Content_Types].xml": "", "word/styles.xml": ""}), "files.corrupt"),
        ("a.docx", word("<w:p>"), "files.corrupt"),
        ("a.docx", zipped({**word_parts(""), "word/document.xml": ""}), "files.corrupt"),
        ("a.docx", zipped({**word_parts(""), "word/document.xml": "<a>" * 9000}), "files.corrupt"),
        ("a.docx", word(f"<w:p>{'<w:ins>' * 9000}{'</w:ins>' * 9000}</w:p>"), "files.bomb"),
        ("a.docx", word(paragraph("x"), numbering="<w:numbering"), "files.corrupt"),
        ("a.pdf", b"%PDF-1.7\nnothing more", "files.corrupt"),
        ("a.pdf", pdf([]), "files.corrupt"),
    ],
)
def test_what_cannot_be_parsed_is_damaged(refusal, name, data, code):
    assert refusal(name, data).code == code


@pytest.mark.parametrize(
    ("place", "value", "code"), [(6, 1, "files.encrypted"), (8, 99, "files.corrupt")]
)
def test_an_archive_that_is_locked_or_packed_in_a_strange_way_is_refused(
    refusal, place, value, code
):
    data = bytearray(word(paragraph("x")))
    for header, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        start = -1
        while (start := data.find(header, start + 1)) >= 0:
            data[start + place + shift] = value

    assert refusal("a.docx", bytes(data)).code == code


class Said(DirectNursery):
    """A reader that was taken over by the file and says whatever it likes."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    def read(self, source: int, suffix: str, limits: Limits) -> bytes:
        return self.said


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"not json",
        b"[" * 100_000,
        b'["line","x",null,null,null]',
        b'["line",7,null,null,null]\n["end",1]',
        b'["line","x",null,null,[1,2]]\n["end",1]',
        b'["refused","auth.granted",{}]',
        b'["refused","files.empty"]',
        b'["refused","files.empty",{"name":1},2]'[:-3],
        b'["end","many"]',
    ],
)
def test_a_reader_that_was_taken_over_can_only_make_its_file_a_damaged_one(
    tmp_path, monkeypatch, said
):
    path = tmp_path / "a.txt"
    path.write_text("x")
    extraction = SandboxedExtraction()
    monkeypatch.setattr(extraction, "nursery", Said(said))

    with pytest.raises(refusals.FileCorrupt):
        extraction.extract(path)


def test_a_service_that_takes_no_files_says_so(tmp_path):
    with pytest.raises(refusals.ReaderStopped):
        NoTextExtraction().extract(tmp_path / "a.txt")


def test_the_samples_that_warm_the_readers_up_are_all_read(monkeypatch):
    said: list[bytes] = []
    monkeypatch.setattr(Wire, "flush", lambda wire: said.extend(wire._waiting))

    samples.read_all()

    assert sum(b'["end"' in record for record in said) >= 6


def test_every_refusal_has_a_code_of_its_own_and_a_status_that_blames_the_file():
    kinds = [
        kind
        for kind in vars(refusals).values()
        if isinstance(kind, type) and issubclass(kind, refusals.FileRefused)
    ]

    assert len({kind.code for kind in kinds}) == len(kinds) >= 15
    assert {kind.status for kind in kinds} == {404, 413, 415, 422, 503}
