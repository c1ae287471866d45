"""A bell from the plan to the answer."""

from sqlalchemy import func, select

from handbook_api.notices.delivering.models import Delivery
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.delivering.sender import send_some
from handbook_api.notices.models import Inbox, Recipient
from tests.support.bells import Recorder, a_notice, ring, some_phones


def _states(runtime):
    with runtime.transaction(read_only=True) as session:
        counted = select(Delivery.state, func.count()).group_by(Delivery.state)
        return dict(session.execute(counted).all())


def test_every_living_phone_of_every_recipient_rings_once(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 60, each=2)
        ring(session, runtime.content, phones)
    transport = Recorder()

    seen = [send_some(runtime, transport) for _ in range(3)]

    assert seen == [100, 20, 0]
    assert sorted(m.address for m in transport.sent) == sorted(p.address for p in phones)
    assert _states(runtime) == {"handed": 120}


def test_whoever_had_it_in_his_inbox_has_it_handed_over_and_his_phone_can_tell(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 3))

    send_some(runtime, Recorder())

    with runtime.transaction(read_only=True) as session:
        query = select(Recipient.reach, Recipient.handed_at, Recipient.revision, Inbox.revision)
        rows = session.execute(query.join(Inbox, Inbox.account_id == Recipient.account_id)).all()
    assert rows == [("handed", noon, 2, 2)] * 3


def test_planning_twice_plans_once(runtime, noon):
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 5))

        first = plan_bells(session, runtime.content, notice, 0)
        second = plan_bells(session, runtime.content, notice, 0)

    assert (first.bells, second.bells) == (5, 0)
