"""Which bells are planned, for when, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.core.words import LANGUAGES
from handbook_api.gateways.push import PayloadUnfit
from handbook_api.notices.delivering import planning
from handbook_api.notices.delivering.bells import Mould
from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.delivering.sender import send_some
from handbook_api.notices.models import Priority
from tests.support.bells import Recorder, a_notice, ring, some_phones

#: Half past nine in the evening in Việt Nam, and six o'clock the next morning.
EVENING = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def _planned(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(Delivery)).all()


def test_by_day_a_bell_is_due_at_once_and_given_up_after_two_days(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1))

    (one,) = _planned(runtime)
    assert (one.due_at, one.give_up_at, one.rank) == (noon, noon + timedelta(hours=48), 1)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (EVENING, MORNING),
        (EVENING + timedelta(hours=5), MORNING),
        (MORNING - timedelta(seconds=1), MORNING),
        (MORNING, MORNING),
        (EVENING - timedelta(minutes=31), EVENING - timedelta(minutes=31)),
    ],
)
def test_at_night_a_bell_waits_for_the_morning(runtime, now, due):
    with clock.frozen(now), runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1))

    (one,) = _planned(runtime)
    assert one.due_at == due
    assert one.give_up_at == due + timedelta(hours=48)


def test_an_urgent_bell_rings_at_night_and_the_caller_hears_how_many_do(runtime):
    with clock.frozen(EVENING), runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 3), priority=Priority.URGENT)
        planned = plan_bells(session, runtime.content, notice, 0)

    assert (planned.bells, planned.overriding) == (3, 3)
    (one, _, _) = _planned(runtime)
    assert (one.due_at, one.rank) == (EVENING, 0)
    assert one.give_up_at == EVENING + timedelta(hours=12)


def test_by_day_an_urgent_bell_overrides_nothing(runtime, noon):
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 3), priority=Priority.URGENT)

        assert plan_bells(session, runtime.content, notice, 0).overriding == 0


def test_a_bell_is_given_up_when_its_notice_is_over(runtime, noon):
    over = noon + timedelta(hours=3)
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1), expires_at=over)

    assert [one.give_up_at for one in _planned(runtime)] == [over]


def test_a_bell_for_what_is_over_before_the_morning_never_rings_and_is_closed_in_time(runtime):
    over = EVENING + timedelta(hours=2)
    with clock.frozen(EVENING), runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1), expires_at=over)
    transport = Recorder()

    with clock.frozen(over):
        send_some(runtime, transport)

    assert transport.sent == []
    assert [one.state for one in _planned(runtime)] == ["failed"]


def test_nobody_who_is_signed_out_or_whose_app_is_gone_is_rung_for(runtime, noon):
    with runtime.transaction() as session:
        alive, signed_out, gone, expired = (some_phones(session, 1)[0] for _ in range(4))
        ended = update(DeviceSession).where(DeviceSession.id == signed_out.session_id)
        session.execute(ended.values(ended_at=noon))
        over = update(DeviceSession).where(DeviceSession.id == expired.session_id)
        session.execute(over.values(expires_at=noon))
        dead = update(PushDevice).where(PushDevice.id == gone.id)
        session.execute(dead.values(dead_at=noon, dead_reason="unregistered"))
        ring(session, runtime.content, [alive, signed_out, gone, expired])

    assert [one.target_id for one in _planned(runtime)] == [alive.id]


def test_only_those_between_two_accounts_are_rung_for_so_that_pieces_add_up(runtime, noon):
    with runtime.transaction() as session:
        phones = sorted(some_phones(session, 9), key=lambda phone: phone.account_id)
        notice = a_notice(session, phones)
        third, sixth = phones[2].account_id, phones[5].account_id

        pieces = [
            plan_bells(session, runtime.content, notice, 0, None, third).bells,
            plan_bells(session, runtime.content, notice, 0, third, sixth).bells,
            plan_bells(session, runtime.content, notice, 0, sixth, None).bells,
        ]

    assert pieces == [3, 3, 3]
    assert {one.target_id for one in _planned(runtime)} == {phone.id for phone in phones}


def test_a_notice_whose_bell_fcm_would_refuse_is_not_queued_at_all(runtime, noon, monkeypatch):
    endless = Mould("x" * 5_000, "", "", "", "")
    monkeypatch.setattr(planning, "mould_of", lambda content: endless)
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 1))

        with pytest.raises(PayloadUnfit):
            plan_bells(session, runtime.content, notice, 0)

    assert _planned(runtime) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_bell_are_there(runtime, language):
    labels = runtime.content.messages(language).labels

    assert all(labels[f"push.{name}"] for name in ("title", "body", "test_title", "test_body"))
