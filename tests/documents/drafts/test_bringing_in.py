"""From an officer's file to a document of the library, looked through in between."""

import pytest
from sqlalchemy import func, select

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.jobs import Job, enqueue
from handbook_api.documents import queries
from handbook_api.documents.drafts.jobs import JOBS, SWEEP
from handbook_api.documents.drafts.models import DocumentDraft, DraftFile, DraftText
from handbook_api.documents.models import Document
from handbook_api.search import following
from tests.documents.drafts.conftest import DRAFTS, OCTETS, REPLACING
from tests.support.jobs import work_off
from tests.support.people import later


def _count(library, table):
    with library.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(table))


def _taken(client, draft):
    revision = client.get(f"{draft}/review").json["revision"]
    return client.post(f"{draft}/taking-over", {"revision": revision})


def test_a_file_is_read_looked_through_and_taken_over(library, officer, brought, work):
    draft = brought()

    seen = officer.get(f"{draft}/review").json
    assert seen["draft"]["state"] == "ready"
    assert seen["description"]["symbol"] == "77-HD/TW"
    assert [one["target"]["id"] for one in seen["relations"]] == ["01-hd-tw-2021"]
    assert (seen["document_id"], seen["existing"]) == ("77-hd-tw-2024", None)
    assert any("294" in one["text"] for one in seen["unresolved"])

    refused = _taken(officer, draft)
    assert refused.code == "drafts.relations_unanswered"

    officer.put(f"{draft}/relations", {"yes": [0]})
    done = _taken(officer, draft)
    assert (done.status, done.json["document_id"]) == (201, "77-hd-tw-2024")
    work()
    with library.transaction(read_only=True) as session:
        old = queries.get_document(session, GUEST, "01-hd-tw-2021", clock.today())
        assert "77-hd-tw-2024" in [document.id for _, document in old.replaced_by]
    following.catch_up(library)
    found = officer.get("/search", q="trồng cây ở trụ sở chi bộ").json
    assert "77-hd-tw-2024" in str(found)
    assert (_count(library, DraftFile), _count(library, DraftText)) == (0, 0)
    assert officer.get(draft).json["document_id"] == "77-hd-tw-2024"


def test_a_real_regulation_is_known_with_what_it_replaces(officer, brought, regulation):
    draft = brought(regulation, "06-HD-TW-2025.pdf")

    seen = officer.get(f"{draft}/review").json

    assert seen["existing"]["id"] == "06-hd-tw-2025"
    replaced = [one for one in seen["relations"] if one["kind"]["code"] == "replaces"]
    assert [one["target"]["id"] for one in replaced] == ["01-hd-tw-2021"]
    sheet = officer.get(f"{draft}/sheets/2").json
    assert (sheet["page"], sheet["of"]) == (2, seen["draft"]["pages"])
    assert sheet["provisions"]
    assert sheet["provisions"][0]["text"].split("\n")[0][:20] in sheet["original"]


def test_a_relation_that_is_denied_is_not_stored(library, officer, brought):
    draft = brought()
    officer.put(f"{draft}/relations", {"no": [0]})

    assert _taken(officer, draft).status == 201
    with library.transaction(read_only=True) as session:
        old = queries.get_document(session, GUEST, "01-hd-tw-2021", clock.today())
    assert "77-hd-tw-2024" not in [document.id for _, document in old.replaced_by]


def test_an_officer_says_what_the_machine_did_not_read(library, officer, brought):
    draft = brought()
    said = {"title": "Việc trồng cây mẫu", "signer": None, "issued_on": "2024-03-06"}
    seen = officer.patch(draft, said).json
    assert seen["description"]["title"] == "Việc trồng cây mẫu"
    assert seen["description"]["signer"] is None
    added = officer.post(
        f"{draft}/relations", {"kind": "implements", "words": "Quy định 24-QĐ/TW, ngày 30/7/2021"}
    ).json
    assert added["relations"][1]["target"]["id"] == "24-qd-tw-2021"
    wrong = officer.post(f"{draft}/relations", {"kind": "amends", "words": "một giấy nào đó"})
    assert wrong.code == "drafts.relation_not_understood"
    officer.put(f"{draft}/relations", {"no": [0]})

    document_id = _taken(officer, draft).json["document_id"]

    with library.transaction(read_only=True) as session:
        document = session.get(Document, document_id)
        kinds = [one.kind for one, _ in queries.relations_of(session, GUEST, document_id)]
    assert (document.title, document.signer) == ("Việc trồng cây mẫu", None)
    assert document.issued_on.isoformat() == "2024-03-06"
    assert kinds == ["implements"]


