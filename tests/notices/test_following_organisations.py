"""When cells are merged or split, notices that are running go along with their people."""

from datetime import timedelta

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.organisations import service as organisations
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import Merging, Part, Read, Splitting, Stated
from tests.support.notices import compose_and_send, said
from tests.support.people import later


@pytest.fixture
def leader(committee):
    """The secretary of the sibling cell."""
    committee.member("Dương Thị Kế", committee.tree.sibling, Role.SECRETARY)
    return "Dương Thị Kế"


def version(session, one):
    return session.get_one(Organisation, one.id).version


def merge(committee):
    tree = committee.tree
    with committee.runtime.transaction() as session:
        read = [Read(one.id, version(session, one)) for one in (tree.cell, tree.sibling)]
        wanted = Merging(read, tree.sibling.id)
        stated = Stated(clock.today(), "9-QĐ/TU")
        plan = organisations.plan_merging(session, TERMINAL, tree.content, wanted, stated)
        organisations.carry_out(session, TERMINAL, plan)


def test_the_successors_secretary_goes_on_with_the_call_list(committee, secretary, leader):
    notice = compose_and_send(secretary, said(committee.tree.cell)).json["id"]
    committee.work(until=later(minutes=2))

    merge(committee)

    with clock.frozen(later(hours=13)):
        listed = committee.as_(leader).get(f"/notices/{notice}/call-list").json["items"]
    assert "Phạm Thị Xa" in {one["name"] for one in listed}


def test_the_successors_secretary_tells_of_what_was_cancelled(committee, secretary, leader):
    notice = compose_and_send(secretary, said(committee.tree.cell)).json["id"]
    committee.work(until=later(minutes=2))
    opened = {"receipts": [{"notice_id": notice, "what": "opened"}]}
    committee.as_("Phạm Thị Xa").post("/me/inbox/receipts", opened)
    revision = secretary.get(f"/notices/{notice}").json["revision"]
    why = {"revision": revision, "reason": "Gửi nhầm"}
    assert secretary.post(f"/notices/{notice}/cancellation", why).status == 200
    committee.work()

    merge(committee)

    listed = committee.as_(leader).get(f"/notices/{notice}/call-list").json["items"]
    assert [one["name"] for one in listed] == ["Phạm Thị Xa"]


def test_what_waits_for_its_hour_reaches_the_people_where_they_are_then(
    committee, secretary, leader
):
    hour = clock.now() + timedelta(hours=5)
    compose_and_send(secretary, said(committee.tree.cell, send_at=hour.isoformat()))

    merge(committee)
    committee.work(until=hour + timedelta(minutes=2))

    for name in ("Phạm Thị Xa", leader):
        assert len(committee.as_(name).get("/me/inbox").json["items"]) == 1, name


def test_after_a_split_each_part_looks_after_its_own(committee, secretary):
    notice = compose_and_send(secretary, said(committee.tree.cell)).json["id"]
    committee.work(until=later(minutes=2))
    tree, moved = committee.tree, committee.people["Phạm Thị Xa"]
    with committee.runtime.transaction() as session:
        read = Read(tree.cell.id, version(session, tree.cell))
        part = Part("Chi bộ Ba", members=(moved.id,))
        wanted, stated = Splitting(read, (part,), stays=True), Stated(clock.today())
        plan = organisations.plan_splitting(session, TERMINAL, tree.content, wanted, stated)
        organisations.carry_out(session, TERMINAL, plan)

    officer = committee.as_("Đỗ Thị Viên")
    recipients = officer.get(f"/notices/{notice}/recipients").json["items"]

    assert {one["name"]: one["cell"]["name"] for one in recipients}["Phạm Thị Xa"] == "Chi bộ Ba"
