"""Phones and browsers tell their address, fall silent, and are tried out by their owners."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.db.inserting import insert_into
from handbook_api.db.jobs import wake_workers
from handbook_api.db.sealing import Place, keys_of
from handbook_api.db.turns import take_turn
from handbook_api.gateways.push import AddressKind, Platform
from handbook_api.http.authentication import SignInNeeded
from handbook_api.notices.delivering import queries
from handbook_api.notices.delivering.bells import CHANNEL, TEST_NOTICE
from handbook_api.notices.delivering.errors import DeviceSilent, TestedJustNow
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way
from handbook_api.notices.delivering.planning import URGENT
from handbook_api.notices.models import Notice, NoticeState, Priority, Reach, Recipient
from handbook_api.notices.reaching import raise_inbox, rise_to

#: A bell that tries a device and has not rung by then tells nobody anything.
_TEST_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Registration:
    """What an app tells of itself. brand: a code of content/parameters/phones.toml."""

    kind: AddressKind
    platform: Platform
    address: str
    brand: str | None = None
    app_version: str | None = None


def register(
    session: Session, actor: Identity, rules: NoticeRules, told: Registration
) -> PushDevice:
    """The device rings for the actor, as long as he stays signed in there. Safe to repeat.

    An address that rang for somebody else rings for him no more. One device more than a person
    may have, and the one unheard of for longest falls silent. Raises SignInNeeded.
    """
    account_id, session_id = _who(actor)
    blind = blind_of(session, told.address)
    take_turn(session, blind)
    device = session.scalar(select(PushDevice).where(PushDevice.address_blind == blind))
    if device is not None and device.account_id != account_id:
        # A new row, not a new owner: what still waits to ring for the other must not ring here.
        session.execute(delete(PushDevice).where(PushDevice.id == device.id))
        session.expunge(device)
        device = None
    now = clock.now()
    if device is None or device.dead_at is not None:
        _make_room(session, account_id, rules, now)
        audit.record(session, actor, "devices.register", "account", str(account_id))
    if device is None:
        device = _new(session, account_id, told.address, blind, now)
    device.session_id, device.kind, device.platform = session_id, told.kind, told.platform
    device.brand, device.app_version = told.brand, told.app_version
    device.refreshed_at, device.dead_at, device.dead_reason = now, None, None
    session.add(device)
    session.flush()
    return device


def remove(session: Session, actor: Identity, device_id: UUID) -> None:
    """The device rings no more until its app registers again. Raises DeviceNotFound."""
    device = queries.get_device(session, actor, device_id)
    device.dead_at, device.dead_reason = clock.now(), "removed"
    audit.record(session, actor, "devices.remove", "account", str(device.account_id))


def ring_test(session: Session, actor: Identity, rules: NoticeRules, device_id: UUID) -> PushDevice:
    """A bell that says it is a test is due on the device now, by day and by night.

    Raises DeviceNotFound, DeviceSilent, TestedJustNow.
    """
    device = queries.get_device(session, actor, device_id)
    take_turn(session, device.id.bytes)
    session.refresh(device)
    if device.dead_at is not None:
        raise DeviceSilent
    now = clock.now()
    again_at = (device.tested_at or now) + timedelta(seconds=rules.device_test_pause_seconds)
    if device.tested_at is not None and now < again_at:
        raise TestedJustNow(again_at)
    device.tested_at = now
    _plan_test(session, device, now)
    wake_workers(session, CHANNEL)
    audit.record(session, actor, "devices.test", "account", str(device.account_id))
    return device


def note_received(
    session: Session,
    actor: Identity,
    device_id: UUID,
    notice_ids: Collection[UUID],
    *,
    test: bool,
) -> None:
    """Bells came through on the device: its owner's notices count as delivered.

    What lies in nobody's inbox, or in another's, is passed over. Raises DeviceNotFound.
    """
    device = queries.get_device(session, actor, device_id)
    now = clock.now()
    device.delivered_at = now
    if test:
        device.test_delivered_at = now
    mine = (Recipient.account_id == device.account_id, Recipient.notice_id.in_(notice_ids))
    news = (*mine, Recipient.delivered_at.is_(None))
    if notice_ids and session.scalar(select(func.count()).where(*news)):
        # First its number, which others wait for; then what lies in it.
        revision = raise_inbox(session, device.account_id)
        for recipient in session.scalars(select(Recipient).where(*news)):
            recipient.delivered_at, recipient.revision = now, revision
            rise_to(recipient, Reach.DELIVERED)


def blind_of(session: Session, address: str) -> bytes:
    """Return what is equal for equal addresses; unlike names they are told apart by case."""
    return keys_of(session).blind("push_address", sha256(address.encode()).hexdigest())


def _who(actor: Identity) -> tuple[UUID, UUID]:
    if actor.account_id is None or actor.session_id is None:
        raise SignInNeeded
    return actor.account_id, actor.session_id


def _new(
    session: Session, account_id: UUID, address: str, blind: bytes, now: datetime
) -> PushDevice:
    keys, id_ = keys_of(session), uuid4()
    return PushDevice(
        id=id_,
        account_id=account_id,
        address_blind=blind,
        sealed=keys.seal(address, Place("push_devices", "sealed", str(id_))),
        key_id=keys.current,
        registered_at=now,
    )


def _make_room(session: Session, account_id: UUID, rules: NoticeRules, now: datetime) -> None:
    take_turn(session, account_id.bytes)
    living = (PushDevice.account_id == account_id, PushDevice.dead_at.is_(None))
    latest = PushDevice.refreshed_at.desc(), PushDevice.id
    beyond = select(PushDevice).where(*living).order_by(*latest)
    for device in session.scalars(beyond.offset(rules.most_devices_a_person - 1)):
        device.dead_at, device.dead_reason = now, "replaced"


def _plan_test(session: Session, device: PushDevice, now: datetime) -> None:
    _have_test_notice(session, now)
    last = session.scalar(
        select(func.max(Delivery.round)).where(
            Delivery.notice_id == TEST_NOTICE,
            Delivery.target_id == device.id,
            Delivery.way == Way.PUSH.value,
        )
    )
    session.add(
        Delivery(
            notice_id=TEST_NOTICE,
            target_id=device.id,
            way=Way.PUSH,
            round=0 if last is None else last + 1,
            account_id=device.account_id,
            state=DeliveryState.WAITING,
            rank=URGENT,
            due_at=now,
            give_up_at=now + _TEST_LASTS,
        )
    )
    session.flush()


def _have_test_notice(session: Session, now: datetime) -> None:
    if session.get(Notice, TEST_NOTICE) is not None:
        return
    row = {
        "id": TEST_NOTICE,
        "kind": "device_test",
        "priority": Priority.URGENT,
        "state": NoticeState.CLOSED,
        "title": "",
        "text": "",
        "folded": "",
        "template_values": {},
        "links": [],
        "audience": {},
        "created_at": now,
        "updated_at": now,
    }
    session.execute(insert_into(session, Notice).values(row).on_conflict_do_nothing())
