"""A notice whose time is over is closed, in pieces, and every phone hears of it."""

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.db.jobs import Job
from handbook_api.jobs.running import run_next
from handbook_api.notices.models import Recipient
from handbook_api.notices.service import closing, laying
from tests.support.notices import compose_and_send, said
from tests.support.people import later

NAMES = ("Nguyễn Văn Bí", "Trần Thị Máy", "Lê Văn Giấy", "Phạm Thị Xa")


@pytest.fixture
def notice(committee, secretary):
    """A task that ends in three hours and lies in four inboxes; its id."""
    ends = later(hours=3).isoformat()
    sent = compose_and_send(secretary, said(committee.tree.cell, kind="task", expires_at=ends))
    assert sent.status == 200, sent.json
    committee.work(until=later(minutes=2))
    return sent.json["id"]


def reaches(committee):
    with committee.runtime.transaction(read_only=True) as session:
        return sorted(session.scalars(select(Recipient.reach)))


def test_every_phone_hears_that_a_notice_is_closed(committee, notice, monkeypatch):
    monkeypatch.setattr(laying, "CHUNK", 1)
    reader = committee.as_("Trần Thị Máy")
    reader.post("/me/inbox/receipts", {"receipts": [{"notice_id": notice, "what": "opened"}]})
    cursors = {name: committee.as_(name).get("/me/sync").json["cursor"] for name in NAMES}

    with clock.frozen(later(hours=4)):
        committee.work()
        heard = {
            name: [
                (one["id"], one["closed_at"] is not None)
                for one in committee.as_(name).get("/me/sync", since=cursors[name]).json["notices"]
            ]
            for name in NAMES
        }

    assert heard == {name: [(notice, True)] for name in NAMES}
    assert reaches(committee) == ["opened", "unreachable", "unreachable", "unreachable"]


def test_closing_goes_on_where_a_worker_stopped_and_takes_nothing_down_meanwhile(
    committee, notice, monkeypatch
):
    monkeypatch.setattr(laying, "CHUNK", 1)
    with clock.frozen(later(hours=4)):
        assert run_next(committee.runtime, {"notices.close": closing.close})
        begun = reaches(committee)
        secretary = committee.as_("Nguyễn Văn Bí")
        found = secretary.get(f"/notices/{notice}").json
        same = {name: found[name] for name in ("title", "revision")}
        body = same | {"text": "Đã đổi.", "reason": "Muộn"}
        late = secretary.post(f"/notices/{notice}/corrections", body)
        answer = committee.as_("Phạm Thị Xa").post(f"/me/inbox/{notice}/confirmation", {})
        with committee.runtime.transaction() as session:
            for job in session.scalars(select(Job).where(Job.kind == "notices.close")):
                session.delete(job)

    assert (begun.count("unreachable"), found["state"]["code"]) == (1, "sent")
    assert (late.code, answer.code) == ("notices.not_open", "notices.over")
    with clock.frozen(later(hours=4, minutes=30)):
        committee.work(until=later(hours=2), slots=True)
    with clock.frozen(later(hours=7)):
        found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
    assert found["state"]["code"] == "closed"
    assert reaches(committee) == ["unreachable"] * 4
