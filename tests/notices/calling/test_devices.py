"""Whose phones ring: for whoever looks after them."""

from sqlalchemy import update

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role
from tests.notices.calling.conftest import a_phone
from tests.support.people import later


def states(answer):
    assert answer.status == 200, answer.json
    return {one["name"]: one["device"]["state"]["code"] for one in answer.json["items"]}


def test_the_secretary_sees_whose_phone_rings_whose_is_silent_and_who_has_none(calling):
    with calling.runtime.transaction() as session:
        a_phone(session, calling.people["Phạm Thị Xa"].account_id)
    with clock.frozen(later(days=36)):
        with calling.runtime.transaction() as session:
            a_phone(session, calling.people["Trần Thị Máy"].account_id)
        secretary = calling.as_("Nguyễn Văn Bí")
        everybody = states(secretary.get("/member-devices"))
        without = states(secretary.get("/member-devices", state=["none", "idle"]))
        silent = secretary.get("/member-devices", state="idle").json["items"]

    assert everybody == {
        "Nguyễn Văn Bí": "none",
        "Lê Văn Giấy": "none",
        "Trần Thị Máy": "works",
        "Vũ Thị Phó": "none",
        "Phạm Thị Xa": "idle",
    }
    assert set(everybody) - set(without) == {"Trần Thị Máy"}
    assert [one["name"] for one in silent] == ["Phạm Thị Xa"]
    assert silent[0]["device"]["last_at"] is not None
    assert silent[0]["device"]["state"]["name"] == "Máy im đã lâu"


def test_a_phone_that_was_signed_out_is_none(calling):
    account = calling.people["Phạm Thị Xa"].account_id
    with calling.runtime.transaction() as session:
        a_phone(session, account)
        session.execute(
            update(DeviceSession)
            .where(DeviceSession.account_id == account)
            .values(ended_at=clock.now())
        )

    found = calling.as_("Nguyễn Văn Bí").get("/member-devices", state="none").json["items"]

    line = next(one for one in found if one["name"] == "Phạm Thị Xa")
    assert (line["device"]["last_at"], line["signed_in"]) == (None, False)


def test_who_is_signed_in_without_a_bell_is_told_apart(calling):
    calling.as_("Trần Thị Máy")

    found = calling.as_("Nguyễn Văn Bí").get("/member-devices").json["items"]

    assert {one["name"]: one["signed_in"] for one in found}["Trần Thị Máy"] is True


def test_everybody_sees_only_whom_he_looks_after(calling):
    calling.member("Cao Văn Theo", calling.tree.sibling, Role.FOLLOWER, serves=calling.tree.cell)

    ward = states(calling.as_("Bùi Văn Đoàn").get("/member-devices"))
    narrowed = states(
        calling.as_("Bùi Văn Đoàn").get("/member-devices", within=str(calling.tree.cell.id))
    )
    for name in ("Trần Thị Máy", "Cao Văn Theo"):
        assert states(calling.as_(name).get("/member-devices")) == {}

    assert {"Hoàng Văn Khác", "Trần Thị Máy"} <= set(ward)
    assert "Bùi Văn Đoàn" not in ward  # he lives in another ward's cell
    assert set(narrowed) == set(states(calling.as_("Nguyễn Văn Bí").get("/member-devices")))


def test_a_guest_stands_with_his_hosts_and_who_may_not_sign_in_nowhere(calling):
    tree = calling.tree
    calling.member("Tạ Văn Chủ", tree.sibling, Role.SECRETARY)
    calling.member("Khách Thị Thử", tree.cell, host_cell_id=tree.sibling.id)
    calling.member("Phan Văn Trừ", tree.sibling, status="expelled")

    assert "Khách Thị Thử" not in states(calling.as_("Nguyễn Văn Bí").get("/member-devices"))
    at_hosts = states(calling.as_("Tạ Văn Chủ").get("/member-devices"))
    assert "Khách Thị Thử" in at_hosts
    assert "Phan Văn Trừ" not in at_hosts


def test_pages_hang_together_and_cost_the_same(calling):
    secretary = calling.as_("Nguyễn Văn Bí")
    whole = secretary.get("/member-devices")
    first = secretary.get("/member-devices", limit=2)
    rest = secretary.get("/member-devices", cursor=first.json["next_cursor"])

    assert [*states(first), *states(rest)] == [*states(whole)]
    assert whole.queries <= first.queries
