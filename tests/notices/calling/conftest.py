"""A meeting that has been called, and the people it is for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.members import sealed
from handbook_api.members.models import Member
from handbook_api.notices.delivering.models import PushDevice
from tests.support.notices import compose_and_send, said
from tests.support.people import later

#: So many hours after sending the silent are to be called.
CALLING = {"hours": 13}


@pytest.fixture
def calling(committee):
    """The committee, with a number for one of the silent and a deputy who looks after all."""
    spec: FieldSpec = committee.runtime.content.member_fields["phone"]
    committee.member("Vũ Thị Phó", committee.tree.cell, Role.DEPUTY_SECRETARY)
    with committee.runtime.transaction() as session:
        in_person = Member.full_name == "Lê Văn Giấy"
        session.execute(update(Member).where(~in_person).values(reachable_by="app"))
        for name, number in (("Phạm Thị Xa", "0912000077"), ("Hoàng Văn Khác", "0912000088")):
            sealed.put(session, spec, committee.people[name].id, number, clock.today())
    return committee


@pytest.fixture
def send(calling):
    """Send a notice from the first cell (or another organisation); return its id."""

    def sending(client=None, organisation=None, **more):
        client = client or calling.as_("Nguyễn Văn Bí")
        sent = compose_and_send(client, said(organisation or calling.tree.cell, **more))
        assert sent.status == 200, sent.json
        calling.work(until=later(minutes=2))
        return sent.json["id"]

    return sending


@pytest.fixture
def meeting(send):
    """An invitation to the first cell, in a week."""
    return send(**a_meeting())


def a_meeting(**more):
    """What makes a notice an invitation."""
    starts = clock.now() + timedelta(days=7)
    return {
        "kind": "meeting",
        "title": "Sinh hoạt chi bộ thường kỳ",
        "starts_at": starts.isoformat(),
        "place": "Nhà văn hóa thôn Thử",
        "answer_by": (starts - timedelta(days=1)).isoformat(),
    } | more


@pytest.fixture
def in_the_evening():
    """The clock stands at a time when the silent are called."""
    with clock.frozen(later(**CALLING)):
        yield


@pytest.fixture
def member_path(calling):
    """Return the path of a recipient of a notice."""

    def path(notice, name):
        return f"/notices/{notice}/recipients/{calling.people[name].id}"

    return path


def a_phone(session, account_id):
    """Somebody has signed in for a year and has just told where bells ring for him."""
    now = clock.now()
    signed_in = DeviceSession(
        id=uuid4(),
        account_id=account_id,
        device="máy thử",
        strength=2,
        access_digest=uuid4().bytes * 2,
        access_expires_at=now,
        access_epoch=1,
        family_digest=uuid4().bytes * 2,
        refresh_digest=uuid4().bytes * 2,
        rotated_at=now,
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(days=365),
    )
    session.add(signed_in)
    session.flush()
    session.add(
        PushDevice(
            account_id=account_id,
            session_id=signed_in.id,
            kind="fid",
            platform="android",
            address_blind=uuid4().bytes,
            sealed=b"",
            key_id=1,
            registered_at=now,
            refreshed_at=now,
        )
    )
