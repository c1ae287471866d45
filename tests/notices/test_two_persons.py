"""What goes to many, no single person says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Role
from tests.support.notices import compose_and_send, said
from tests.support.people import later


@pytest.fixture
def few(committee, monkeypatch):
    """More than two are many."""
    ask = type(committee.runtime.content).notices

    def rules(content, on):
        return replace(ask(content, on), release_above_people=2)

    monkeypatch.setattr(type(committee.runtime.content), "notices", rules)
    return committee


def act(client, notice, what, revision):
    return client.post(f"/notices/{notice}/{what}", {"revision": revision})


def test_whoever_wrote_it_last_does_not_release_it(few):
    officer, leader = few.as_("Đỗ Thị Viên"), few.as_("Bùi Văn Đoàn")
    draft = officer.post("/notices", said(few.tree.ward)).json
    body = said(few.tree.ward, title="Lời khác", revision=draft["revision"])
    del body["organisation_id"]
    rewritten = leader.put(f"/notices/{draft['id']}", body).json
    asked = act(leader, draft["id"], "sending", rewritten["revision"]).json

    itself = act(leader, draft["id"], "release", asked["revision"])
    other = act(officer, draft["id"], "release", asked["revision"])

    assert (itself.status, itself.code) == (403, "notices.second_person_needed")
    assert other.status == 200


def test_once_it_is_out_one_person_changes_only_time_and_place(few):
    officer, leader = few.as_("Đỗ Thị Viên"), few.as_("Bùi Văn Đoàn")
    starts = (clock.now() + timedelta(days=7)).isoformat()
    meeting = said(few.tree.ward, kind="meeting", starts_at=starts, place="Nhà văn hóa")
    asked = compose_and_send(officer, meeting).json
    act(leader, asked["id"], "release", asked["revision"])
    few.work(until=later(minutes=2))
    found = officer.get(f"/notices/{asked['id']}").json
    said_now = {"title": found["title"], "text": found["text"], "reason": "Đổi"}
    when = {"starts_at": found["starts_at"], "place": "Hội trường", "revision": found["revision"]}

    words = officer.post(
        f"/notices/{asked['id']}/corrections", said_now | when | {"text": "Lời khác hẳn"}
    )
    place = officer.post(f"/notices/{asked['id']}/corrections", said_now | when)

    assert (words.status, words.code) == (403, "notices.second_person_needed")
    assert place.status == 200, place.json


def test_an_audience_that_grows_before_its_hour_is_released_by_a_second_person(few):
    officer = few.as_("Đỗ Thị Viên")
    only = {"organisations": [str(few.tree.sibling.id)]}
    hour = clock.now() + timedelta(hours=3)
    sent = compose_and_send(
        officer, said(few.tree.ward, audience=only, send_at=hour.isoformat())
    ).json
    assert sent["state"]["code"] == "scheduled"
    for number in range(3):
        few.member(f"Người Mới {number}", few.tree.sibling, Role.MEMBER)

    few.work(until=hour + timedelta(minutes=1))

    assert officer.get(f"/notices/{sent['id']}").json["state"]["code"] == "awaiting_release"


def test_what_is_over_before_a_worker_comes_by_is_not_sent(committee, secretary):
    hour = clock.now() + timedelta(minutes=90)
    sent = compose_and_send(secretary, said(committee.tree.cell, expires_at=hour.isoformat())).json

    with clock.frozen(later(hours=5)):
        committee.work()

    assert secretary.get(f"/notices/{sent['id']}").json["state"]["code"] == "lapsed"
