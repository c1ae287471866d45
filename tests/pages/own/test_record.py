"""My record over pages: read, masked, written down, and what I write in it myself."""

from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.db.audit_model import AuditEntry
from handbook_api.pages.writing import short_day
from tests.pages.own.conftest import CITIZEN_ID
from tests.support.people import signed_in


def test_the_record_says_of_each_field_what_for_and_who_writes_it(visitor):
    shown = visitor.get("/toi/ho-so")
    born = " ".join(shown.tree.css_first("#muc-birth_date").text().split())

    assert "03/02/1960" in born
    assert "Để phân biệt người trùng tên" in born
    assert f"Nguồn: cán bộ ghi, ngày {short_day(clock.today())}." in born
    assert "Ai ghi, giữ đến khi nào: " in born
    assert "Cán bộ tổ chức cấp trên" in born
    assert "Báo thông tin sai" in born
    assert "Tuổi đảng" in shown.text
    empty = [line for line in shown.words(".gia-tri") if line.startswith("Chưa ghi")]
    assert len(empty) == len(set(empty)) > 3, "each says what is not there"
    assert "/toi/ho-so/phone/sua" in shown.links, "what he writes himself is not reported"
    assert "/toi/ho-so/phone/bao-sai" not in shown.links


def test_a_record_is_kept_nowhere_and_its_length_tells_nothing(app, runtime, himself):
    browser = app.test_client()
    browser.set_cookie("phien", signed_in(runtime, himself))

    answer = browser.get("/toi/ho-so", headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers
    assert "ETag" not in answer.headers


def test_a_masked_number_is_shown_when_asked_for_and_that_is_written_down(
    visitor, runtime, himself
):
    assert CITIZEN_ID not in visitor.get("/toi/ho-so").body
    assert CITIZEN_ID not in visitor.get("/toi/ho-so/citizen_id/day-du").body

    assert CITIZEN_ID in visitor.post("/toi/ho-so/citizen_id/day-du").text
    assert visitor.get("/toi/ho-so/sex/day-du").status == 404
    with runtime.transaction(read_only=True) as session:
        acts = select(AuditEntry.fields).where(
            AuditEntry.act == "members.reveal", AuditEntry.actor_account_id == himself
        )
        assert session.scalars(acts).all() == [["citizen_id"]]


def test_every_reading_of_a_record_is_written_down_and_told_to_its_owner(
    visitor, api, secretary, himself
):
    visitor.get("/toi/ho-so")
    mine = api(himself).get("/me/record").json["id"]
    api(secretary).get(f"/members/{mine}")

    shown = visitor.get("/toi/ai-da-xem")

    assert shown.text.count("Chính đồng chí") == 2
    assert "Bí thư" in shown.text
    assert "Chi bộ Một" in shown.text
    assert "Trần Thị Mẫu" not in shown.body, "never by name"


def test_long_lists_of_readings_are_read_page_by_page(visitor):
    for _ in range(30):
        visitor.get("/toi/ho-so")
    first = visitor.get("/toi/ai-da-xem")
    following = next(link for link in first.links if "cursor=" in link)

    assert len(first.tree.css("main li")) == 25
    rest = visitor.get(following)
    assert len(rest.tree.css("main li")) == 6
    assert "Lập hồ sơ" in rest.text, "how the record began comes last"


def test_what_one_writes_oneself_is_written_at_once(visitor):
    version = visitor.get("/toi/ho-so/email/sua").value("version")
    form = {"wanted": "thu@vidu.vn", "version": version}

    assert visitor.post("/toi/ho-so/email/sua", form).where == "/toi/ho-so?xong=sua#muc-email"

    assert "thu@vidu.vn" in visitor.get("/toi/ho-so").text
    emptied = {"version": visitor.get("/toi/ho-so/email/sua").value("version")}
    assert visitor.post("/toi/ho-so/email/sua", emptied).status == 303
    assert "thu@vidu.vn" not in visitor.get("/toi/ho-so").text


def test_what_cannot_stand_there_is_kept_in_its_field(visitor):
    version = visitor.get("/toi/ho-so/phone/sua").value("version")
    answer = visitor.post("/toi/ho-so/phone/sua", {"wanted": "không nhớ", "version": version})

    assert answer.status == 422
    assert answer.value("wanted") == "không nhớ"
    assert "Mục “Số điện thoại” không đúng dạng" in answer.words("#loi-wanted")[0]


def test_nobody_writes_over_what_changed_meanwhile(visitor):
    old = {"wanted": "thu@vidu.vn", "version": visitor.get("/toi/ho-so/email/sua").value("version")}
    visitor.post("/toi/ho-so/email/sua", old)

    assert visitor.post("/toi/ho-so/email/sua", {**old, "wanted": "cu@vidu.vn"}).status == 409


def test_what_others_write_one_does_not_write_oneself(visitor):
    assert visitor.get("/toi/ho-so/full_name/sua").status == 404
    form = {"wanted": "Lê Văn Khác", "version": "1"}
    assert visitor.post("/toi/ho-so/full_name/sua", form).status in (403, 404, 422)
    assert "Lê Văn Khác" not in visitor.get("/toi/ho-so").text
