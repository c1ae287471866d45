"""Of a guest, who is counted elsewhere, his hosts see what they need and decide next to nothing."""

import pytest

from handbook_api.members.models import Member
from tests.support.members import a_new_member


@pytest.fixture
def guest_id(province):
    """Counted in the cell, a guest in the far one, which stands under another committee."""
    sealed = {"citizen_id": "001060000001", "phone": "0912000111"}
    with province.runtime.transaction() as session:
        [made] = province.add(session, a_new_member(province.cell, sealed=sealed))
        session.get_one(Member, made).host_cell_id = province.far_cell.id
    return made


def refused(client, guest_id):
    """What comes of everything that is decided where somebody is counted."""
    decided = {"decision": "1-QĐ/ĐU", "decided_on": "2026-10-01"}
    member = f"/members/{guest_id}"
    change = {"version": 1, "fields": {"full_name": "Lê Văn Đổi"}}
    step = {"to": "suspended", "on": "2026-10-01", **decided}
    asked = (
        client.ask("PATCH", member, body=change),
        client.post(f"{member}/status-changes", step),
        client.post(f"{member}/reveals", {"field": "citizen_id"}),
        client.post(f"{member}/lines", {"list": "discipline", "code": "warning"}),
        client.ask("GET", f"{member}/dossier"),
        client.ask("PUT", f"{member}/dossier", body={"papers": {"1-HSDV": {"held": True}}}),
        client.post(f"{member}/erasure"),
    )
    return {answer.status for answer in asked}


def test_a_committee_above_the_hosts_decides_nothing_about_a_guest(province, guest_id, asking):
    officer = asking(province.officer(province.other_ward))

    record = officer.get(f"/members/{guest_id}").json

    assert record["steps"] == []
    assert not any(one["changeable"] for group in record["groups"] for one in group["fields"])
    assert refused(officer, guest_id) == {403}


def test_the_hosts_keep_the_telephone_right_and_nothing_else(province, guest_id, asking):
    secretary = asking(province.secretary(province.far_cell))

    assert refused(secretary, guest_id) == {403}
    changed = secretary.ask(
        "PATCH", f"/members/{guest_id}", body={"version": 1, "fields": {"phone": "0912000222"}}
    )

    assert changed.status == 200


def test_his_own_committee_goes_on_deciding(province, guest_id, asking):
    officer = asking(province.officer(province.ward))
    step = {"to": "suspended", "on": "2026-10-01", "decision": "1", "decided_on": "2026-10-01"}

    assert officer.post(f"/members/{guest_id}/status-changes", step).status == 201
    assert officer.post(f"/members/{guest_id}/reveals", {"field": "citizen_id"}).status == 200
