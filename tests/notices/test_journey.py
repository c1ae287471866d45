"""From a secretary's evening to the next: everybody of the cell is accounted for."""

from datetime import UTC, datetime, timedelta

import pytest

from handbook_api.app import create_app
from handbook_api.core import clock
from handbook_api.gateways.push import transport_for
from handbook_api.members import sealed
from handbook_api.notices.delivering.sender import send_some
from handbook_api.runtime import build_runtime
from tests.support.client import Client
from tests.support.fcm import Fcm
from tests.support.jobs import work_off
from tests.support.notices import a_peopled_committee, said

#: Monday evening in Vietnam; the meeting is on Wednesday evening.
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)


@pytest.fixture
def fcm(tmp_path):
    running = Fcm(tmp_path)
    yield running
    running.close()


@pytest.fixture
def cell(runtime, fcm):
    """The committee on an installation that rings phones."""
    settings = runtime.settings.model_copy(
        update={
            "fcm_credentials_file": fcm.credentials_file(),
            "fcm_base_url": fcm.base_url,
        }
    )
    ringing = build_runtime(settings)
    made = a_peopled_committee(ringing)
    yield made
    ringing.close()


def wait(cell, transport, until):
    """Let jobs and bells be done up to `until`; be there then."""
    work_off(cell.runtime, until=until, slots=True)
    with clock.frozen(until):
        while send_some(cell.runtime, transport):
            pass


def the_phone_of(cell, name):
    """A client that is signed in on a phone which registered its address."""
    client = cell.as_(name)
    told = client.post(
        "/me/devices",
        {"kind": "fid", "platform": "android", "address": f"ok-{name[-3:].encode().hex()}-0001"},
    )
    assert told.status in (200, 201), told.json
    return client, told.json["id"]


def test_by_the_next_evening_the_secretary_knows_of_everybody(cell, fcm):
    with clock.frozen(MONDAY):
        transport = transport_for(cell.runtime.settings)
        in_signal, phone = the_phone_of(cell, "Trần Thị Máy")
        the_phone_of(cell, "Phạm Thị Xa")
        spec = cell.runtime.content.member_fields["phone"]
        with cell.runtime.transaction() as session:
            sealed.put(session, spec, cell.people["Lê Văn Giấy"].id, "0912000000", clock.today())
        secretary, _ = the_phone_of(cell, "Nguyễn Văn Bí")
        draft = secretary.post(
            "/notices",
            said(
                cell.tree.cell,
                kind="meeting",
                title="Sinh hoạt chi bộ thường kỳ",
                starts_at=WEDNESDAY.isoformat(),
                place="Nhà văn hóa thôn Thử",
                answer_by=(WEDNESDAY - timedelta(hours=6)).isoformat(),
            ),
        ).json
        notice, revision = draft["id"], draft["revision"]
        secretary.post(f"/notices/{notice}/sending", {"revision": revision})

    # Two minutes later: in every inbox; three phones have been handed to FCM, and nothing of it
    # is in what FCM got.
    wait(cell, transport, MONDAY + timedelta(minutes=2))
    assert len(fcm.bodies()) == 3
    assert "Sinh hoạt" not in str(fcm.bodies())

    # One phone is in somebody's hand: it rings, he reads, he will come.
    with clock.frozen(MONDAY + timedelta(minutes=10)):
        in_signal.post(f"/me/devices/{phone}/received", {"notice_ids": [notice]})
        item = in_signal.get("/me/sync").json["notices"][0]
        in_signal.post(f"/me/inbox/{item['id']}/answers", {"answer": "attend"})
        secretary.post(f"/me/inbox/{notice}/answers", {"answer": "attend"})

    # One lies in a valley: he saw it on his way through the market and answered without signal.
    saw_it = MONDAY + timedelta(hours=14)

    # The next evening the list opens: whoever was silent has been rung once more meanwhile.
    evening = MONDAY + timedelta(hours=23)
    wait(cell, transport, evening)
    with clock.frozen(evening):
        secretary = cell.as_("Nguyễn Văn Bí")
        to_call = secretary.get(f"/notices/{notice}/call-list").json
        names = {one["name"] for one in to_call["items"]}
        assert names == {"Lê Văn Giấy", "Phạm Thị Xa"}
        old = cell.people["Lê Văn Giấy"].id
        path = f"/notices/{notice}/recipients/{old}"
        assert secretary.post(f"{path}/contacts", {"how": "phone", "outcome": "told"}).status < 300

        # The phone comes back into signal and sends what was waiting, with its own time.
        back = cell.as_("Phạm Thị Xa")
        sent = back.post(
            f"/me/inbox/{notice}/answers",
            {"answer": "absent", "reason": "Đi chợ xa chưa về", "made_at": saw_it.isoformat()},
        )
        assert (sent.status, sent.json["answer_late"]) == (201, False)

        found = secretary.get(f"/notices/{notice}").json["totals"]
        assert found["people"] == sum(found["reach"].values()) == 4
        assert found["reach"] == {"answered": 3, "told": 1}
        assert found["answers"] == {"attend": 2, "absent": 1}
        assert secretary.get(f"/notices/{notice}/call-list").json["items"] == []

    # When it is over, it closes, and what it came to stays as it was.
    wait(cell, transport, MONDAY + timedelta(days=40))
    with clock.frozen(MONDAY + timedelta(days=40)):
        closed = cell.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
    assert closed["state"]["code"] == "closed"
    assert closed["totals"]["reach"] == {"answered": 3, "told": 1}


def test_where_no_phone_rings_the_inbox_is_all_the_same_there(runtime):
    committee = a_peopled_committee(runtime)
    secretary = committee.as_("Nguyễn Văn Bí")
    draft = secretary.post("/notices", said(committee.tree.cell)).json
    secretary.post(f"/notices/{draft['id']}/sending", {"revision": draft["revision"]})

    committee.work(until=clock.now() + timedelta(minutes=2))

    assert not send_some(runtime, transport_for(runtime.settings))
    member = Client(create_app(runtime), runtime.engine)
    assert member.get("/me/inbox").status == 401
    assert len(committee.as_("Trần Thị Máy").get("/me/inbox").json["items"]) == 1
