"""No page breaks a rule of access, also where something must have happened before it is shown."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from tests.pages.browser.addresses import (
    LEAST_OF_MEMBERS,
    LEAST_OF_OFFICERS,
    OF_ADMINISTRATORS,
    OF_MEMBERS,
    OF_SECRETARIES,
)
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.pages.browser.looking import faults_by_address
from tests.support.jobs import a_dead_job
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later

ME, SECRETARY, ADMINISTRATOR = "Trần Thị Máy", "Nguyễn Văn Bí", "Lê Văn Quản"


@pytest.fixture
def committee(runtime):
    made = a_peopled_committee(runtime)
    made.member(ADMINISTRATOR, None, Role.ADMINISTRATOR, serves=made.tree.province)
    return made


@pytest.fixture
def ids(runtime, committee, imported):
    """What has happened: ids by name."""
    me, secretary = committee.as_(ME), committee.as_(SECRETARY)
    cell = committee.tree.cell
    meeting = {"kind": "meeting", "place": "Nhà văn hóa", "starts_at": later(days=2).isoformat()}
    with clock.frozen(later(hours=-13)):
        sent = compose_and_send(secretary, said(cell, **meeting)).json
        asked = compose_and_send(secretary, said(cell, kind="consultation")).json
        committee.work(until=later(minutes=2))
    wrong = {"field": "occupation", "wanted": "Thợ mộc", "reason": "đổi nghề"}
    device = {"kind": "fid", "platform": "android", "address": "dia-chi-mau"}
    account, note = committee.people[ME].account_id, uuid4()
    remark = {"motivation": "commenting", "document_id": imported, "anchor": None, "text": "Hỏi."}
    group = {"name": "Tổ Mẫu", "members": [str(committee.people[ME].id)]}
    found = {
        "notice": sent["id"],
        "question": asked["id"],
        "draft": secretary.post("/notices", said(cell)).json["id"],
        "correction": me.post("/me/corrections", wrong).json["id"],
        "request": me.post("/me/data-requests", {"kind": "know", "text": "Xin biết."}).json["id"],
        "device": me.post("/me/devices", device).json["id"],
        "session": me.get("/me/sessions").json["items"][0]["id"],
        "note": me.put(f"/me/annotations/{note}", remark).json["id"],
        "slip": secretary.post("/slips", {"account_ids": [str(account)]}).json["items"][0]["id"],
        "group": secretary.post("/notice-groups", group | {"organisation_id": str(cell.id)}).json,
        "document": imported,
        "account": account,
        "member": committee.people[ME].id,
        "cell": cell.id,
        "job": a_dead_job(runtime),
    }
    with runtime.transaction(read_only=True) as session:
        found["entry"] = session.scalars(select(AuditEntry.sequence).limit(1)).one()
    return found | {"group": found["group"]["id"]}


#: Who opens which pages, and how small a target may be there.
READERS = {
    "member": (ME, OF_MEMBERS, LEAST_OF_MEMBERS),
    "secretary": (SECRETARY, OF_SECRETARIES, LEAST_OF_OFFICERS),
    "administrator": (ADMINISTRATOR, OF_ADMINISTRATORS, LEAST_OF_OFFICERS),
}


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("reader", READERS)
def test_no_page_behind_another_breaks_a_rule(open_browser, committee, ids, reader, size):
    name, addresses, least = READERS[reader]
    account = committee.people[name].account_id
    page = open_browser(account, size=size, strength=Strength.TWO_FACTOR)

    assert faults_by_address(page, addresses, ids, least) == {}
