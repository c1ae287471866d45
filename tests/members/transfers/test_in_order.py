"""A transfer takes its place in the history of a person: never before what is there already."""

from datetime import date, timedelta

import pytest

from handbook_api.core import clock
from handbook_api.members.models import CellStay, Member
from handbook_api.members.status_steps import Step, change_status
from handbook_api.members.transfers.errors import DayNotPossible
from tests.members.transfers.reading import member_now, stays_of

EXEMPT_SINCE = date(2026, 10, 1)
BEFORE = date(2026, 3, 2)


def exempted(runtime, town):
    with runtime.transaction() as session:
        step = Step("exempt", EXEMPT_SINCE, None, "1-QĐ/ĐU", EXEMPT_SINCE)
        change_status(session, town.old.officer, runtime.content, town.member.id, step)


def test_nobody_leaves_before_his_present_status_began(runtime, town, begin, step):
    exempted(runtime, town)
    transfer_id = begin("official_out", on=BEFORE)
    step(transfer_id, "agree", town.old.secretary, on=BEFORE)
    step(transfer_id, "send", town.old.officer, on=BEFORE)

    with pytest.raises(DayNotPossible):
        step(transfer_id, "confirm", town.old.officer, on=BEFORE)

    step(transfer_id, "confirm", town.old.officer, on=EXEMPT_SINCE)
    assert member_now(runtime, town.member.id).status_since == EXEMPT_SINCE


def test_nobody_moves_before_he_came_into_his_present_cell(runtime, town, begin, step):
    came = clock.today() - timedelta(days=10)
    with runtime.transaction() as session:
        member = session.get_one(Member, town.member.id)
        session.add(
            CellStay(member_id=member.id, cell_id=town.old.cell.id, since=came, how="transferred")
        )
    on = came - timedelta(days=1)
    transfer_id = begin(on=on)
    step(transfer_id, "agree", town.old.secretary, on=on)
    step(transfer_id, "send", town.old.officer, on=on)
    step(transfer_id, "receive", town.new.officer, on=on)

    with pytest.raises(DayNotPossible):
        step(transfer_id, "complete", town.new.secretary, on=on)

    step(transfer_id, "complete", town.new.secretary, on=came)
    assert max(one.since for one in stays_of(runtime, town.member.id)) == came
