"""Senders are killed and the database falls over: every phone rings, and shows the notice once.

HANDBOOK_TEST_KILLS=200 makes it the long run.
"""

import os
import random
import time
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from handbook_api.notices.delivering.models import Delivery, DeliveryState
from handbook_api.notices.models import Priority, Reach, Recipient
from tests.notices.delivering.senders import senders_of
from tests.support.bells import ring, some_phones

KILLS = int(os.environ.get("HANDBOOK_TEST_KILLS", "20"))
PHONES, SENDERS, BATCH = 20_000, 2, 100
#: Between two kills, and after the last.
_PATIENCE = timedelta(minutes=3)
#: After the last kill everything is to be final within this time (reliability goal 1).
_FINAL_WITHIN = 60


def _until(is_so):
    end = time.monotonic() + _PATIENCE.total_seconds()
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def _counted(runtime, *conditions):
    """How many deliveries there are; None while the database is away."""
    try:
        with runtime.transaction(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(Delivery).where(*conditions))
    except DBAPIError:
        return None


def _final(runtime):
    return _counted(runtime, Delivery.due_at.is_(None)) or 0


def _kill_again_and_again(runtime, senders, besides):
    dice = random.Random(20261122)
    for number in range(KILLS):
        wanted = PHONES * (number + 1) // (KILLS + 2)
        _until(lambda wanted=wanted: _final(runtime) >= wanted)
        senders.kill(dice.choice(senders.alive))
        besides(number)
        senders.hatch()


def test_senders_killed_again_and_again_leave_no_phone_out_and_none_shows_a_notice_twice(
    runtime, with_fcm, fcm, request
):
    fcm.says(keeps_bodies=False)
    restarts = 0
    with runtime.transaction() as session:
        phones = some_phones(session, PHONES)
        # Urgent: it rings at whatever hour the test is run.
        notice = ring(session, runtime.content, phones, priority=Priority.URGENT)

    def besides(number):
        nonlocal restarts
        if runtime.engine.dialect.name == "postgresql" and number in (KILLS // 3, 2 * KILLS // 3):
            cluster = request.getfixturevalue("postgresql_cluster")
            cluster.stop("immediate")
            cluster.start()
            restarts += 1

    settings = with_fcm(push_lease_seconds=3.0)
    with senders_of(settings) as senders:
        for _ in range(SENDERS):
            senders.hatch()
        begun = time.monotonic()
        _kill_again_and_again(runtime, senders, besides)
        last_kill = time.monotonic()
        _until(lambda: _final(runtime) == PHONES)
        took, after = time.monotonic() - begun, time.monotonic() - last_kill

    rung = fcm.rung()
    repeats = rung.total() - len(rung)
    assert set(rung) == {(phone.address, str(notice.id)) for phone in phones}, "lost"
    # One tag for all: what comes twice replaces itself on the phone.
    assert fcm.tags() == [(str(notice.id), notice.id.hex)]
    assert repeats <= BATCH * (KILLS + restarts)
    assert after <= _FINAL_WITHIN
    assert _counted(runtime, Delivery.state == DeliveryState.HANDED) == PHONES
    with runtime.transaction(read_only=True) as session:
        reached = select(func.count()).where(Recipient.reach == Reach.HANDED)
        assert session.scalar(reached) == PHONES
    print(
        f"\nGOAL 1 (bells, {runtime.engine.dialect.name}): {PHONES} phones, {KILLS} kills, "
        f"{restarts} restarts of the database in {took:.1f} s; 0 lost, {repeats} repeats, "
        f"all final {after:.1f} s after the last kill"
    )
