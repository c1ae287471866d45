"""Which document a citation means; doubt is said and never guessed away."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from search_index.citations import find_citations
from search_index.citations_resolving import (
    CitingText,
    KnownDocument,
    Library,
    Mismatch,
    Resolution,
    resolve_citations,
)
from search_index.plenums import Plenum
from search_index.symbols import kind_of_name, parse_symbol
from search_index.vietnamese.normalise import nfc

SHARED = Path(__file__).parents[3] / "shared"

TERMS = {
    11: date(2011, 1, 20),
    12: date(2016, 1, 29),
    13: date(2021, 2, 2),
    14: date(2026, 1, 24),
}
ISSUERS = {
    "Ban Bí thư": "BBT",
    "Bộ Chính trị": "BCT",
    "Ban Chấp hành Trung ương": "BCHTW",
    "Ban Tổ chức Trung ương": "BTCTW",
}


def known(identity: str, symbol: str, day: date | None, kind: str, **more: object) -> KnownDocument:
    keys = frozenset({parse_symbol(symbol).key}) if symbol else frozenset()
    return KnownDocument(identity, kind, keys, issued_on=day, **more)


GUIDES = [
    known("hd01-2016", "01-HD/TW", date(2016, 9, 20), "guidance", replaced_on=date(2021, 9, 28)),
    known("hd01-2021", "01-HD/TW", date(2021, 9, 28), "guidance", replaced_on=date(2025, 6, 9)),
    known("hd01-2026", "01-HD/TW", date(2026, 5, 19), "guidance"),
]


def resolve(text: str, documents: list[KnownDocument], day: date | None = None) -> list[Resolution]:
    citing = CitingText(text, day)
    return list(resolve_citations(find_citations(text), Library(documents, ISSUERS, TERMS), citing))


def test_symbol_and_day_are_exact():
    (found,) = resolve("Hướng dẫn số 01-HD/TW, ngày 28/9/2021", GUIDES, date(2025, 6, 9))

    assert (found.document_id, found.certainty, found.mismatches) == ("hd01-2021", "exact", ())
    assert found.candidates == ("hd01-2016",)


def test_a_misquoted_day_is_reported():
    resolution = known("nq57", "57-NQ/TW", date(2024, 12, 22), "resolution", issuer="BCT")

    (found,) = resolve("Nghị quyết số 57-NQ/TW ngày 24/12/2024", [resolution], date(2025, 3, 1))

    assert (found.document_id, found.certainty) == ("nq57", "likely")
    assert found.mismatches == (Mismatch("date", "2024-12-24", "2024-12-22"),)


def test_a_day_of_another_decade_is_another_document():
    rules = known("qd29-2016", "29-QĐ/TW", date(2016, 7, 25), "regulation")

    found = resolve(
        "Quy định số 29-QĐ/TW, ngày 02/6/1997 của Bộ Chính trị; theo Quy định số 29-QĐ/TW",
        [rules],
        date(2025, 6, 9),
    )

    assert [(one.document_id, one.reason) for one in found] == [(None, "other_date")] * 2
    assert found[0].candidates == ("qd29-2016",)


def test_the_one_in_force_when_the_text_was_written_is_meant():
    of_2018 = resolve("theo Hướng dẫn số 01-HD/TW", GUIDES, date(2018, 1, 1))
    of_2022 = resolve("theo Hướng dẫn số 01-HD/TW", GUIDES, date(2022, 1, 1))
    undated = resolve("theo Hướng dẫn số 01-HD/TW", GUIDES)

    assert (of_2018[0].document_id, of_2018[0].certainty) == ("hd01-2016", "likely")
    assert of_2022[0].document_id == "hd01-2021"
    assert (undated[0].document_id, undated[0].reason) == (None, "ambiguous")
    assert undated[0].candidates == ("hd01-2026", "hd01-2021", "hd01-2016")


def test_a_text_cannot_cite_what_came_later():
    (found,) = resolve("theo Hướng dẫn số 01-HD/TW", GUIDES, date(2015, 1, 1))

    assert (found.document_id, found.reason) == (None, "later")


def test_a_year_or_a_term_tells_which():
    by_year = resolve("Hướng dẫn 01-HD/TW năm 2021", GUIDES)
    by_term = resolve("Hướng dẫn số 01-HD/TW của Ban Bí thư khóa XII", GUIDES)

    assert by_year[0].document_id == "hd01-2021"
    assert (by_term[0].document_id, by_term[0].certainty) == ("hd01-2016", "likely")


def test_the_days_of_the_terms_may_be_handed_in():
    library = Library(GUIDES, terms={12: date(2016, 1, 1), 13: date(2021, 10, 1)})
    citations = find_citations("Hướng dẫn số 01-HD/TW của Ban Bí thư khóa XII")

    (found,) = resolve_citations(citations, library, CitingText())

    assert (found.document_id, found.candidates) == (None, ("hd01-2021", "hd01-2016"))


def test_the_wrong_kind_or_issuer_is_noted():
    fees = known("qd342", "342-QĐ/TW", date(2010, 12, 28), "decision", issuer="BCT")

    (found,) = resolve("Quy định số 342-QĐ/TW ngày 28/12/2010 của Ban Bí thư", [fees])

    assert found.document_id == "qd342"
    assert {one.what for one in found.mismatches} == {"kind", "issuer"}


def test_a_number_and_an_issuer_name_a_document():
    directives = [
        known("ct10", "10-CT/TW", date(2007, 3, 30), "directive", issuer="BBT"),
        known("ct10-tu", "10-CT/TU", date(2016, 3, 30), "directive", place="Sao Mai"),
    ]

    (found,) = resolve("tinh thần Chỉ thị 10 của Ban Bí thư", directives, date(2017, 10, 24))
    (other,) = resolve("tinh thần Chỉ thị 10 của Bộ Chính trị", directives, date(2017, 10, 24))

    assert (found.document_id, found.certainty) == ("ct10", "likely")
    assert other.document_id is None


def test_a_neighbour_that_it_guides_tells_two_guides_apart():
    documents = [
        known("ct10", "10-CT/TW", date(2007, 3, 30), "directive", issuer="BBT"),
        known(
            "hd09-2012",
            "09-HD/BTCTW",
            date(2012, 3, 2),
            "guidance",
            issuer="BTCTW",
            related=frozenset({"ct10"}),
        ),
        known("hd09-2017", "09-HD/BTCTW", date(2017, 6, 5), "guidance", issuer="BTCTW"),
    ]
    text = "theo Chỉ thị 10 của Ban Bí thư và Hướng dẫn 09 của Ban Tổ chức Trung ương"

    together = resolve(text, documents, date(2017, 10, 24))
    alone = resolve("theo Hướng dẫn 09 của Ban Tổ chức Trung ương", documents, date(2017, 10, 24))

    assert [one.document_id for one in together] == ["ct10", "hd09-2012"]
    assert (alone[0].document_id, alone[0].reason) == (None, "ambiguous")


def test_a_short_form_means_what_the_text_defined():
    schemes = [known("da07", "07-ĐA/ĐUK", date(2017, 5, 25), "scheme", place="Sao Mai")]

    found = resolve(
        "Đề án số 07-ĐA/ĐUK ngày 25/5/2017 (Đề án 07). Mục tiêu của Đề án 07 rõ ràng.", schemes
    )
    undefined = resolve("Mục tiêu của Đề án 07 rõ ràng.", schemes)

    assert [(one.document_id, one.certainty) for one in found] == [("da07", "exact")] * 3
    assert undefined[0].document_id is None


def test_a_provinces_symbol_needs_its_province():
    schemes = [known("da07-tu", "07-ĐA/TU", date(2021, 5, 1), "scheme", place="Sao Mai")]

    said = resolve("Tỉnh ủy Sao Mai ban hành Đề án số 07-ĐA/TU", schemes, date(2022, 1, 1))
    unsaid = resolve("Tỉnh ủy ban hành Đề án số 07-ĐA/TU", schemes, date(2022, 1, 1))

    assert (said[0].document_id, said[0].certainty) == ("da07-tu", "likely")
    assert (unsaid[0].document_id, unsaid[0].reason) == (None, "unsaid_issuer")
    assert unsaid[0].candidates == ("da07-tu",)


def test_the_title_said_with_the_symbol_settles_it():
    schemes = [
        known("a", "07-ĐA/TU", None, "scheme", titles=("Nâng cao chất lượng tổ chức cơ sở đảng",)),
        known("b", "07-ĐA/TU", None, "scheme", titles=("Phát triển du lịch tỉnh đến năm 2030",)),
    ]

    (found,) = resolve("Đề án số 07-ĐA/TU về “Nâng cao chất lượng tổ chức cơ sở đảng”", schemes)

    assert (found.document_id, found.certainty) == ("a", "exact")


def test_a_plenum_may_rightly_mean_several_documents():
    documents = [
        known(
            "nq04", "04-NQ/TW", date(2016, 10, 30), "resolution", plenums=frozenset({Plenum(4, 12)})
        ),
        known(
            "nq18", "18-NQ/TW", date(2017, 10, 25), "resolution", plenums=frozenset({Plenum(6, 12)})
        ),
        known(
            "nq19", "19-NQ/TW", date(2017, 10, 25), "resolution", plenums=frozenset({Plenum(6, 12)})
        ),
    ]

    four, six, seven = resolve("các Nghị quyết Trung ương 4, 6, 7 (khóa XII)", documents)

    assert (four.document_id, four.certainty) == ("nq04", "exact")
    assert (six.document_id, six.reason) == (None, "several")
    assert set(six.candidates) == {"nq18", "nq19"}
    assert (seven.document_id, seven.reason) == (None, "unknown")


def test_the_charter_is_the_wording_of_its_day():
    charters = [
        known("dl-2006", "", date(2006, 4, 25), "charter", congress=10),
        known("dl-2011", "", date(2011, 1, 19), "charter", congress=11),
    ]

    assert resolve("Điều 5 Điều lệ Đảng", charters, date(2025, 1, 1))[0].document_id == "dl-2011"
    assert resolve("Điều 5 Điều lệ Đảng", charters, date(2008, 1, 1))[0].document_id == "dl-2006"
    assert resolve("Điều lệ Đảng khoá II", charters, date(2025, 1, 1))[0].reason == "unknown"


def test_own_provisions_are_the_texts_own_or_the_charters():
    citing = CitingText("", None, own_id="qd294", keyed_to="dl-2011")
    citations = find_citations(
        "Tiết a, Điểm 10.6.2 của Quy định này. Điều 3: Về quyền của đảng viên"
    )

    own, keyed = resolve_citations(citations, Library([]), citing)

    assert (own.document_id, own.certainty) == ("qd294", "exact")
    assert (keyed.document_id, keyed.certainty) == ("dl-2011", "likely")


def test_a_title_said_again_means_the_document_that_bore_it():
    rules = [
        known(
            "qd232", "232-QĐ/TW", date(2025, 1, 20), "regulation", titles=("Thi hành Điều lệ Đảng",)
        ),
        known(
            "qd294", "294-QĐ/TW", date(2025, 5, 26), "regulation", titles=("Thi hành Điều lệ Đảng",)
        ),
    ]
    text = "Căn cứ Quy định số 294-QĐ/TW, ngày 26/5/2025. Theo Quy định thi hành Điều lệ Đảng thì"

    found = resolve(text, rules, date(2025, 6, 9))

    assert [one.document_id for one in found] == ["qd294", "qd294"]


def test_many_citations_are_resolved_in_one_pass():
    text = "Quy định số 294-QĐ/TW và Chỉ thị 05; " * 4_000

    found = resolve(text, GUIDES)

    assert {one.reason for one in found} == {"unknown"}
    assert len(found) == 8_000


def catalogue() -> Library:
    """The catalogue as a library; its issuers go by their own codes."""
    path = SHARED / "catalogue.csv"
    if not path.exists():
        pytest.skip(f"missing: {path}")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Library([row_document(row) for row in rows], ISSUERS, TERMS)


def row_document(row: dict[str, str]) -> KnownDocument:
    parts = [int(part) for part in row["issued_on"].split("-") if part]
    alias = re.search(r"NQTW(\d+) khóa (XII?)\b", row["topics"])
    plenum = {Plenum(int(alias[1]), {"XI": 11, "XII": 12}[alias[2]])} if alias else set()
    symbol = parse_symbol(row["symbol"])
    place = re.search(r"(?:tỉnh|Tỉnh ủy) ([A-ZĐ]\w+ [A-ZĐ]\w+)$", row["issuer"])
    guided = re.findall(r"(?:guides|implements|continues) (\S+?)(?:@\d+)?(?:;|$)", row["relations"])
    return KnownDocument(
        id=f"{row['symbol']}@{row['issued_on']}",
        kind=kind_of_name(row["kind"]) or "other",
        symbol_keys=frozenset({symbol.key} if symbol else ()),
        issuer=row["issuer"],
        issued_on=date(*[*parts, 1, 1][:3]) if parts else None,
        precision={0: "day", 1: "year", 2: "month", 3: "day"}[len(parts)],
        plenums=frozenset(plenum),
        congress=11 if row["kind"] == "Điều lệ" else None,
        titles=(row["title"],),
        related=frozenset({"10-CT/TW@2007-03-30"} if "10-CT/TW" in guided else ()),
        place=place[1] if place else None,
    )


@pytest.mark.parametrize(
    ("name", "day", "resolved", "unresolved"),
    [
        (
            "000_9f78c74f28ac5e1c.txt",
            None,
            [
                "07-ĐA/ĐUK@2017-05-25",
                "05-CT/TW@2016-05-15",
                "04-NQ/TW@2016-10-30",
                "08-QĐi/TW@2018-10-25",
            ],
            [],
        ),
        (
            "001_befa2c42490e82ec.txt",
            date(2018, 2, 28),
            ["04-NQ/TW@2016-10-30", "30-CT/TU@", "40-CT/TU@", "05-CT/TW@2016-05-15"],
            ["Đề án của Ban Chấp hành", "Đề án “Tinh giản", "Đề án về “Nâng cao"],
        ),
        (
            "002_de5285344367e5d0.txt",
            None,
            ["04-NQ/TU@2016-05-23", "04-QĐi/TU@2018-10-18"],
            [],
        ),
        (
            "003_1b17c64f24c0bdbf.txt",
            date(2017, 10, 24),
            [
                "04-NQ/TW@2016-10-30",
                "10-CT/TW@2007-03-30",
                "09-HD/BTCTW@2012-03-02",
                "05-CT/TW@2016-05-15",
            ],
            [
                "Nghị quyết Đại hội lần thứ XII",
                "Nghị quyết Đại hội Đảng bộ tỉnh Đắk Nông",
                "Nghị quyết “Nâng cao chất lượng",
            ],
        ),
        (
            "004_6af2ff1708b4afb6.txt",
            date(2021, 10, 14),
            [
                "ĐL-2011@2011-01-19",
                "07-ĐA/TU@2021",
                "08-ĐA/TU@2021",
                "06-CT/TU@2021",
                "07-CT/TU@2021",
                "04-NQ/TW@2016-10-30",
                "12-NQ/TW@2012-01-16",
                "05-CT/TW@2016-05-15",
                "01-NQ/TU@2020-12-31",
            ],
            [
                "Nghị quyết Đại hội lần thứ XIII",
                "6",
                "7 (khóa XII)",
                "Nghị quyết Đại hội XIII",
            ],
        ),
    ],
)
def test_the_articles_cite_what_the_catalogue_holds(name, day, resolved, unresolved):
    path = SHARED / "corpus" / "articles" / name
    if not path.exists():
        pytest.skip(f"missing: {path}")
    text = nfc(path.read_text(encoding="utf-8"))
    citations = find_citations(text)

    found = resolve_citations(citations, catalogue(), CitingText(text, day))

    assert list(dict.fromkeys(one.document_id for one in found if one.document_id)) == resolved
    assert not any(one.mismatches for one in found)
    open_ = {
        citation.text: one
        for citation, one in zip(citations, found, strict=True)
        if one.document_id is None
    }
    assert [
        next((w for w in unresolved if text_.startswith(w)), text_) for text_ in open_
    ] == unresolved
