"""From a file to a document of the library, whole or not at all."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from handbook_api.core.identity import GUEST, SYSTEM
from handbook_api.documents import queries, service
from handbook_api.documents.errors import (
    DecidedInContent,
    MarkedSecret,
    MetadataMissing,
    SameSymbolOtherDate,
    SymbolNotUnderstood,
    UnknownIssuer,
)
from handbook_api.documents.models import (
    CitationRow,
    Document,
    DocumentFile,
    DocumentVersion,
    Provision,
    Relation,
)
from handbook_api.documents.reading.reader import read_file
from handbook_api.documents.service import Overrides
from handbook_api.gateways.text_extraction import Limits
from handbook_api.http.problems import refusal_of
from handbook_api.search.passages import passages_of
from tests.support.papers import PAPER

TODAY = date(2026, 11, 22)


@pytest.fixture
def count(library):
    def of(table):
        with library.transaction(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(table))

    return of


def test_a_paper_is_described_by_its_own_text(library, bring, paper):
    outcome = bring(paper())

    with library.transaction(read_only=True) as session:
        document = queries.get_document(session, GUEST, outcome.document_id, TODAY).document
        assert (document.kind, document.symbol, document.issuer_code, document.issued_on) == (
            "guidance",
            "77-HD/TW",
            "bbt",
            date(2024, 3, 5),
        )
        assert document.title == "Việc trồng cây ở trụ sở chi bộ"
        assert (document.signer, document.effective_on) == ("Nguyễn Văn Mẫu", date(2024, 3, 5))
    assert outcome.document_id == "77-hd-tw-2024"


def test_its_provisions_stand_at_their_anchors_with_exactly_their_words(library, bring, paper):
    outcome = bring(paper())

    with library.transaction(read_only=True) as session:
        rows = queries.provisions_of(session, GUEST, outcome.document_id)
    by_anchor = {row.anchor: row for row in rows}
    assert by_anchor["1.1"].text == ("Chi bộ chọn cây phù hợp với đất và khí hậu của địa phương.")
    assert by_anchor["1.1"].path == [["1", "1", "Chọn cây"]]
    assert by_anchor["2.a"].text == "Đảng viên tưới cây mỗi tuần hai lần."
    assert [row.position for row in rows] == list(range(len(rows)))


def test_citations_lead_to_documents_and_to_its_own_points(library, bring, paper):
    outcome = bring(paper(day="05", how="phải khỏe mạnh"))

    with library.transaction(read_only=True) as session:
        rows = session.scalars(
            select(CitationRow).where(
                CitationRow.document_id == outcome.document_id, CitationRow.anchor == "1.2"
            )
        ).all()
        text = queries.get_provision(session, GUEST, outcome.document_id, "1.2").text
    own = next(row for row in rows if row.target_id == outcome.document_id)
    assert own.target_anchor == "1.1"
    assert all(text[row.start : row.end] == row.text for row in rows)


def test_a_paper_cannot_cite_what_came_after_it(library, bring, paper):
    outcome = bring(paper())

    later = [row for row in outcome.linked.unresolved if "294" in row.text]
    assert [row.note for row in later] == ["later"]


def test_a_stated_replacement_of_a_paper_we_lack_is_kept_as_a_mention(library, bring, paper):
    outcome = bring(paper())

    with library.transaction(read_only=True) as session:
        document = session.get(Document, outcome.document_id)
        assert [entry["kind"] for entry in document.mentions] == ["replaces"]


def test_a_stated_replacement_of_a_paper_we_hold_changes_its_validity(library, bring, paper):
    text = PAPER.replace("12-HD/TW, ngày 17/5/2012", "{number}-HD/TW, ngày 01/02/2023")
    older = PAPER.replace("tháng 3 năm 2024", "tháng 2 năm 2023")
    bring(paper(name="cu.txt", number="66", day="01", text=older))
    new = text.replace("Số {number}", "Số 67").replace("{number}-HD/TW, ngày", "66-HD/TW, ngày")
    bring(paper(name="moi.txt", text=new))

    with library.transaction(read_only=True) as session:
        old = queries.get_document(session, GUEST, "66-hd-tw-2023", TODAY)
        before = queries.get_document(session, GUEST, "66-hd-tw-2023", date(2024, 3, 4))
    assert old.status == "replaced"
    assert [by.id for _, by in old.replaced_by] == ["67-hd-tw-2024"]
    assert before.status == "in_force"


def test_importing_the_same_again_changes_nothing(bring, paper, count):
    bring(paper())
    again = bring(paper())

    assert (again.changed, again.version) == (False, 1)
    assert (count(DocumentVersion), count(DocumentFile)) == (1, 1)


def test_a_changed_text_makes_a_new_version_and_the_old_one_stays(library, bring, paper, count):
    bring(paper())
    second = bring(paper(how="phải cao"))

    assert (second.changed, second.version) == (True, 2)
    assert (count(DocumentVersion), count(DocumentFile)) == (2, 2)
    with library.transaction(read_only=True) as session:
        assert "phải cao" in queries.get_provision(session, GUEST, "77-hd-tw-2024", "1.2").text


def test_a_text_joins_the_catalogue_entry_of_its_symbol_issuer_and_date(library, bring, paper):
    text = PAPER.replace("{number}", "06").replace("{day} tháng 3 năm 2024", "09 tháng 6 năm 2025")
    outcome = bring(paper(text=text))

    assert outcome.document_id == "06-hd-tw-2025"
    with library.transaction(read_only=True) as session:
        document = session.get(Document, "06-hd-tw-2025")
        assert document.title == "Một số vấn đề cụ thể thi hành Điều lệ Đảng", "officers' word wins"


def test_the_same_symbol_with_another_date_in_one_term_is_questioned(bring, paper, count):
    bring(paper())
    before = count(Document)

    with pytest.raises(SameSymbolOtherDate) as refusal:
        bring(paper(name="khac.txt", day="06"))

    assert refusal.value.facts["existing"] == "05/03/2024"
    assert count(Document) == before


def test_it_is_taken_when_a_person_says_it_is_another_document(bring, paper):
    bring(paper())

    assert bring(paper(name="khac.txt", day="06"), separate=True).document_id == "77-hd-tw-2024-2"


def test_the_same_symbol_in_another_term_is_another_document(bring, paper):
    bring(paper())
    older = PAPER.replace("tháng 3 năm 2024", "tháng 3 năm 2019")

    assert bring(paper(name="cu.txt", text=older)).document_id == "77-hd-tw-2019"


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ({"issued_on": date(2024, 4, 1)}, "issued_on", date(2024, 4, 1)),
        ({"title": "Tên đúng"}, "title", "Tên đúng"),
        ({"kind": "regulation"}, "kind", "regulation"),
        ({"signer": "Trần Thị Mẫu"}, "signer", "Trần Thị Mẫu"),
        ({"symbol": "78 hd tw"}, "symbol", "78-HD/TW"),
        ({"audience": "members"}, "audience", "members"),
    ],
)
def test_what_a_person_says_counts_more_than_what_was_read(
    library, bring, paper, said, field, value
):
    outcome = bring(paper(), **said)

    with library.transaction(read_only=True) as session:
        assert getattr(session.get(Document, outcome.document_id), field) == value


def test_a_text_for_members_is_hidden_from_guests(library, bring, paper):
    outcome = bring(paper(), audience="members")

    with library.transaction(read_only=True) as session:
        visible = [row.id for row in session.scalars(queries.visible_documents(GUEST))]
        everything = [row.id for row in session.scalars(queries.visible_documents(SYSTEM))]
    assert outcome.document_id not in visible
    assert outcome.document_id in everything


def test_an_issuer_nobody_listed_is_asked_for(bring, paper):
    text = PAPER.replace("BAN BÍ THƯ", "ĐẢNG ỦY XÃ BÌNH MINH MẪU").replace("-HD/TW", "-HD/ĐU")
    text = text.replace("Ban Bí thư hướng dẫn", "Đảng ủy hướng dẫn")

    with pytest.raises(UnknownIssuer):
        bring(paper(text=text))


def test_a_text_without_a_date_is_asked_for_one(bring, paper):
    text = PAPER.replace("Hà Nội, ngày {day} tháng 3 năm 2024\n", "")

    with pytest.raises(MetadataMissing) as refusal:
        bring(paper(text=text))
    assert refusal.value.facts["options"] == "--issued-on"


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secret_paper_leaves_no_trace(bring, paper, count, mark):
    before = [count(table) for table in (Document, DocumentFile, Provision)]

    with pytest.raises(MarkedSecret):
        bring(paper(text=f"{mark}\n\n{PAPER}"))

    assert [count(table) for table in (Document, DocumentFile, Provision)] == before


def test_an_import_that_fails_half_way_leaves_nothing(
    library, extraction, paper, count, monkeypatch
):
    before = [count(table) for table in (Document, DocumentVersion, Provision, Relation)]
    read = read_file(paper(), Limits(), extraction)

    def fail(*_):
        raise RuntimeError("disk full")

    monkeypatch.setattr("handbook_api.documents.service.importing.link_citations", fail)
    with pytest.raises(RuntimeError), library.transaction() as session:
        plan = service.plan_import(session, read, Overrides(), library.content.term_starts)
        service.carry_out(session, plan)

    tables = (Document, DocumentVersion, Provision, Relation)
    assert [count(table) for table in tables] == before


def test_a_citation_finds_its_document_once_that_is_imported(library, bring, paper):
    citing = PAPER.replace("12-HD/TW, ngày 17/5/2012", "66-HD/TW, ngày 01/02/2023")
    first = bring(paper(text=citing))
    assert "66-HD/TW" in " ".join(row.text for row in first.linked.unresolved)
    cited = PAPER.replace("tháng 3 năm 2024", "tháng 2 năm 2023")
    bring(paper(name="cu.txt", number="66", day="01", text=cited))

    with library.transaction() as session:
        assert service.link_open(session, library.content.term_starts, {"66-hd-tw-2023"}) >= 1
        citing_documents = queries.cited_by(session, GUEST, "66-hd-tw-2023", limit=10)
    assert [(document.id, times) for document, times in citing_documents] == [
        (first.document_id, 1)
    ]


def test_what_is_found_is_a_point_with_its_letters(library, bring, paper):
    outcome = bring(paper())

    with library.transaction(read_only=True) as session:
        found = {passage.anchor: passage for passage in passages_of(session, outcome.document_id)}
    assert "a) Đảng viên tưới cây" in found["2"].text
    assert "2.a" not in found
    assert found["1.1"].path == (("1", "Chọn cây"),)
    assert found[""].origin == "title"


def test_two_imports_of_one_new_paper_at_once_make_one_document(library, extraction, paper, count):
    read = read_file(paper(), Limits(), extraction)
    start, failures = Barrier(2), []

    def bring_it():
        start.wait()
        try:
            with library.transaction() as session:
                service.take_turn(session)
                plan = service.plan_import(session, read, Overrides(), library.content.term_starts)
                service.carry_out(session, plan)
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=bring_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert (count(DocumentVersion), count(DocumentFile)) == (1, 1)


def test_importing_again_without_a_word_keeps_a_hidden_text_hidden(library, bring, paper):
    bring(paper(), audience="members")
    bring(paper())

    with library.transaction(read_only=True) as session:
        assert session.get(Document, "77-hd-tw-2024").audience == "members"


def test_hiding_a_text_is_a_change_that_followers_see(library, bring, paper):
    bring(paper())
    with library.transaction(read_only=True) as session:
        before = queries.sequence(session)
    outcome = bring(paper(), audience="members")

    with library.transaction(read_only=True) as session:
        assert (outcome.changed, queries.sequence(session) > before) == (False, True)


def test_what_the_catalogue_decides_is_not_changed_by_an_import(bring, paper):
    text = PAPER.replace("{number}", "06").replace("{day} tháng 3 năm 2024", "09 tháng 6 năm 2025")

    with pytest.raises(DecidedInContent) as refusal:
        bring(paper(text=text), audience="members")
    assert refusal.value.facts["options"] == "--audience"


def test_a_correction_counts_and_a_later_import_does_not_undo_it(library, bring, paper):
    bring(paper(), effective_on=date(2024, 4, 1))
    bring(paper(), effective_on=date(2024, 5, 1), title="Tên đúng")
    last = bring(paper())

    with library.transaction(read_only=True) as session:
        document = session.get(Document, "77-hd-tw-2024")
    assert (document.effective_on, document.title) == (date(2024, 5, 1), "Tên đúng")
    assert last.version == 1


def test_a_replaced_paper_that_arrives_after_its_replacement_is_replaced(library, bring, paper):
    new = PAPER.replace("12-HD/TW, ngày 17/5/2012", "66-HD/TW, ngày 01/02/2023")
    bring(paper(name="moi.txt", text=new))
    old = PAPER.replace("tháng 3 năm 2024", "tháng 2 năm 2023")
    bring(paper(name="cu.txt", number="66", day="01", text=old))
    with library.transaction() as session:
        service.link_open(session, library.content.term_starts, {"66-hd-tw-2023"})

    with library.transaction(read_only=True) as session:
        found = queries.get_document(session, GUEST, "66-hd-tw-2023", TODAY)
        assert session.get(Document, "77-hd-tw-2024").mentions == []
    assert found.status == "replaced"


def test_a_replacement_that_a_new_version_no_longer_states_is_forgotten(library, bring, paper):
    old = PAPER.replace("tháng 3 năm 2024", "tháng 2 năm 2023")
    bring(paper(name="cu.txt", number="66", day="01", text=old))
    new = PAPER.replace("12-HD/TW, ngày 17/5/2012", "66-HD/TW, ngày 01/02/2023")
    bring(paper(name="moi.txt", text=new))
    bring(paper(name="moi.txt"))

    with library.transaction(read_only=True) as session:
        assert queries.get_document(session, GUEST, "66-hd-tw-2023", TODAY).status == "in_force"


def test_a_link_to_a_point_is_completed_when_its_text_arrives(library, bring, paper):
    citing = PAPER.replace("điểm 1.1 Hướng dẫn này", "điểm 1.1 Hướng dẫn số 66-HD/TW")
    bring(paper(text=citing))
    cited = PAPER.replace("tháng 3 năm 2024", "tháng 2 năm 2023")
    bring(paper(name="cu.txt", number="66", day="01", text=cited))
    with library.transaction() as session:
        service.link_open(session, library.content.term_starts, {"66-hd-tw-2023"})

    with library.transaction(read_only=True) as session:
        row = session.scalars(
            select(CitationRow).where(CitationRow.target_id == "66-hd-tw-2023")
        ).first()
        assert row.target_anchor == "1.1"


@pytest.mark.parametrize(
    "stamp",
    ["TÀI LIỆU TUYỆT MẬT", "Độ mật: tối mật", "MẬT - HỎA TỐC", "MẬT (bản số 2)", "Tài liệu MẬT"],
)
def test_a_stamp_beside_other_stamps_is_a_stamp(bring, paper, stamp):
    with pytest.raises(MarkedSecret):
        bring(paper(text=f"{stamp}\n\n{PAPER}"))


def test_a_symbol_that_is_none_is_refused(bring, paper):
    with pytest.raises(SymbolNotUnderstood):
        bring(paper(), symbol="vớ vẩn")


def test_a_file_name_that_is_not_text_does_not_stop_the_import(bring, paper):
    path = paper()
    strange = path.with_name("x\udcff.txt")
    path.rename(strange)

    assert bring(strange).changed


@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_in_plain_words_and_leaves_nothing(library, bring, paper, count):
    before = [count(table) for table in (Document, DocumentFile, Provision)]

    def fill(connection, *_):
        connection.execute(
            f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}"
        )

    library.engine.dispose()
    event.listen(library.engine, "connect", fill)
    with pytest.raises(OperationalError) as full:
        bring(paper(text=PAPER.replace("phù hợp", "phù hợp " * 20_000)))
    event.remove(library.engine, "connect", fill)
    library.engine.dispose()

    refusal = refusal_of(full.value)
    assert (refusal.code, refusal.facts) == ("service.disk", {"reason": "hết chỗ trống"})
    assert [count(table) for table in (Document, DocumentFile, Provision)] == before