def test_what_stands_in_the_way_is_said_first_and_stops_it(officer, brought):
    draft = brought()
    seen = officer.patch(draft, {"title": None, "issuer": "co-quan-la"}).json

    assert seen["problems"][0]["code"] == "no_title"
    assert seen["problems"][0]["blocks"]
    assert _taken(officer, draft).code == "drafts.incomplete"
    officer.patch(draft, {"title": "Việc mẫu"})
    seen = officer.get(f"{draft}/review").json
    assert seen["problems"][0]["code"] == "documents.unknown_issuer"
    assert "co-quan-la" in seen["problems"][0]["message"]


def test_the_same_number_on_another_day_needs_a_word(officer, brought, bring, paper):
    bring(paper())
    draft = brought(REPLACING.replace("ngày 05 tháng 3", "ngày 09 tháng 3"))
    officer.put(f"{draft}/relations", {"no": [0]})

    first = officer.get(f"{draft}/review").json["problems"][0]
    assert first["code"] == "documents.same_symbol_other_date"
    seen = officer.patch(draft, {"separate": True}).json
    assert not any(one["blocks"] for one in seen["problems"])
    assert _taken(officer, draft).status == 201


def test_a_new_version_of_a_document_is_told_with_its_difference(officer, brought, bring, paper):
    bring(paper())
    draft = brought(REPLACING.replace("mỗi tuần hai lần", "mỗi tuần ba lần"))
    officer.put(f"{draft}/relations", {"yes": [0]})

    seen = officer.get(f"{draft}/review").json

    assert seen["existing"]["id"] == "77-hd-tw-2024"
    # Its closing says otherwise what it replaces.
    assert seen["difference"] == {"added": 0, "changed": 2, "removed": 0}
    assert _taken(officer, draft).json["version"] == 2


def test_the_same_text_again_counts_for_what_was_confirmed(library, officer, brought, bring, paper):
    path = paper(text=REPLACING)
    bring(path)
    draft = brought(path.read_bytes())
    seen = officer.get(f"{draft}/review").json
    assert [one["id"] for one in seen["same_file"]] == ["77-hd-tw-2024"]
    assert seen["difference"] == {"added": 0, "changed": 0, "removed": 0}
    officer.put(f"{draft}/relations", {"no": [0]})

    done = _taken(officer, draft).json

    assert (done["version"], done["changed"]) == (1, False)
    with library.transaction(read_only=True) as session:
        assert queries.relations_of(session, GUEST, "77-hd-tw-2024") == []


def test_what_was_not_looked_at_is_not_taken_over(officer, brought):
    draft = brought()
    revision = officer.put(f"{draft}/relations", {"yes": [0]}).json["revision"]
    officer.patch(draft, {"title": "Tên khác"})

    late = officer.post(f"{draft}/taking-over", {"revision": revision})

    assert late.code == "drafts.library_moved"
    assert _taken(officer, draft).status == 201
    assert _taken_again(officer, draft) == "drafts.not_ready"


def _taken_again(officer, draft):
    return officer.post(f"{draft}/taking-over", {"revision": "0" * 16}).code


def test_a_secret_paper_is_refused_and_nothing_of_it_is_kept(library, officer, brought):
    draft = brought("MẬT\n" + REPLACING, "giay.txt")

    told = officer.get(draft).json
    assert (told["state"], told["refusal"]["code"]) == ("refused", "documents.secret")
    assert "Mật" in told["refusal"]["detail"]
    assert (_count(library, DraftFile), _count(library, DraftText)) == (0, 0)
    assert officer.get(f"{draft}/file").status == 404
    assert officer.get(f"{draft}/review").code == "drafts.not_ready"


