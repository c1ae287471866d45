"""What a turn of a sender costs does not depend on how many bells there are."""

import pytest
from sqlalchemy import text

from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome
from handbook_api.notices.delivering import claiming, pauses
from handbook_api.notices.delivering.bells import mould_of
from handbook_api.notices.delivering.recording import Result, record
from handbook_api.notices.delivering.sender import send_some
from tests.support.bells import Recorder, ring, some_phones
from tests.support.counting import statements

BATCH = 100
#: Rows of `deliveries` that an index led to in this transaction. Reading a small table whole is
#: left to the planner: it always knows how large one is.
_READ = text("SELECT idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'deliveries'")


def test_a_turn_is_a_handful_of_statements_whatever_the_number_of_bells(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 2 * BATCH))

    with statements(runtime.engine) as counted:
        assert send_some(runtime, Recorder()) == BATCH

    assert counted.number <= 12


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.QUOTA])
def test_a_turn_reads_its_own_bells_only_though_the_planner_has_not_heard_of_the_notice(
    runtime, noon, outcome
):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 30 * BATCH))

    with runtime.transaction() as session:
        rules, mould = runtime.content.notices(clock.today()), mould_of(runtime.content)
        claim = claiming.claim(session, rules, mould, most=BATCH, lease_seconds=30.0, resting={})
        to_claim = session.scalar(_READ)
    with runtime.transaction() as session:
        answers = [Answer(outcome)] * BATCH
        result = Result(claim, answers, frozenset())
        record(session, result, pauses.standing(session, BATCH), BATCH)
        to_record = session.scalar(_READ)

    assert len(claim.bells) == BATCH
    assert to_claim < 10 * BATCH
    assert to_record < 10 * BATCH
