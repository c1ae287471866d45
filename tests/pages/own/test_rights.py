"""My rights over what is kept about me, over pages."""

import orjson
from sqlalchemy import select

from handbook_api.db.audit_model import AuditEntry


def test_a_request_about_ones_data_is_sent_followed_and_taken_back(visitor, runtime):
    kinds = visitor.get("/toi/quyen/moi").tree.css("[name=kind]")
    assert [one.attributes["value"] for one in kinds] == list(runtime.content.request_kinds)
    asked = {"kind": "know", "text": "Sổ tay giữ gì về tôi?"}

    sent = visitor.post("/toi/quyen/moi", asked)

    where = sent.where.partition("?")[0]
    assert "Sẽ được trả lời chậm nhất" in visitor.get(where).text
    assert "Đã nhận, chờ trả lời" in visitor.get("/toi/quyen").text
    assert visitor.post("/toi/quyen/moi", asked).status == 409
    assert visitor.post(f"{where}/rut").where == where
    assert "Đã rút" in visitor.get(where).text


def test_a_request_without_a_kind_keeps_its_words(visitor):
    answer = visitor.post("/toi/quyen/moi", {"text": "Xin được biết."})

    assert answer.status == 422
    assert "Xin được biết." in answer.text


def test_everything_that_is_kept_comes_in_one_file_and_that_is_written_down(
    visitor, runtime, himself
):
    answer = visitor.get("/toi/du-lieu")

    told = orjson.loads(answer.body)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert told["account"]["name"] == "Nguyễn Văn Thử"
    with runtime.transaction(read_only=True) as session:
        acts = select(AuditEntry.act).where(AuditEntry.actor_account_id == himself)
        assert "data_rights.read_own" in session.scalars(acts).all()