def test_a_name_that_says_secret_is_refused_before_anything_is_kept(library, officer):
    sent = officer.ask("POST", DRAFTS, body=b"abc", headers=OCTETS, name="12-BC (MẬT).txt")

    assert sent.code == "documents.secret"
    assert _count(library, DocumentDraft) == 0


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\x89PNG\r\n\x1a\n0000", "anh.pdf", "files.wrong_type"),
        (b"%PDF-1.7 khong phai", "hong.pdf", "files.corrupt"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(officer, brought, content, name, code):
    draft = brought(content, name)

    told = officer.get(draft).json
    assert (told["state"], told["refusal"]["code"]) == ("refused", code)
    assert officer.delete(draft).status == 204
    assert officer.get(draft).status == 404


def test_the_same_file_twice_is_one_draft(library, officer, brought):
    draft = brought()

    again = officer.ask("POST", DRAFTS, body=REPLACING.encode(), headers=OCTETS, name="b.txt")

    assert again.json["is_new"] is False
    assert again.json["draft"]["id"] == draft.rpartition("/")[2]
    assert _count(library, DocumentDraft) == 1
    assert officer.get(f"{draft}/file").body == REPLACING.encode()


def test_an_organisation_has_only_so_many_open_drafts(library, officer):
    most = library.content.drafts(clock.today()).most_open
    for number in range(most):
        content = f"Giấy số {number}".encode()
        sent = officer.ask("POST", DRAFTS, body=content, headers=OCTETS, name="a.txt")
        assert sent.status == 201

    refused = officer.ask("POST", DRAFTS, body=b"giay nua", headers=OCTETS, name="a.txt")

    assert refused.code == "drafts.too_many"
    page = officer.get(DRAFTS, limit="20").json
    rest = officer.get(DRAFTS, limit="20", cursor=page["next_cursor"]).json
    listed = [one["id"] for one in (*page["items"], *rest["items"])]
    assert len(set(listed)) == len(listed) == most


def test_a_worker_that_died_half_way_is_followed_by_another(library, officer, work):
    sent = officer.ask("POST", DRAFTS, body=REPLACING.encode(), headers=OCTETS, name="a.txt")
    draft = f"{DRAFTS}/{sent.json['draft']['id']}"
    with library.transaction() as session:
        job = session.scalars(select(Job).where(Job.kind == "documents.read_draft")).one()
        job.state, job.due_at, job.attempts = "running", later(seconds=30), 1
    assert officer.get(draft).json["state"] == "reading"
    assert officer.post(f"{draft}/reading").code == "drafts.nothing_to_read_again"

    work_off(library, until=later(minutes=1))

    assert officer.get(draft).json["state"] == "ready"


def test_a_reading_that_was_given_up_is_asked_for_again(library, officer, work):
    sent = officer.ask("POST", DRAFTS, body=REPLACING.encode(), headers=OCTETS, name="a.txt")
    draft = f"{DRAFTS}/{sent.json['draft']['id']}"
    with library.transaction() as session:
        job = session.scalars(select(Job).where(Job.kind == "documents.read_draft")).one()
        job.state, job.due_at, job.finished_at = "dead", None, clock.now()

    assert officer.post(f"{draft}/reading").json["state"] == "reading"
    work()

    assert officer.get(draft).json["state"] == "ready"


def test_a_draft_that_nobody_touched_is_forgotten_with_its_file(library, officer, brought):
    brought()
    days = library.content.drafts(clock.today()).keep_days
    left = library.settings.var_folder / "handbook-draft-abc"
    left.mkdir()

    _swept(library, later(days=days - 1))
    assert _count(library, DocumentDraft) == 1
    _swept(library, later(days=days + 1))

    assert (_count(library, DocumentDraft), _count(library, DraftFile)) == (0, 0)
    assert not left.exists()


def _swept(library, at):
    with clock.frozen(at):
        with library.transaction() as session:
            enqueue(session, SWEEP, {"slot": at.isoformat()})
        work_off(library, handlers=JOBS)


def test_whoever_has_no_such_office_or_no_code_is_sent_away(as_officer, api, brought):
    draft = brought()

    assert api.get(draft).status == 401
    assert as_officer(Role.ORGANISATION_OFFICER).get(draft).status == 404
    assert as_officer(Role.SECRETARY).get(DRAFTS).code == "request.forbidden"
    asleep = as_officer(strength=Strength.PASSWORD)
    assert asleep.get(draft).code == "auth.second_factor_needed"
    assert asleep.get(DRAFTS).code == "auth.second_factor_needed"


def test_officers_below_bring_in_their_own_papers_and_no_others(
    library, as_officer, brought, below, officer
):
    local = as_officer(Role.PROPAGANDA_OFFICER, below)
    draft = brought(who=local)
    seen = local.put(f"{draft}/relations", {"no": [0]}).json
    assert seen["description"]["audience"]["code"] == "organisation"
    assert seen["may_take_over"]

    wide = local.patch(draft, {"audience": "public"}).json
    assert not wide["may_take_over"]
    assert _taken(local, draft).code == "request.forbidden"
    # Whoever serves above sees it, and may.
    assert officer.get(draft).json["organisation"] == "Đảng ủy xã Mẫu"
    local.patch(draft, {"audience": "organisation", "organisation_id": str(below.id)})
    assert _taken(local, draft).status == 201
    with library.transaction(read_only=True) as session:
        document = session.get(Document, "77-hd-tw-2024")
    assert (document.audience, document.audience_path) == ("organisation", below.path)


def test_what_is_done_with_a_draft_is_written_down_without_its_words(library, officer, brought):
    draft = brought()
    officer.patch(draft, {"title": "Tên bí mật"})
    officer.put(f"{draft}/relations", {"yes": [0]})
    _taken(officer, draft)

    with library.transaction(read_only=True) as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_kind == "document_draft")
            .order_by(AuditEntry.sequence)
        ).all()
        acts = [entry.act for entry in entries]
        written = str([(entry.fields, entry.facts) for entry in entries])
    assert acts == [
        "documents.import",
        "documents.describe_draft",
        "documents.answer_relations",
        "documents.take_over",
    ]
    assert "title" in written
    assert "Tên bí mật" not in written
