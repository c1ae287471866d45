"""Bringing documents in, as pages: uploaded, read by a worker, looked through, taken over."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from handbook_api.app import create_app
from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role, Strength
from handbook_api.db.jobs import Job
from handbook_api.documents import queries
from handbook_api.runtime import attach
from tests.documents.drafts.conftest import REPLACING
from tests.support.jobs import work_off
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint

IMPORTS = "/lam-viec/van-ban/nhap"
#: A form as it travels: the test client would keep a file of its own open for one so large.
_MULTIPART = {
    "Sec-Fetch-Site": "same-origin",
    "Accept": "text/html",
    "Content-Type": "multipart/form-data; boundary=x",
}
_PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="to.pdf"\r\n\r\n'


@pytest.fixture
def runtime(library):
    """The catalogue is published: papers replace what is in it."""
    return library


@pytest.fixture
def app(runtime):
    return create_app(runtime)


@pytest.fixture
def top(runtime):
    with runtime.transaction() as session:
        return a_committee(session, name="Tỉnh ủy Thử")


@pytest.fixture
def editor(visit, runtime, top):
    with runtime.transaction() as session:
        account = an_account(session, name="Lê Thị Biên")
        appoint(session, account, top, Role.CONTENT_EDITOR)
    return visit(account, strength=Strength.TWO_FACTOR)


@pytest.fixture
def upload(editor):
    """Send a file as a form does; return the page that it leads to."""

    def sent(text=REPLACING, name="trong-cay.txt", who=editor):
        content = text if isinstance(text, bytes) else text.encode()
        return who.post(IMPORTS, {"file": (io.BytesIO(content), name)})

    return sent


def _whole(seen):
    """A description as the form shows it, ready to be sent again."""
    fields = [node for node in seen.tree.css("main form [name]") if "type" not in node.attributes]
    typed = [
        node for node in seen.tree.css("main form input") if node.attributes.get("type") == "text"
    ]
    said = {node.attributes["name"]: node.attributes.get("value", "") for node in typed}
    for node in fields:
        if node.tag == "textarea":
            said[node.attributes["name"]] = node.text()
        elif node.tag == "select":
            chosen = node.css_first("option[selected]")
            said[node.attributes["name"]] = chosen.attributes["value"] if chosen else ""
        else:
            said[node.attributes["name"]] = node.attributes.get("value", "")
    said["audience"] = seen.tree.css_first("[name=audience][checked]").attributes["value"]
    return said


def test_a_file_goes_all_the_way_into_the_library(runtime, editor, upload):
    draft = upload().where
    waiting = editor.get(draft)
    assert "Có thể rời trang này" in waiting.text
    assert waiting.tree.css_first("[data-cho]").attributes["data-cho"] == "cho"
    assert 'http-equiv="refresh"' in waiting.body
    work_off(runtime)

    assert draft in editor.get("/lam-viec").links
    review = editor.get(draft)
    assert "Còn 1 quan hệ chưa xác nhận" in review.text
    assert "Xác nhận 1 quan hệ" in review.words("main a.nut")

    form = editor.get(f"{draft}/thong-tin")
    said = _whole(form)
    assert (said["symbol"], said["kind"], said["issuer"]) == ("77-HD/TW", "guidance", "bbt")
    assert [said[f"issued_on{part}"] for part in ("_day", "_month", "_year")] == ["5", "3", "2024"]
    kept = editor.post(f"{draft}/thong-tin", {**said, "signer": "Nguyễn Văn Thử"})
    assert kept.where == f"{draft}?xong=thong-tin"
    assert "Đã lưu thông tin văn bản" in editor.get(kept.where).text

    relations = editor.get(f"{draft}/quan-he")
    assert "/van-ban/01-hd-tw-2021" in relations.links
    assert editor.post(f"{draft}/quan-he", {"answer_0": "yes"}).where == f"{draft}?xong=quan-he"

    check = editor.get(f"{draft}/kiem-tra")
    assert "Thôi hiệu lực vì được thay thế: Hướng dẫn 01-HD/TW" in check.text
    assert "từ ngày 5/3/2024" in check.text
    done = editor.post(f"{draft}/kiem-tra", {"revision": check.value("revision")})
    taken = editor.get(done.where)
    assert "Đã nhập 77-HD/TW" in taken.text
    assert "/van-ban/77-hd-tw-2024" in taken.links
    assert "tự cập nhật" in taken.text
    # The same address goes on telling what became of it, and the form is not sent twice.
    assert editor.get(f"{draft}/kiem-tra").where == draft
    again = editor.post(f"{draft}/kiem-tra", {"revision": check.value("revision")})
    assert again.where == draft
    with runtime.transaction(read_only=True) as session:
        found = queries.get_document(session, GUEST, "77-hd-tw-2024", clock.today())
    assert found.document.signer == "Nguyễn Văn Thử"


def test_the_original_stands_beside_what_was_recognised(runtime, editor, upload):
    draft = upload(REPLACING.replace("\n1.2. ", "\n1.4. ")).where
    work_off(runtime)

    assert "Sau điểm 1.1 là điểm 1.4" in editor.get(draft).text
    page = editor.get(f"{draft}/noi-dung", trang="1")
    original, recognised = page.words(".hai-cot > section")
    assert "Số 77-HD/TW" in original
    assert "Đảng viên tưới cây mỗi tuần hai lần." in original
    assert "1.1" in recognised
    assert "Đảng viên tưới cây mỗi tuần hai lần." in recognised
    assert "Sau điểm 1.1 là điểm 1.4" in page.text
    assert editor.get(f"{draft}/noi-dung", trang="-x").status == 200
    file = editor.get(f"{draft}/tep")
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_what_is_missing_is_mended_in_the_form(runtime, editor, upload):
    draft = upload().where
    work_off(runtime)
    said = _whole(editor.get(f"{draft}/thong-tin"))

    wrong = editor.post(f"{draft}/thong-tin", {**said, "issued_on_day": "45"})
    assert wrong.status == 422
    assert wrong.title.startswith("Lỗi:")
    assert wrong.value("issued_on_day") == "45"
    editor.post(f"{draft}/thong-tin", {**said, "title": ""})
    review = editor.get(draft)
    assert "Phải sửa: Chưa có tên văn bản." in review.text
    assert "Sửa thông tin" in review.words("main a.nut")
    refused = editor.post(f"{draft}/kiem-tra", {"revision": "0" * 16})
    assert refused.status == 409
    assert "Còn điều phải sửa" in refused.text


def test_a_relation_is_added_and_taken_back(runtime, editor, upload):
    draft = upload().where
    work_off(runtime)

    unclear = editor.post(f"{draft}/quan-he/them", {"kind": "amends", "words": "một giấy nọ"})
    assert "Chưa rõ văn bản nào" in unclear.text
    said = {"kind": "amends", "words": "Quy định 24-QĐ/TW, ngày 30/7/2021"}
    for odd in ({"answer_0": "co"}, {f"answer_{'9' * 5000}": "yes"}):
        assert editor.post(f"{draft}/quan-he", odd).status == 303
    assert editor.get(f"{draft}/quan-he").tree.css_first("[checked]") is None
    added = editor.post(f"{draft}/quan-he/them", said)
    shown = editor.get(added.where)
    assert "/van-ban/24-qd-tw-2021" in shown.links
    assert "Do cán bộ thêm" in shown.text
    editor.post(f"{draft}/quan-he/1/go")
    assert "/van-ban/24-qd-tw-2021" not in editor.get(f"{draft}/quan-he").links
    assert editor.post(f"{draft}/quan-he/0/go").status == 404


def test_a_form_filled_in_before_somebody_else_changed_it_is_looked_at_again(
    runtime, editor, upload
):
    draft = upload().where
    work_off(runtime)
    for words in ("Quy định 24-QĐ/TW, ngày 30/7/2021", "Quy định 37-QĐ/TW, ngày 25/10/2021"):
        editor.post(f"{draft}/quan-he/them", {"kind": "implements", "words": words})
    seen = {"version": editor.get(f"{draft}/quan-he").value("version")}
    form = _whole(editor.get(f"{draft}/thong-tin"))

    assert editor.post(f"{draft}/quan-he/1/go", seen).status == 303
    # Pressed twice, it would take back the next one, which has moved to that place.
    twice = editor.post(f"{draft}/quan-he/1/go", seen)
    late = editor.post(f"{draft}/quan-he", {**seen, "answer_1": "no"})
    other = editor.post(f"{draft}/thong-tin", {**form, **seen, "signer": "Trần Thị Mẫu"})

    assert {twice.status, late.status, other.status} == {409}
    assert "đã đổi" in twice.text
    checked = late.tree.css_first("[name=answer_1][checked]")
    assert checked.attributes["value"] == "yes"
    assert other.value("signer") == "Trần Thị Mẫu"
    looked_again = {**_whole(other), "version": other.value("version")}
    again = editor.post(f"{draft}/thong-tin", looked_again)
    assert again.where == f"{draft}?xong=thong-tin"


def test_a_secret_paper_is_told_and_thrown_away(runtime, editor, upload):
    draft = upload("TUYỆT MẬT\n" + REPLACING).where
    work_off(runtime)

    told = editor.get(draft)
    assert "Tài liệu mật, không được nhập" in told.text
    assert "Tệp không được giữ lại" in told.text
    assert editor.post(f"{draft}/bo").where == f"{IMPORTS}?xong=bo"
    assert editor.get(draft).status == 404


def test_nothing_chosen_and_too_large_are_told_on_the_form(runtime, editor, upload):
    nothing = editor.post(IMPORTS, {"file": (io.BytesIO(b""), "")})
    assert nothing.status == 422
    assert nothing.tree.css_first("[data-sai] #o-file") is not None
    named = upload("a", "bao-cao (MẬT).txt")
    assert "Tài liệu mật" in named.text
    # A name is kept only so long: the mark at its end counts all the same.
    assert "Tài liệu mật" in upload("a", f"{'bao-cao-' * 30} (MẬT).txt").text
    empty = upload("", "a.txt")
    assert "Tệp rỗng" in empty.text
    first = upload().where
    assert upload().where == f"{first}?xong=da-co"
    assert "đã được gửi lên" in editor.get(f"{first}?xong=da-co").text


def test_a_file_that_is_too_large_is_told_before_it_is_read(app, runtime, editor):
    settings = runtime.settings.model_copy(update={"import_most_megabytes": 1})
    attach(app, replace(runtime, settings=settings))

    told = editor.post(IMPORTS, _PART + b"x" * 1_200_000 + b"\r\n--x--\r\n", _MULTIPART)

    assert told.status == 413
    assert "Mỗi tệp nhiều nhất 1 MB" in told.text


def test_a_reading_that_was_given_up_offers_another(runtime, editor, upload):
    draft = upload().where
    with runtime.transaction() as session:
        job = session.scalars(select(Job).where(Job.kind == "documents.read_draft")).one()
        job.state, job.due_at, job.finished_at = "dead", None, clock.now()
    stuck = editor.get(draft)
    assert "Chưa đọc được" in stuck.text
    assert stuck.tree.css_first("[data-cho]") is None

    assert editor.post(f"{draft}/doc-lai").where == draft
    work_off(runtime)

    assert "Rà soát văn bản" in editor.get(draft).text


def test_the_library_and_its_open_citations_are_listed(runtime, editor, upload, bring, paper):
    bring(paper())
    draft = upload(REPLACING.replace("mỗi tuần hai", "mỗi tuần ba")).where
    work_off(runtime)

    listed = editor.get("/lam-viec/van-ban")
    assert draft in listed.links
    assert "có toàn văn, tệp trong-cay.txt" in editor.get("/lam-viec/van-ban?kind=guidance").text
    assert "cursor=" in listed.links[-1]
    rest = editor.get(listed.links[-1])
    assert set(rest.links).isdisjoint({"/van-ban/77-hd-tw-2024"})
    assert "Không có văn bản nào như vậy" in editor.get("/lam-viec/van-ban?kind=minutes").text
    open_ = editor.get("/lam-viec/van-ban/dan-chieu")
    assert "294-QĐ/TW" in open_.text
    assert "chỉ có văn bản ban hành sau" in open_.text
    assert "Thư viện đã có Hướng dẫn 77-HD/TW" in editor.get(draft).text
    assert "Bản mới của" in editor.get(f"{draft}/kiem-tra").text


def test_these_pages_are_for_whoever_brings_documents_in(
    runtime, top, guest, visit, editor, upload
):
    draft = upload().where
    with runtime.transaction() as session:
        cell = an_organisation(session, top)
        secretary = a_member(session, cell, Role.SECRETARY)
        asleep = an_account(session, name="Trần Văn Ngủ")
        appoint(session, asleep, top, Role.ADMINISTRATOR)
        local = an_account(session, name="Phạm Thị Xã")
        appoint(session, local, a_committee(session, top), Role.PROPAGANDA_OFFICER)

    assert guest.get(draft).where.startswith("/dang-nhap")
    outsider = visit(secretary, strength=Strength.TWO_FACTOR)
    assert {outsider.get(path).status for path in (draft, IMPORTS, "/lam-viec/van-ban")} == {403}
    assert "/lam-viec/van-ban" not in outsider.get("/lam-viec").body
    assert visit(asleep).get(draft).where.startswith("/dang-nhap/ma-mot-lan")
    below = visit(local, strength=Strength.TWO_FACTOR)
    assert below.get(draft).status == 404
    own = upload(who=below).where
    work_off(runtime)
    form = below.get(f"{own}/thong-tin")
    assert len(form.tree.css("[name=audience]")) == 1
    assert "Chỉ trong Đảng bộ Thử" in form.text
    assert "Văn bản" in editor.get("/lam-viec").tree.css_first("nav.ben").text()


def test_a_form_that_shows_public_opens_no_document_that_fewer_people_read(
    runtime, editor, upload, bring, paper
):
    bring(paper(), audience="members")
    draft = upload(REPLACING.replace("77-HD/TW", "78-HD/TW")).where
    work_off(runtime)
    said = _whole(editor.get(f"{draft}/thong-tin"))
    assert said["audience"] == "public"

    editor.post(f"{draft}/thong-tin", {**said, "symbol": "77-HD/TW"})

    assert "Đảng viên" in editor.get(f"{draft}/kiem-tra").words("main dl dd")
    assert _whole(editor.get(f"{draft}/thong-tin"))["audience"] == "members"
