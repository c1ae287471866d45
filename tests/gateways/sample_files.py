"""Small files made by hand, so that the suite needs no office programs and no downloads."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

#: left, baseline and text of a printed line.
Printed = tuple[float, float, str]

LETTERHEAD = ("TỈNH ỦY THÁI NGUYÊN", "*", "Số 12-QĐ/TU", "QUY ĐỊNH", "về sinh hoạt chi bộ")
ARTICLES = (
    "Điều 1. Chi bộ sinh hoạt thường kỳ mỗi tháng một lần.",
    "1. Thời gian sinh hoạt ít nhất 90 phút.",
    "a) Bí thư chi bộ chủ trì cuộc họp.",
)


def pdf(
    pages: Sequence[Sequence[Printed]], *, picture: bool = False, encrypt: bool = False
) -> bytes:
    """A PDF whose text layer maps glyphs to Vietnamese letters through /ToUnicode."""
    letters = sorted({letter for page in pages for _, _, text in page for letter in text})
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (7 + 2 * number) for number in range(len(pages))), len(pages)),
        b"<</Type/Font/Subtype/Type0/BaseFont/Sample/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Sample/DW 500"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        _stream(_to_unicode(letters)),
        _stream(b"\x00" * 3, b"/Type/XObject/Subtype/Image/Width 1/Height 1"
                b"/ColorSpace/DeviceRGB/BitsPerComponent 8"),
    ]  # fmt: skip
    for number, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>>>" % (8 + 2 * number)
        )
        drawn = b"q 600 0 0 780 6 6 cm /I Do Q\n" if picture else b""
        objects.append(_stream(drawn + b"".join(_shown(letters, *line) for line in page)))
    return _assembled(objects, encrypt=encrypt)


def one_page(lines: Iterable[str]) -> list[Printed]:
    """Lines under one another, as a typewriter sets them."""
    return [(72.0, 720.0 - 16 * number, text) for number, text in enumerate(lines)]


def _to_unicode(letters: Sequence[str]) -> bytes:
    pairs = "".join(
        f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>\n"
        for number, letter in enumerate(letters, 1)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    ).encode()


def _shown(letters: Sequence[str], left: float, base: float, text: str) -> bytes:
    codes = "".join(f"{letters.index(letter) + 1:04X}" for letter in text)
    return f"BT /F 12 Tf {left} {base} Td <{codes}> Tj ET\n".encode()


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        entries,
        len(packed),
        packed,
    )


def _assembled(objects: Sequence[bytes], *, encrypt: bool) -> bytes:
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    # No password fits these hashes, so every reader must ask for one.
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
        b"5a" * 32,
        b"a5" * 32,
    )
    file += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        locked if encrypt else b"",
        table,
    )
    return bytes(file)


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def word_parts(body: str, **more: str) -> dict[str, bytes | str]:
    """The parts of the smallest Word document; `more` are parts under word/ without “.xml”."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    return parts | {f"word/{name}.xml": part for name, part in more.items()}


def word(body: str, **more: str) -> bytes:
    return zipped(word_parts(body, **more))


def paragraph(text: str, properties: str = "") -> str:
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{inner}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
