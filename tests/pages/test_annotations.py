"""What one keeps for oneself in documents, on pages and without a script."""

from uuid import uuid4

import pytest

from handbook_api.core.identity import Audience
from handbook_api.documents.models import Document
from tests.support.apps import create_app
from tests.support.notices import a_peopled_committee
from tests.support.people import signed_in
from tests.support.visitor import Visitor

ME, OTHER = "Trần Thị Máy", "Phạm Thị Xa"
SCRIPT = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


@pytest.fixture
def app(library):
    return create_app(library)


@pytest.fixture
def document(bring, paper):
    """The address of a paper with its text."""
    return f"/van-ban/{bring(paper()).document_id}"


@pytest.fixture
def open_as(app, library):
    """A browser in which somebody is signed in."""
    committee = a_peopled_committee(library)

    def as_(name):
        return Visitor(app, signed_in(library, committee.people[name].account_id))

    return as_


@pytest.fixture
def me(open_as):
    return open_as(ME)


def note_at(visitor, document, text="Hỏi lại chi ủy.", **more):
    """Write a note at point 1.1 by its form; the address of the note, and what came."""
    page = visitor.get(f"{document}/ghi-chu", diem="1.1")
    form = page.tree.css_first("form:has(textarea)")
    said = {one.attributes["name"]: one.attributes["value"] for one in form.css("input")}
    address = form.attributes["action"]
    return address, visitor.post(address, said | {"text": text} | more)


def test_a_note_is_written_at_a_point_and_stands_there_for_its_owner_alone(me, open_as, document):
    reader = me.get(document)
    place = next(link for link in reader.links if link.endswith("/ghi-chu?diem=1.1"))
    offered = " · ".join(reader.words("#m-1-1 .chep a"))
    assert offered == "Sao chép liên kết điểm 1.1 · Trích dẫn · Đánh dấu · Ghi chú"

    _, kept = note_at(me, document)

    assert kept.status == 303
    assert kept.where == f"{place}&xong=luu"
    shown = me.get(kept.where)
    assert "Đã lưu." in shown.text
    assert "Hỏi lại chi ủy." in shown.text
    assert "Chỉ đồng chí thấy" in shown.text
    assert "phù hợp với đất" in shown.words("blockquote")[0]
    assert "Hỏi lại" not in open_as(OTHER).get(place).text
    (piece,) = me.get(f"{document}/ghi-chu/manh").tree.css("aside[data-o]")
    assert piece.attributes["data-o"] == "m-1-1"
    assert "Hỏi lại chi ủy." in piece.text()


def test_the_document_s_page_holds_nothing_of_anybody(me, guest, document):
    note_at(me, document)

    page = me.get(document)

    assert page.headers["X-So-Tay-Giu"] == "shared"
    assert "Hỏi lại" not in page.body
    assert me.get(f"{document}/ghi-chu", diem="1.1").headers["X-So-Tay-Giu"] == "own"
    asked = guest.get(document)
    assert "Đăng nhập để đánh dấu" in asked.text
    assert not any("ghi-chu" in link for link in asked.links)


def test_a_guest_is_led_to_the_door_and_then_back_to_the_point(guest, document):
    led = guest.get(f"{document}/ghi-chu", diem="1.1")

    assert led.status == 303
    assert led.where.startswith("/dang-nhap?tiep=")
    assert "diem" in led.where
    assert guest.get("/toi/ghi-chu").where.startswith("/dang-nhap")
    assert guest.post(f"/toi/ghi-chu/{uuid4()}", {}).where.startswith("/dang-nhap")


def test_the_same_form_sent_twice_keeps_one_note(me, document):
    id_, key = uuid4(), uuid4().hex
    said = {
        "motivation": "commenting",
        "document_id": document.rpartition("/")[2],
        "anchor": "1.1",
        "text": "Một lần thôi.",
        "key": key,
        "made_at": "2026-11-20T01:00:00.000Z",
    }

    sent = [me.post(f"/toi/ghi-chu/{id_}", said, headers=SCRIPT) for _ in range(2)]

    assert [one.status for one in sent] == [200, 200]
    assert me.get("/toi/ghi-chu").text.count("Một lần thôi.") == 1
    assert "Ghi lúc 8 giờ, 20/11/2026" in me.get("/toi/ghi-chu").text.replace("\u00a0", " ")


def test_what_waited_on_a_device_is_kept_for_nobody_but_its_writer(me, open_as, document):
    writer, other = me.get("/toi").headers["X-So-Tay-Nguoi"], open_as(OTHER)
    said = {
        "motivation": "commenting",
        "document_id": document.rpartition("/")[2],
        "text": "Của người viết.",
    }
    sent = SCRIPT | {"X-So-Tay-Nguoi": writer}

    assert other.post(f"/toi/ghi-chu/{uuid4()}", said, headers=sent).status == 409
    assert "Của người viết." not in other.get("/toi/ghi-chu").text
    assert me.post(f"/toi/ghi-chu/{uuid4()}", said, headers=sent).status == 200


def test_when_another_device_changed_it_both_texts_are_shown_to_choose_from(me, document):
    address, _ = note_at(me, document, "Bản đầu.")
    form = me.get(address)
    assert form.value("version") == "1"
    same = {name: form.value(name) for name in ("motivation", "document_id", "anchor", "version")}
    assert me.post(address, same | {"text": "Từ điện thoại."}).status == 303

    clash = me.post(address, same | {"text": "Từ máy tính."})

    assert clash.status == 409
    assert clash.title.startswith("Lỗi:")
    assert "Từ điện thoại." in clash.words(".the")[0]
    assert clash.tree.css_first("textarea").text() == "Từ máy tính."
    chosen = {name: clash.value(name) for name in same} | {"text": "Từ máy tính."}
    assert me.post(address, chosen).status == 303
    assert "Từ máy tính." in me.get("/toi/ghi-chu").text


