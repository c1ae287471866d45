"""A province of any size, written straight to the tables: openly fictional, and quick."""

import secrets
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account, Appointment, DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.sealing import Place, keys_of
from handbook_api.members import names
from handbook_api.members.models import Member
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.support.people import FIRST_DAY, a_committee, an_organisation

_PER_CELL, _PER_WARD, _BATCH = 50, 60, 5_000
_GIVEN = ("Thử", "Mẫu", "Giả", "Ví", "Dụ")


def a_crowd(runtime: Runtime, people: int, *, devices: float = 0.0) -> Organisation:
    """Return the top of a province of `people` members, each signed in on `devices` phones on the
    average (none, one or more)."""
    with runtime.transaction() as session:
        top = a_committee(session, name="Đảng bộ tỉnh Thử", kind="province_committee")
        wards = [
            a_committee(session, top, name=f"Đảng bộ phường {number}")
            for number in range(-(-people // (_PER_CELL * _PER_WARD)))
        ]
        cells = [
            an_organisation(session, wards[number // _PER_WARD], name=f"Chi bộ {number}").id
            for number in range(-(-people // _PER_CELL))
        ]
    for start in range(0, people, _BATCH):
        with runtime.transaction() as session:
            _some(session, cells, range(start, min(start + _BATCH, people)), devices)
    return top


def _some(session: Session, cells: list[UUID], numbers: range, devices: float) -> None:
    now = clock.now()
    accounts = {number: uuid4() for number in numbers}
    people = [
        {
            "id": uuid4(),
            "account_id": account,
            "cell_id": cells[number // _PER_CELL],
            "last_cell_id": cells[number // _PER_CELL],
            **names.read(f"Nguyễn Văn {_GIVEN[number % len(_GIVEN)]}").columns,
            "status": "official",
            "status_since": date(2000, 1, 1),
            "reachable_by": "app",
            "version": 1,
            "updated_at": now,
        }
        for number, account in accounts.items()
    ]
    session.execute(
        insert(Account),
        [
            {"id": one, "display_name": "Nguyễn Văn Thử", "state": "active", "created_at": now}
            for one in accounts.values()
        ],
    )
    session.execute(insert(Member), people)
    session.execute(
        insert(Appointment),
        [
            {
                "account_id": one["account_id"],
                "organisation_id": one["cell_id"],
                "role": Role.MEMBER.value,
                "since": FIRST_DAY,
                "recorded_at": now,
            }
            for one in people
        ],
    )
    owners = [
        account
        for number, account in accounts.items()
        for _ in range(int((number + 1) * devices) - int(number * devices))
    ]
    if owners:
        _phones(session, owners)


def _phones(session: Session, owners: list[UUID]) -> None:
    now, keys = clock.now(), keys_of(session)
    signed_in, phones = [], []
    for owner in owners:
        id_, device, address = uuid4(), uuid4(), f"ok-{uuid4().hex}"
        signed_in.append(
            {
                "id": id_,
                "account_id": owner,
                "device": "Điện thoại thử",
                "strength": int(Strength.PASSWORD),
                "access_digest": secrets.token_bytes(32),
                "access_expires_at": now,
                "access_epoch": 1,
                "family_digest": secrets.token_bytes(32),
                "refresh_digest": secrets.token_bytes(32),
                "rotated_at": now,
                "created_at": now,
                "last_used_at": now,
                "expires_at": now + timedelta(days=90),
            }
        )
        phones.append(
            {
                "id": device,
                "account_id": owner,
                "session_id": id_,
                "kind": "fid",
                "platform": "android",
                "address_blind": secrets.token_bytes(16),
                "sealed": keys.seal(address, Place("push_devices", "sealed", str(device))),
                "key_id": keys.current,
                "registered_at": now,
                "refreshed_at": now,
            }
        )
    session.execute(insert(DeviceSession), signed_in)
    session.execute(insert(PushDevice), phones)
