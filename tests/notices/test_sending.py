"""From a draft into inboxes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.notices.models import Notice, Recipient
from handbook_api.notices.service import laying
from tests.support.notices import compose_and_send, said
from tests.support.people import later
from tests.support.samples import a_document


def inbox(client):
    return client.get("/me/inbox").json["items"]


def test_a_notice_lies_in_every_inbox_of_the_cell_and_in_no_other(committee, secretary):
    sent = compose_and_send(secretary, said(committee.tree.cell))

    committee.work(until=later(minutes=2))

    assert sent.status == 200, sent.json
    for name in ("Nguyễn Văn Bí", "Trần Thị Máy", "Lê Văn Giấy", "Phạm Thị Xa"):
        assert [one["title"] for one in inbox(committee.as_(name))] == ["Lịch trực tuần này"]
    assert inbox(committee.as_("Hoàng Văn Khác")) == []


def test_for_a_minute_it_can_be_stopped_and_nobody_has_got_it(committee, secretary):
    sent = compose_and_send(secretary, said(committee.tree.cell)).json
    assert sent["state"]["code"] == "scheduled"

    stopped = secretary.post(f"/notices/{sent['id']}/stopping", {"revision": sent["revision"]})
    committee.work(until=later(minutes=10))

    assert stopped.json["state"]["code"] == "draft"
    assert inbox(committee.as_("Trần Thị Máy")) == []


def test_what_was_stopped_can_be_sent_again(committee, secretary):
    sent = compose_and_send(secretary, said(committee.tree.cell)).json
    path = f"/notices/{sent['id']}"
    stopped = secretary.post(f"{path}/stopping", {"revision": sent["revision"]}).json

    secretary.post(f"{path}/sending", {"revision": stopped["revision"]})
    committee.work(until=later(minutes=5))

    assert len(inbox(committee.as_("Trần Thị Máy"))) == 1


def test_it_waits_for_its_hour(committee, secretary):
    hour = clock.now() + timedelta(hours=5)
    compose_and_send(secretary, said(committee.tree.cell, send_at=hour.isoformat()))

    committee.work(until=hour - timedelta(minutes=1))
    assert inbox(committee.as_("Trần Thị Máy")) == []
    committee.work(until=hour + timedelta(minutes=1))

    assert len(inbox(committee.as_("Trần Thị Máy"))) == 1


@pytest.fixture
def small_chunks(monkeypatch):
    """Two inboxes at a time."""
    monkeypatch.setattr(laying, "CHUNK", 2)


@pytest.mark.usefixtures("small_chunks")
def test_in_pieces_everybody_gets_it_once(committee, secretary):
    compose_and_send(secretary, said(committee.tree.cell))

    committee.work(until=later(minutes=2))

    with committee.runtime.transaction(read_only=True) as session:
        found = session.scalars(select(Recipient.account_id)).all()
        notice = session.scalars(select(Notice)).one()
    assert len(found) == len(set(found)) == notice.people == 4


def test_to_many_only_a_second_person_releases_it(committee, monkeypatch):
    body = said(committee.tree.ward)
    officer, leader = committee.as_("Đỗ Thị Viên"), committee.as_("Bùi Văn Đoàn")
    for number in range(200):
        committee.member(f"Người Thứ {number}")

    asked = compose_and_send(officer, body).json
    itself = officer.post(f"/notices/{asked['id']}/release", {"revision": asked["revision"]})
    released = leader.post(f"/notices/{asked['id']}/release", {"revision": asked["revision"]})
    committee.work(until=later(minutes=2))

    assert asked["state"]["code"] == "awaiting_release"
    assert (itself.status, itself.code) == (403, "notices.second_person_needed")
    assert released.json["state"]["code"] == "scheduled"
    found = officer.get(f"/notices/{asked['id']}").json
    assert found["state"]["code"] == "sent"
    assert found["totals"]["reach"] == {"in_inbox": 206}


def test_sent_back_it_is_a_draft_again(committee):
    officer, leader = committee.as_("Đỗ Thị Viên"), committee.as_("Bùi Văn Đoàn")
    for number in range(200):
        committee.member(f"Người Thứ {number}")
    asked = compose_and_send(officer, said(committee.tree.ward)).json

    back = leader.post(f"/notices/{asked['id']}/sending-back", {"revision": asked["revision"]})

    assert back.json["state"]["code"] == "draft"


def test_what_nobody_releases_in_time_lapses(committee):
    officer = committee.as_("Đỗ Thị Viên")
    for number in range(200):
        committee.member(f"Người Thứ {number}")
    asked = compose_and_send(officer, said(committee.tree.ward)).json

    committee.work(until=later(hours=75), slots=True)

    assert officer.get(f"/notices/{asked['id']}").json["state"]["code"] == "lapsed"


def test_somebody_who_changed_it_meanwhile_is_not_overrun(committee, secretary):
    draft = secretary.post("/notices", said(committee.tree.cell)).json
    body = said(committee.tree.cell, title="Tiêu đề khác", revision=draft["revision"])
    del body["organisation_id"]
    assert secretary.put(f"/notices/{draft['id']}", body).status == 200

    late = secretary.post(f"/notices/{draft['id']}/sending", {"revision": draft["revision"]})

    assert (late.status, late.code) == (409, "notices.changed_meanwhile")


def test_who_holds_no_office_sends_nothing(committee):
    answer = committee.as_("Trần Thị Máy").post("/notices", said(committee.tree.cell))

    assert (answer.status, answer.code) == (403, "request.forbidden")


def test_nobody_writes_for_another_cell(committee, secretary):
    answer = secretary.post("/notices", said(committee.tree.sibling))

    assert answer.status in (403, 404)


def test_an_audience_outside_is_refused_like_one_that_does_not_exist(committee, secretary):
    other = committee.people["Hoàng Văn Khác"]
    for audience in (
        {"organisations": [str(committee.tree.sibling.id)]},
        {"organisations": ["00000000-0000-4000-8000-000000000000"]},
        {"members": [str(other.id)]},
        {"members": ["00000000-0000-4000-8000-000000000000"]},
        {"groups": ["00000000-0000-4000-8000-000000000000"]},
    ):
        answer = secretary.post("/notices", said(committee.tree.cell, audience=audience))
        assert (answer.status, answer.code) == (422, "notices.audience_outside"), audience


def test_the_preview_tells_of_a_document_that_recipients_may_not_open(committee):
    tree = committee.tree
    officer = committee.as_("Đỗ Thị Viên")
    own = a_document("7-nq-cb", audience="organisation", audience_path=tree.cell.path)
    with committee.runtime.transaction() as session:
        session.add_all([own, a_document("8-nq-cb")])
    links = [{"document_id": "7-nq-cb"}, {"document_id": "8-nq-cb"}]

    narrow = said(tree.ward, links=links, audience={"organisations": [str(tree.cell.id)]})
    inside = officer.post("/notices/previews", narrow).json
    wider = officer.post("/notices/previews", said(tree.ward, links=links)).json

    assert inside["closed_links"] == []
    outside = wider["people"] - inside["people"]
    assert outside > 0
    assert wider["closed_links"] == [
        {"document_id": "7-nq-cb", "name": own.symbol or own.title, "people": outside}
    ]


def test_an_audience_of_nobody_is_shown_and_not_sent(committee, secretary):
    body = said(committee.tree.cell, audience={"members": []})

    preview = secretary.post("/notices/previews", body)
    sent = compose_and_send(secretary, body)

    assert preview.json["people"] == 0
    assert (sent.status, sent.code) == (422, "notices.audience_empty")


def test_the_exempt_are_left_out_or_taken_in_as_the_sender_chooses(committee, secretary):
    committee.member("Vũ Thị Miễn", status="exempt")
    committee.member("Đinh Văn Đình", status="suspended")
    committee.member("Ngô Thị Năm")
    cell = str(committee.tree.cell.id)

    without = secretary.post("/notices/previews", said(committee.tree.cell)).json
    with_them = secretary.post(
        "/notices/previews",
        said(committee.tree.cell, audience={"organisations": [cell], "exempt": True}),
    ).json

    assert (without["people"], without["exempt"]) == (5, 1)
    assert (with_them["people"], with_them["exempt"]) == (6, 0)


def test_a_role_narrows_the_audience(committee):
    officer = committee.as_("Đỗ Thị Viên")
    body = said(
        committee.tree.ward,
        audience={"organisations": [str(committee.tree.ward.id)], "roles": ["secretary"]},
    )

    assert officer.post("/notices/previews", body).json["people"] == 1
    assert Role.SECRETARY == "secretary"


def test_guests_are_addressed_where_they_take_part(committee, secretary):
    tree = committee.tree
    committee.member("Ngô Thị Khách", tree.sibling, host_cell_id=tree.cell.id)
    committee.member("Lý Văn Đi", tree.cell, host_cell_id=tree.sibling.id)

    compose_and_send(secretary, said(tree.cell))
    committee.work(until=later(minutes=2))

    assert len(inbox(committee.as_("Ngô Thị Khách"))) == 1
    assert inbox(committee.as_("Lý Văn Đi")) == []


def test_the_preview_tells_how_each_would_be_reached(committee, secretary):
    committee.as_("Trần Thị Máy")  # signed in somewhere
    committee.member("Ngô Thị Năm")

    found = secretary.post("/notices/previews", said(committee.tree.cell)).json

    assert found["people"] == sum(found["by_way"].values()) == 5
    assert found["by_way"]["in_person"] >= 1
    assert not found["needs_release"]


def test_the_preview_of_very_few_tells_nothing_of_any_of_them(committee, secretary):
    committee.member("Ngô Thị Miễn", status="exempt")
    one = [str(committee.people["Trần Thị Máy"].id), str(committee.people["Ngô Thị Miễn"].id)]

    found = secretary.post(
        "/notices/previews", said(committee.tree.cell, audience={"members": one})
    ).json

    assert (found["by_way"], found["exempt"]) == ({}, 0)
    assert found["people"] == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "không có"}, "notices.kind_unknown"),
        ({"kind": "digest"}, "notices.kind_unknown"),
        ({"title": ""}, "notices.words_missing"),
        ({"title": "A" * 5000}, "notices.too_long"),
        ({"text": "A" * 20_000}, "notices.too_long"),
        ({"template": "khong-co", "title": "", "text": ""}, "notices.template_unknown"),
        ({"links": [{"document_id": "khong-co"}]}, "notices.link_unknown"),
        ({"kind": "meeting"}, "notices.event_needed"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "notices.times_out_of_order"),
        ({"send_at": "2020-01-01T00:00:00Z"}, "notices.times_out_of_order"),
        ({"contact_id": "00000000-0000-4000-8000-000000000000"}, "notices.contact_outside"),
        ({"surprise": 1}, "request.invalid"),
        ({"answer_by": 7}, "request.invalid"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_reason(committee, secretary, more, code):
    answer = secretary.post("/notices", said(committee.tree.cell, **more))

    assert (answer.status, answer.code) == (422, code)


def test_sent_twice_with_one_key_it_is_one_notice(committee, secretary):
    body, headers = said(committee.tree.cell), {"Idempotency-Key": "mot-khoa-thu-1"}

    first = secretary.post("/notices", body, headers=headers)
    second = secretary.post("/notices", body, headers=headers)

    assert first.json["id"] == second.json["id"]
    assert len(secretary.get("/notices").json["items"]) == 1


@pytest.mark.parametrize("what", ["send_at", "expires_at", "starts_at"])
def test_what_is_years_ahead_is_sent_like_anything_else(committee, secretary, what):
    at = clock.now() + timedelta(days=800)
    event = {"kind": "meeting", "place": "Nhà văn hóa"} if what == "starts_at" else {}
    sent = compose_and_send(secretary, said(committee.tree.cell, **event, **{what: at.isoformat()}))
    assert sent.status == 200, sent.json
    until = at if what == "send_at" else later(minutes=2)

    committee.work(until=until + timedelta(hours=2))

    with clock.frozen(until):
        assert len(inbox(committee.as_("Trần Thị Máy"))) == 1


@pytest.mark.parametrize("line", ["MẬT", "Tối mật", "TUYỆT MẬT"])
def test_words_that_bear_a_stamp_of_secrecy_are_refused_before_they_are_kept(
    committee, secretary, line
):
    refused = secretary.post("/notices", said(committee.tree.cell, text=f"{line}\nHọp kín."))

    assert (refused.status, refused.code) == (422, "notices.marked_secret")
    spoken_of = said(
        committee.tree.cell, text="Học quy định về bảo vệ bí mật nhà nước, tài liệu mật."
    )
    assert secretary.post("/notices", spoken_of).status == 201