def test_what_is_refused_is_not_lost(me, document):
    _, refused = note_at(me, document, "a" * 3001)

    assert refused.status == 422
    assert "3000 chữ cái" in refused.text
    assert refused.tree.css_first("textarea").text() == "a" * 3001


def test_a_note_is_deleted_and_had_back(me, open_as, document):
    address, _ = note_at(me, document)

    gone = me.post(f"{address}/xoa", {"tiep": "/toi/ghi-chu"})
    shown = me.get(gone.where)

    assert "Đã xóa." in shown.text
    assert "Hỏi lại" not in shown.text
    assert open_as(OTHER).post(f"{address}/lay-lai").status == 404
    back = me.post(f"{address}/lay-lai", {"tiep": "/toi/ghi-chu"})
    assert back.where == "/toi/ghi-chu"
    assert "Hỏi lại chi ủy." in me.get(back.where).text
    assert open_as(OTHER).get(address).status == 404


def test_the_list_stands_by_document_and_by_kind_and_empty_it_teaches(me, document):
    assert "Chưa có ghi chú nào." in me.get("/toi/ghi-chu").text
    note_at(me, document)
    marked = me.get(f"{document}/ghi-chu").tree.css("form")[-1]
    fields = {one.attributes["name"]: one.attributes["value"] for one in marked.css("input")}
    me.post(marked.attributes["action"], fields)

    everything, notes = me.get("/toi/ghi-chu"), me.get("/toi/ghi-chu", loc="ghi-chu")

    assert len(everything.words("main .danh-sach > li")) == 2
    assert "77-HD/TW" in everything.words("main h2")[0]
    assert f"{document}#m-1-1" in notes.links
    assert len(notes.words("main .danh-sach > li")) == 1
    assert "chưa có gì" in me.get("/toi/ghi-chu", loc="to-sang").text


def test_what_stood_in_an_older_text_is_shown_under_the_document(me, document, bring, paper):
    said = {
        "motivation": "highlighting",
        "document_id": document.rpartition("/")[2],
        "anchor": "1.2",
        "exact": "phải khỏe mạnh",
        "prefix": "Cây được chọn",
    }
    me.post(f"/toi/ghi-chu/{uuid4()}", said)
    before = me.get(f"{document}/ghi-chu/manh").tree.css_first("aside")
    assert before.attributes["data-exact"] == "phải khỏe mạnh"

    bring(paper(how="phải xanh tốt"))

    after = me.get(f"{document}/ghi-chu/manh").tree
    assert after.css("aside") == []
    assert "Chỗ này không còn" in after.css_first("#cua-toi").text()
    assert "phải khỏe mạnh" in me.get("/toi/ghi-chu").text


def test_a_note_outlives_its_document(me, document, library):
    address, _ = note_at(me, document)
    with library.transaction() as session:
        row = session.get_one(Document, document.rpartition("/")[2])
        row.audience, row.audience_path = Audience.ORGANISATION, "/khong-co/"

    shown, form = me.get("/toi/ghi-chu"), me.get(address)

    assert "Văn bản không còn trong thư viện" in shown.words("main h2")[0]
    assert "Hỏi lại chi ủy." in shown.text
    assert "77-HD/TW" not in shown.text + form.text
    said = {name: form.value(name) for name in ("motivation", "document_id", "anchor", "version")}
    kept = me.post(address, said | {"text": "Giữ để nhớ."})
    assert "Giữ để nhớ." in me.get(kept.where).text
    anew = said | {"text": "Nữa.", "version": ""}
    assert me.post(f"/toi/ghi-chu/{uuid4()}", anew).status == 404


def test_the_first_page_leads_to_what_was_bookmarked_last(me, guest, document):
    assert me.get("/").tree.css_first("#da-danh-dau") is None
    for anchor in ("1", "1.1", "1.2", "2"):
        said = {
            "motivation": "bookmarking",
            "document_id": document.rpartition("/")[2],
            "anchor": anchor,
        }
        me.post(f"/toi/ghi-chu/{uuid4()}", said)

    shown = me.get("/")

    assert [link for link in shown.links if link.startswith(f"{document}#")] == [
        f"{document}#m-2",
        f"{document}#m-1-2",
        f"{document}#m-1-1",
    ]
    assert guest.get("/").tree.css_first("#da-danh-dau") is None


def test_a_cited_point_is_shown_in_short_with_how_far_its_document_holds(guest, document):
    (citation,) = guest.get(document).tree.css("#m-1-2 a.dan[href='#m-1-1']")
    assert citation.text() == "điểm 1.1 Hướng dẫn này"

    piece = guest.get(f"{document}/xem-truoc", diem="1")

    assert piece.tree.css_first("h2").text() == "điểm 1, Hướng dẫn 77-HD/TW"
    assert "Còn hiệu lực" in piece.tree.css_first(".nhan").text()
    words = " ".join(piece.tree.body.text().split())
    assert "Chi bộ chọn cây phù hợp với đất" in words
    assert "Chăm sóc" not in words
    assert piece.tree.css_first("a.nut").attributes["href"] == f"{document}#m-1"
    assert guest.get(f"{document}/xem-truoc", diem="9.9").status == 404
    assert guest.get("/van-ban/khong-co/xem-truoc").status == 404
