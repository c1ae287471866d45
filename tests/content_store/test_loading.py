"""Content read into frozen objects."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from handbook_api.content_store import (
    ContentUnreadable,
    ErrorText,
    Mention,
    Plenum,
    Relation,
    Source,
    Synonym,
    content_hash,
    load,
)


def by_slug(content):
    return {entry.slug: entry for entry in content.documents}


def test_a_document_says_everything_its_file_says(folder):
    entry = by_slug(load(folder.path))["294-qd-tw-2025"]

    assert (entry.kind, entry.symbol, entry.issuer) == ("regulation", "294-QĐ/TW", "bchtw")
    assert (entry.issued_on, entry.issued_in) == (date(2025, 5, 26), None)
    assert (entry.effective_on, entry.effective_source) == (date(2025, 7, 1), "S1")
    assert entry.aliases == ("Quy định thi hành Điều lệ",)
    assert entry.plenums == (Plenum(11, 13),)
    assert entry.unverified == ("plenums",)
    assert entry.relations == (
        Relation("replaces", "24-qd-tw-2021", True, date(2025, 7, 1), "S1", ""),
    )
    citation = "Quy định số 29-QĐ/TW ngày 02/6/1997"
    assert entry.mentions == (Mention("cites", citation, "29-QĐ/TW", "1997", True, "S1", ""),)
    seen = date(2026, 11, 21)
    assert entry.sources == (
        Source("S1", None, "Toàn văn Quy định 294-QĐ/TW", seen, ""),
        Source("S2", "https://example.vn/294", None, seen, ""),
    )


def test_a_document_carries_the_summary_beside_it(folder):
    documents = by_slug(load(folder.path))

    assert documents["294-qd-tw-2025"].summary.startswith("## Văn bản này để làm gì")
    assert documents["24-qd-tw-2021"].summary == ""


@pytest.mark.parametrize(
    ("written", "day", "period", "year"),
    [
        ("issued_on = 2021-07-30", date(2021, 7, 30), None, 2021),
        ('issued_in = "2021-07"', None, "2021-07", 2021),
        ('issued_in = "2021"', None, "2021", 2021),
        ("", None, None, None),
    ],
)
def test_a_date_known_by_halves_is_never_completed(folder, written, day, period, year):
    folder.replace("documents/24-qd-tw-2021.toml", "issued_on = 2021-07-30", written)

    entry = by_slug(load(folder.path))["24-qd-tw-2021"]

    assert (entry.issued_on, entry.issued_in, entry.issued_year) == (day, period, year)


def test_an_abbreviation_may_have_several_readings(folder):
    readings = [one.long for one in load(folder.path).abbreviations if one.short == "CB"]

    assert readings == ["cán bộ", "chi bộ"]


def test_synonyms_point_from_speech_to_writing(folder):
    assert load(folder.path).synonyms == (Synonym("họp chi bộ", "sinh hoạt chi bộ", ""),)


def test_a_closed_issuer_names_its_successors(folder):
    closed = load(folder.path).issuers[1]

    assert (closed.code, closed.closed_in, closed.successors) == ("btgtw", "2025", ("bchtw",))


@pytest.mark.parametrize(
    ("language", "title"),
    [("vi", "Không đọc được"), ("en", "Unreadable"), ("en-GB", "Unreadable"), ("EN", "Unreadable")],
)
def test_messages_come_in_the_language_asked_for(folder, language, title):
    assert load(folder.path).messages(language).errors["content.unreadable"].title == title


def test_messages_of_an_unknown_language_are_vietnamese(folder):
    messages = load(folder.path).messages("lo")

    assert messages.labels == {"kind.regulation": "Quy định"}
    assert messages.errors["content.unreadable"] == ErrorText("Không đọc được", "Xem tệp {file}.")


def test_content_is_frozen(folder):
    content = load(folder.path)

    with pytest.raises(FrozenInstanceError):
        content.documents[0].title = "khác"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("topics.toml", "[[topics]]", "[[topics", "TOML viết sai"),
        ("documents/24-qd-tw-2021.toml", "kind =", "kinds =", "mục “kind” thiếu"),
        ("documents/24-qd-tw-2021.toml", "2021-07-30", '"hôm nay"', "mục “issued_on” thiếu"),
        ("documents/24-qd-tw-2021.toml", "claim =", "claims =", "mục “status.claim” thiếu"),
        ("documents/294-qd-tw-2025.toml", "target =", "to =", "mục “relations[1].target” thiếu"),
        ("documents/294-qd-tw-2025.toml", "term = 13", "term = true", "plenums[1].term"),
        ("glossary/synonyms.csv", "said,", "say,", "said,written,note"),
        ("glossary/synonyms.csv", "chi bộ,\n", "chi bộ\n", "dòng 2 có 2 ô, cần 3 ô"),
        ("messages/vi.toml", "title =", "titles =", "errors.content.unreadable.title"),
    ],
)
def test_an_unreadable_file_is_named_with_its_fault(folder, name, old, new, says):
    folder.replace(name, old, new)

    with pytest.raises(ContentUnreadable) as refusal:
        load(folder.path)

    assert refusal.value.facts["file"] == name
    assert says in refusal.value.facts["problem"]
    assert name in str(refusal.value)


def test_a_missing_list_is_named(folder):
    (folder.path / "topics.toml").unlink()

    with pytest.raises(ContentUnreadable, match=r"topics\.toml: thiếu tệp"):
        load(folder.path)


def test_a_byte_order_mark_does_not_stop_the_service(folder):
    folder.write("topics.toml", "\ufeff[[topics]]\ncode = 'a'\nname = 'Điều lệ'\n")

    assert load(folder.path).topics[0].name == "Điều lệ"


def test_the_fingerprint_stays_while_nothing_changes(folder):
    before = content_hash(folder.path)
    folder.write("README.md", "Lời dẫn cho cán bộ")
    folder.write(".vi.toml.swp", "tệp tạm của phần mềm soạn thảo")
    folder.append("_schemas/topics.schema.json", " ")

    assert content_hash(folder.path) == before


@pytest.mark.parametrize(
    "name", ["documents/294-qd-tw-2025.md", "issuers.toml", "glossary/synonyms.csv"]
)
def test_the_fingerprint_changes_with_any_data_file(folder, name):
    before = content_hash(folder.path)
    folder.append(name, "\n")

    assert content_hash(folder.path) != before


def test_the_fingerprint_changes_when_a_file_is_renamed(folder):
    before = content_hash(folder.path)
    documents = folder.path / "documents"
    (documents / "24-qd-tw-2021.toml").rename(documents / "24-qd-tw-2022.toml")

    assert content_hash(folder.path) != before


def test_terms_come_oldest_first_whatever_their_order_in_the_file(folder):
    starts = load(folder.path).term_starts

    assert list(starts.items()) == [(13, date(2021, 2, 2)), (14, date(2026, 1, 24))]
