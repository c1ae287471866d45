"""Phones register, are tried out, tell what came through, and fall silent."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.db import events
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.events import MemberErased
from handbook_api.notices.delivering import sweeping
from handbook_api.notices.delivering.bells import TEST_NOTICE
from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.notices.delivering.sender import send_some
from handbook_api.notices.models import Notice, Reach, Recipient
from tests.support.apps import create_app
from tests.support.bells import CANARY, Phone, Recorder, a_notice, ring
from tests.support.client import Client
from tests.support.people import a_committee, a_member, an_organisation, signed_in

ADDRESS = "fGzR8dXkT2-an-installation"


@pytest.fixture
def people(runtime):
    with runtime.transaction() as session:
        cell = an_organisation(session, a_committee(session))
        return [a_member(session, cell, Role.MEMBER, name=f"Nguyễn {CANARY}") for _ in range(2)]


@pytest.fixture
def app(runtime, with_fcm):
    return create_app(replace(runtime, settings=with_fcm()))


@pytest.fixture
def mine(runtime, app, people):
    return Client(app, runtime.engine, signed_in(runtime, people[0]))


@pytest.fixture
def others(runtime, app, people):
    return Client(app, runtime.engine, signed_in(runtime, people[1]))


def _register(client, address=ADDRESS, **said):
    return client.post(
        "/me/devices", {"kind": "fid", "platform": "android", "address": address, **said}
    )


def _phone(runtime, answer):
    with runtime.transaction(read_only=True) as session:
        device = session.get_one(PushDevice, UUID(answer.json["id"]))
    return Phone(device.id, device.account_id, device.session_id, ADDRESS)


def _count(runtime, model, *conditions):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_a_phone_registers_and_is_shown_to_its_owner_without_its_address(mine, others):
    answer = _register(mine, brand="xiaomi", app_version="1.2.0")

    shown = mine.get("/me/devices")
    assert answer.status == 200
    assert shown.json == {"bells": True, "items": [answer.json]}
    assert answer.json["is_this"] is True
    assert answer.json["silent"] is None
    assert ADDRESS not in shown.body.decode()
    assert others.get("/me/devices").json["items"] == []


def test_telling_the_same_address_again_refreshes_the_same_device(mine, runtime):
    first = _register(mine)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        second = _register(mine, app_version="1.3.0")

    assert second.json["id"] == first.json["id"]
    assert second.json["refreshed_at"] > first.json["refreshed_at"]
    assert second.json["app_version"] == "1.3.0"
    assert _count(runtime, PushDevice) == 1
    assert _count(runtime, AuditEntry, AuditEntry.act == "devices.register") == 1


def test_the_address_is_sealed_and_stands_nowhere_in_plain(mine, runtime):
    _register(mine)

    with runtime.transaction(read_only=True) as session:
        (device,) = session.scalars(select(PushDevice)).all()
        entries = session.scalars(select(AuditEntry)).all()
    assert ADDRESS.encode() not in device.sealed + device.address_blind
    assert all(ADDRESS not in str(entry.facts) for entry in entries)


def test_an_address_that_changes_hands_rings_for_its_new_owner_only(noon, mine, others, runtime):
    first = _register(mine)
    with runtime.transaction() as session:
        ring(session, runtime.content, [_phone(runtime, first)])

    second = _register(others)

    assert second.json["id"] != first.json["id"]
    assert mine.get("/me/devices").json["items"] == []
    transport = Recorder()
    send_some(runtime, transport)
    assert transport.sent == []
    with runtime.transaction() as session:
        ring(session, runtime.content, [_phone(runtime, second)])
    send_some(runtime, transport)
    assert [message.address for message in transport.sent] == [ADDRESS]


def test_addresses_are_told_apart_by_case(mine, runtime):
    _register(mine, "AbCdEfGhIj-1")
    _register(mine, "abcdefghij-1")

    assert _count(runtime, PushDevice) == 2


def test_of_too_many_devices_the_one_unheard_of_for_longest_falls_silent(mine, runtime):
    most = runtime.content.notices(clock.today()).most_devices_a_person
    begun = clock.now()
    for number in range(most + 1):
        with clock.frozen(begun + timedelta(seconds=number)):
            _register(mine, f"{ADDRESS}-{number}")

    silent = [one for one in mine.get("/me/devices").json["items"] if one["silent"]]
    assert [one["silent"] for one in silent] == ["replaced"]
    assert silent[0]["registered_at"].startswith(begun.strftime("%Y-%m-%dT%H:%M:%S"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "topic"},
        {"platform": "nokia"},
        {"address": "short"},
        {"address": "x" * 1001},
        {"address": "with a space in it"},
        {"address": "xxxxxxxx\x00"},
        {"brand": "Xiaomi!"},
        {"app_version": "x" * 41},
        {"account_id": str(uuid4())},
    ],
)
def test_what_is_no_device_is_refused(mine, wrong):
    told = {"kind": "fid", "platform": "android", "address": ADDRESS, **wrong}

    assert mine.post("/me/devices", told).status == 422


def test_a_removed_device_rings_no_more_until_its_app_registers_again(mine, runtime):
    device = _register(mine).json["id"]

    assert mine.delete(f"/me/devices/{device}").status == 204
    assert mine.get("/me/devices").json["items"] == []
    assert mine.delete(f"/me/devices/{device}").code == "devices.not_found"
    assert _register(mine).json["id"] == device
    assert [one["silent"] for one in mine.get("/me/devices").json["items"]] == [None]


def test_nobody_touches_another_s_device(mine, others):
    device = _register(mine).json["id"]

    for answer in (
        others.delete(f"/me/devices/{device}"),
        others.post(f"/me/devices/{device}/test"),
        others.post(f"/me/devices/{device}/received", {"test": True}),
    ):
        assert (answer.status, answer.code) == (404, "devices.not_found")


def test_a_test_rings_by_night_and_day_through_the_same_door_and_lies_in_no_inbox(
    mine, runtime, fcm, with_fcm
):
    device = _register(mine).json["id"]

    answer = mine.post(f"/me/devices/{device}/test")

    assert answer.status == 202
    assert answer.json["tested_at"] is not None
    transport = Recorder()
    assert send_some(runtime, transport) == 1
    (message,) = transport.sent
    assert (message.is_test, message.notice_id) == (True, TEST_NOTICE)
    assert message.title == runtime.content.messages("vi").labels["push.test_title"]
    assert _count(runtime, Recipient) == 0


def test_a_device_is_not_tried_again_and_again(mine, runtime):
    device = _register(mine).json["id"]
    first = mine.post(f"/me/devices/{device}/test")

    too_soon = mine.post(f"/me/devices/{device}/test")
    with clock.frozen(clock.now() + timedelta(seconds=30)):
        later = mine.post(f"/me/devices/{device}/test")

    assert [first.status, too_soon.status, later.status] == [202, 429, 202]
    assert too_soon.code == "devices.tested_just_now"
    assert 1 <= int(too_soon.headers["Retry-After"]) <= 20
    assert _count(runtime, Delivery) == 2


def test_a_test_that_did_not_ring_in_time_tells_nobody_anything(mine, runtime):
    device = _register(mine).json["id"]
    mine.post(f"/me/devices/{device}/test")
    transport = Recorder()

    with clock.frozen(clock.now() + timedelta(minutes=11)):
        send_some(runtime, transport)

    assert transport.sent == []


def test_a_device_whose_app_is_gone_says_so_when_it_is_tried(mine, runtime):
    device = _register(mine).json["id"]
    with runtime.transaction() as session:
        gone = {"dead_at": clock.now(), "dead_reason": "unregistered"}
        session.execute(update(PushDevice).values(gone))

    assert mine.post(f"/me/devices/{device}/test").code == "devices.silent"
    assert mine.get("/me/devices").json["items"][0]["silent"] == "unregistered"


def test_where_nothing_rings_a_test_says_so(runtime, people):
    client = Client(create_app(runtime), runtime.engine, signed_in(runtime, people[0]))
    device = _register(client).json["id"]

    answer = client.post(f"/me/devices/{device}/test")

    assert (answer.status, answer.code) == (409, "devices.bells_not_set_up")
    assert client.get("/me/devices").json["bells"] is False


def test_what_came_through_on_a_phone_counts_as_delivered(mine, runtime):
    device = _register(mine)
    with runtime.transaction() as session:
        notice = a_notice(session, [_phone(runtime, device)])
    told = {"notice_ids": [str(notice.id)], "test": True}

    first = mine.post(f"/me/devices/{device.json['id']}/received", told)
    again = mine.post(f"/me/devices/{device.json['id']}/received", told)

    assert (first.status, again.status) == (204, 204)
    with runtime.transaction(read_only=True) as session:
        (recipient,) = session.scalars(select(Recipient)).all()
    assert (recipient.reach, recipient.revision) == (Reach.DELIVERED, 2)
    assert recipient.delivered_at is not None
    shown = mine.get("/me/devices").json["items"][0]
    assert shown["delivered_at"] is not None
    assert shown["test_delivered_at"] is not None


def test_what_was_opened_stays_opened_when_its_bell_comes_late(mine, runtime):
    device = _register(mine)
    with runtime.transaction() as session:
        notice = a_notice(session, [_phone(runtime, device)])
        session.execute(update(Recipient).values(reach=Reach.OPENED))

    mine.post(f"/me/devices/{device.json['id']}/received", {"notice_ids": [str(notice.id)]})

    with runtime.transaction(read_only=True) as session:
        (recipient,) = session.scalars(select(Recipient)).all()
    assert recipient.reach == Reach.OPENED
    assert recipient.delivered_at is not None


def test_what_lies_in_another_s_inbox_is_passed_over(mine, others, runtime):
    device, other = _register(mine), _register(others, f"{ADDRESS}-2")
    with runtime.transaction() as session:
        notice = a_notice(session, [_phone(runtime, other)])
    told = {"notice_ids": [str(notice.id), str(uuid4()), str(TEST_NOTICE)]}

    assert mine.post(f"/me/devices/{device.json['id']}/received", told).status == 204
    assert _count(runtime, Recipient, Recipient.delivered_at.is_not(None)) == 0


def test_at_most_a_hundred_notices_are_told_at_once(mine):
    device = _register(mine).json["id"]
    told = {"notice_ids": [str(uuid4()) for _ in range(101)]}

    assert mine.post(f"/me/devices/{device}/received", told).status == 422


def test_a_phone_falls_silent_with_its_sign_in(mine, runtime):
    device = _register(mine)
    with runtime.transaction() as session:
        ring(session, runtime.content, [_phone(runtime, device)])

    assert mine.post("/auth/sign-out").status == 204

    transport = Recorder()
    send_some(runtime, transport)
    assert transport.sent == []
    with runtime.transaction() as session:
        silenced = sweeping.silence_devices(session, runtime.content.notices(clock.today()))
        reason = session.scalars(select(PushDevice.dead_reason)).one()
    assert (silenced, reason) == (1, "signed_out")


def test_a_sign_in_that_is_forgotten_takes_its_phones_along(mine, runtime):
    _register(mine)
    with runtime.transaction() as session:
        session.execute(delete(DeviceSession))

    assert _count(runtime, PushDevice) == 0


def test_of_somebody_who_is_erased_no_device_and_no_bell_is_left(mine, others, runtime, people):
    device, other = _register(mine), _register(others, f"{ADDRESS}-2")
    with runtime.transaction() as session:
        ring(session, runtime.content, [_phone(runtime, device), _phone(runtime, other)])

        events.emit(session, MemberErased(uuid4(), people[0].id))

    assert _count(runtime, PushDevice, PushDevice.account_id == people[0].id) == 0
    assert _count(runtime, Delivery, Delivery.account_id == people[0].id) == 0
    assert _count(runtime, Delivery) == _count(runtime, PushDevice) == 1


def test_a_device_that_tells_nothing_for_long_falls_silent(mine, runtime):
    _register(mine)
    rules = runtime.content.notices(clock.today())
    far = clock.now() + timedelta(days=rules.device_idle_days + 1)
    with runtime.transaction() as session:
        session.execute(update(DeviceSession).values(expires_at=far + timedelta(days=1)))
    with clock.frozen(far), runtime.transaction() as session:
        silenced = sweeping.silence_devices(session, rules)
        reason = session.scalars(select(PushDevice.dead_reason)).one()

    assert (silenced, reason) == (1, "idle")


def test_the_help_by_brand_is_public_and_guesses_whose_phone_asks(runtime):
    guest = Client(create_app(runtime), runtime.engine)

    answer = guest.get("/phones", headers={"User-Agent": "Mozilla/5.0 (Linux; Redmi Note 12)"})

    assert answer.status == 200
    assert answer.json["yours"] == "xiaomi"
    assert all(1 <= len(one["steps"]) <= 4 for one in answer.json["items"])


def test_a_notice_for_tests_is_nobody_s(mine, runtime):
    device = _register(mine).json["id"]
    mine.post(f"/me/devices/{device}/test")

    with runtime.transaction(read_only=True) as session:
        notice = session.get_one(Notice, TEST_NOTICE)
    assert (notice.organisation_id, notice.leaves_at, notice.state) == (None, None, "closed")
