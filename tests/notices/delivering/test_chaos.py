"""A provider in every kind of trouble: every bell ends somewhere, no device dies unjustly."""

import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from handbook_api.core import clock
from handbook_api.gateways.push import transport_for
from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.notices.delivering.sender import Sender
from tests.support.bells import ring, some_phones

#: How many phones of each kind hear of each notice; what is said of each is in its address.
PHONES = {"ok": 192, "unregistered": 4, "malformed": 2, "malformedfield": 1, "wrongsender": 1}
_DEAD = {
    "unregistered": "unregistered",
    "malformed": "malformed",
    "malformedfield": "malformed",
    "wrongsender": "wrong_sender",
}
#: Seconds that a call may take here; in service it is a minute.
CALL_SECONDS = 2.0
#: What goes wrong until when, in minutes after the beginning. A notice goes out at the begin of
#: each trouble.
TROUBLES = (
    (4, {"mode": ["html502", "notjson", "reset", "nameless"], "share": 0.3}),
    (14, {"mode": ["html502"], "share": 1.0}),
    (19, {"mode": ["quota"], "share": 1.0, "retry_after": 1}),
    (22, {"mode": ["hang"], "share": 1.0}),
    (26, {"mode": ["unavailable", "internal"], "share": 0.3}),
    (10**6, {"mode": "", "share": 0.0}),
)


def _all_final(runtime):
    with runtime.transaction(read_only=True) as session:
        open_ = select(func.count()).where(Delivery.due_at.is_not(None))
        return session.scalar(open_) == 0


def _send_a_notice(runtime):
    with runtime.transaction() as session:
        phones = [
            phone
            for prefix, number in PHONES.items()
            for phone in some_phones(session, number, prefix=prefix)
        ]
        ring(session, runtime.content, phones)
    return phones


def test_through_every_trouble_every_bell_ends_and_only_dead_devices_die(
    runtime, with_fcm, fcm, noon
):
    settings = with_fcm(fcm_request_seconds=0.4, fcm_call_seconds=CALL_SECONDS)
    sender = Sender(replace(runtime, settings=settings), transport_for(settings))
    now, longest, busy, phones, troubles = noon, 0.0, 0, [], list(TROUBLES)
    trouble_until = noon

    while troubles or not _all_final(runtime):
        assert now < noon + timedelta(hours=8), "some bell waits for ever"
        with clock.frozen(now):
            if troubles and now >= trouble_until:
                until, said = troubles.pop(0)
                trouble_until = noon + timedelta(minutes=until)
                fcm.says(**{"retry_after": None, **said})
                phones += _send_a_notice(runtime)
            begun = time.monotonic()
            looked_at = sender.send_some()
        longest = max(longest, time.monotonic() - begun)
        if sender._calls.is_busy:
            busy += 1
            time.sleep(0.1)  # an abandoned call: its threads sleep as long as they were told to
        now += timedelta(seconds=1 if looked_at else 10)

    with runtime.transaction(read_only=True) as session:
        states = Counter(session.execute(select(Delivery.state, Delivery.reason)).all())
        dead = dict(
            session.execute(
                select(PushDevice.id, PushDevice.dead_reason).where(PushDevice.dead_at.is_not(None))
            ).all()
        )
    expected = {
        phone.id: _DEAD[phone.address.split("-")[0]]
        for phone in phones
        if not phone.address.startswith("ok-")
    }
    assert dead == expected
    assert states["handed", None] == PHONES["ok"] * len(TROUBLES)
    assert sum(states.values()) == len(phones)
    assert busy > 0, "no call was abandoned: the trouble was too small"
    # Nobody's thread waits much longer than a call may take.
    assert longest < CALL_SECONDS + 5
    took = (now - noon).total_seconds() / 60
    print(
        f"\nGOAL 3 ({runtime.engine.dialect.name}): {len(phones)} bells through 26 minutes of "
        f"trouble, all final after {took:.0f} min; {len(dead)} devices dead, all justly; "
        f"longest call {longest:.1f} s (limit {CALL_SECONDS} s)"
    )
