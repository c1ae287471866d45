"""What I report as wrong: asked, sent to the secretary, followed, mine alone."""

from uuid import uuid4

import pytest


def _report(visitor, field="qualification", **form):
    return visitor.post(f"/toi/ho-so/{field}/bao-sai", {"wanted": "Kỹ sư nông nghiệp", **form})


def test_a_report_reaches_the_queue_of_the_secretary_and_shows_where_it_is(visitor, api, secretary):
    asked = visitor.get("/toi/ho-so/qualification/bao-sai")
    assert "Hồ sơ đang ghi" in asked.text
    sent = _report(visitor, reason="Bằng tốt nghiệp")
    assert sent.status == 303

    queue = api(secretary).get("/corrections").json["items"]
    assert [(one["full_name"], one["field"]["code"]) for one in queue] == [
        ("Nguyễn Văn Thử", "qualification")
    ]
    shown = visitor.get(sent.where)
    assert "Đã gửi cho bí thư chi bộ" in shown.text
    assert "Kỹ sư nông nghiệp" in shown.text
    assert "Bằng tốt nghiệp" in shown.text
    api(secretary).post(f"/corrections/{queue[0]['id']}/steps", {"code": "forward"})
    assert "Đã chuyển cán bộ tổ chức" in visitor.get("/toi/bao-sai").text


def test_what_proves_it_need_not_be_told(visitor):
    assert _report(visitor).status == 303


def test_a_report_without_what_is_right_is_asked_for_again(visitor):
    answer = _report(visitor, wanted=" ", reason="Bằng tốt nghiệp")

    assert answer.status == 422
    assert answer.title.startswith("Lỗi:")
    assert "Bằng tốt nghiệp" in answer.text, "nobody types a thing twice"


@pytest.mark.parametrize(
    ("day", "status"),
    [(("5", "2", "1961"), 303), (("31", "2", "1961"), 422), (("5", "", "1961"), 422)],
)
def test_a_day_is_written_in_three_parts(visitor, day, status):
    form = dict(zip(("ngay", "thang", "nam"), day, strict=True))
    answer = visitor.post("/toi/ho-so/birth_date/bao-sai", form)

    assert answer.status == status
    if status == 303:
        assert "05/02/1961" in visitor.get(answer.where).text
    else:
        assert answer.value("nam") == "1961"
        assert "Ghi đủ ngày, tháng, năm" in answer.text
        assert answer.tree.css_first("a[href='#o-wanted']") is not None


def test_a_choice_is_told_by_its_name(visitor):
    sent = visitor.post("/toi/ho-so/sex/bao-sai", {"wanted": "male"})

    assert "Nam" in visitor.get(sent.where).text


def test_a_list_is_told_in_words(visitor):
    sent = visitor.post("/toi/ho-so/awards/bao-sai", {"wanted": "Thiếu huy hiệu 30 năm."})

    assert "Thiếu huy hiệu 30 năm." in visitor.get(sent.where).text


def test_the_same_is_not_reported_twice_at_once(visitor):
    _report(visitor)

    assert _report(visitor).status == 409


def test_a_report_is_taken_back_after_a_question(visitor, api, secretary):
    where = _report(visitor).where.partition("?")[0]
    assert "Rút lại" in visitor.get(f"{where}/rut").text
    assert "chờ bí thư xem" in visitor.get(where).text, "asking takes nothing back"

    assert visitor.post(f"{where}/rut").where == where

    assert "Đã rút" in visitor.get(where).text
    assert f"{where}/rut" not in visitor.get(where).links
    queue = api(secretary).get("/corrections").json["items"]
    assert [one["state"]["code"] for one in queue] == ["withdrawn"]


@pytest.mark.parametrize("field", ["no_such_field", "phone"])
def test_what_cannot_be_reported_has_no_question(visitor, field):
    assert visitor.get(f"/toi/ho-so/{field}/bao-sai").status in (404, 409, 422)


def test_no_address_of_ones_own_shows_what_is_anothers(visitor, visit, secretary, runtime):
    """The secretary sees reports of his cell where he works, not among what is his own."""
    report = _report(visitor).where.partition("?")[0]
    asked = {"kind": "know", "text": "Sổ tay giữ gì về tôi?"}
    request = visitor.post("/toi/quyen/moi", asked).where.partition("?")[0]
    his = visit(secretary)

    for address in (report, f"{report}/rut", request, f"{request}/rut"):
        assert his.get(address).status == 404, address
    for address in (f"{report}/rut", f"{request}/rut"):
        assert his.post(address).status == 404, address
    assert "Nguyễn Văn Thử" not in his.get("/toi/ho-so", member_id=str(uuid4())).text
    assert "chờ bí thư xem" in visitor.get(report).text
