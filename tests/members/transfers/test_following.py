"""Cells merge, split and people leave while a transfer is under way: it follows, or it ends."""

from datetime import UTC, date, datetime

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.members import following as members_following
from handbook_api.members.events import MemberErased, MembershipEnded
from handbook_api.members.sealed_rows import texts_of
from handbook_api.members.transfers import following, queries
from handbook_api.organisations import service as organisations
from handbook_api.organisations.events import OrganisationsMerged, OrganisationSplit
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import Merging, Read, Stated
from tests.members.transfers.reading import member_now, transfer_now
from tests.support.people import an_organisation

TODAY = date(2026, 3, 10)
STAY = {"since": date(2026, 3, 15), "until": date(2026, 9, 14)}


@pytest.fixture(autouse=True)
def tuesday():
    with clock.frozen(datetime(2026, 3, 10, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def merge(runtime):
    def into(successor, *predecessors):
        event = OrganisationsMerged(tuple(one.id for one in predecessors), successor.id, TODAY)
        with runtime.transaction() as session:
            members_following.organisations_merged(session, event)
            following.organisations_merged(session, event)

    return into


@pytest.fixture
def split(runtime):
    def off(origin, part, members, *, closed):
        event = OrganisationSplit(
            origin.id, (part.id,), dict.fromkeys(members, part.id), TODAY, origin_closed=closed
        )
        with runtime.transaction() as session:
            members_following.organisation_split(session, event)
            following.organisation_split(session, event)

    return off


@pytest.fixture
def part(runtime, town):
    with runtime.transaction() as session:
        return an_organisation(session, town.old.committee, name="Chi bộ Mới lập")


@pytest.fixture
def away(town, begin, step):
    transfer_id = begin("temporary_internal", **STAY)
    step(transfer_id, "agree", town.old.secretary)
    step(transfer_id, "send", town.old.officer)
    step(transfer_id, "receive", town.new.officer)
    step(transfer_id, "complete", town.new.secretary)
    return transfer_id


def _last_step(runtime, town, transfer_id):
    with runtime.transaction(read_only=True) as session:
        row = queries.get_transfer(session, town.old.officer, transfer_id)
        step, name = queries.steps_of(session, town.old.officer, row)[-1]
        return step.code, step.side, name


def test_a_transfer_goes_on_from_and_to_the_successors(runtime, town, begin, step, merge, part):
    transfer_id = begin()
    merge(part, town.old.cell, town.third)

    now = transfer_now(runtime, transfer_id)
    assert (now.from_cell_id, now.to_cell_id, now.state) == (
        part.id,
        town.new.cell.id,
        "requested",
    )
    step(transfer_id, "agree", town.old.officer)
    merge(part, town.new.cell)
    assert transfer_now(runtime, transfer_id).state == "returned"


def test_between_cells_that_become_one_nobody_has_to_move(runtime, town, begin, merge, part):
    transfer_id = begin()
    merge(part, town.old.cell, town.new.cell)

    now = transfer_now(runtime, transfer_id)
    assert (now.state, now.open_for, now.due_on) == ("returned", None, None)
    assert _last_step(runtime, town, transfer_id) == ("return", "system", None)
    assert member_now(runtime, town.member.id).cell_id == part.id
    assert begin(member_id=town.member.id, to_code=None, to_cell_id=town.third.id) != transfer_id


def test_a_guest_of_what_becomes_his_own_cell_is_at_home(runtime, town, away, merge, part):
    merge(part, town.old.cell, town.new.cell)

    member = member_now(runtime, town.member.id)
    assert (member.cell_id, member.host_cell_id, member.status) == (part.id, None, "official")
    assert transfer_now(runtime, away).state == "ended"


def test_a_finished_transfer_stays_what_it_was(runtime, town, begin, step, merge, part):
    transfer_id = begin()
    step(transfer_id, "return", town.old.secretary, note="Thiếu giấy.")
    merge(part, town.old.cell, town.new.cell)

    now = transfer_now(runtime, transfer_id)
    assert (now.from_cell_id, now.version) == (town.old.cell.id, 2)


def test_who_came_into_a_part_leaves_from_there(runtime, town, begin, split, part):
    transfer_id = begin()
    split(town.old.cell, part, [town.member.id], closed=False)

    assert transfer_now(runtime, transfer_id).from_cell_id == part.id


def test_who_was_on_the_way_to_a_cell_that_is_no_more_goes_to_its_first_part(
    runtime, town, begin, split, part
):
    transfer_id = begin()
    split(town.new.cell, part, [], closed=False)
    assert transfer_now(runtime, transfer_id).to_cell_id == town.new.cell.id
    split(town.new.cell, part, [], closed=True)
    assert transfer_now(runtime, transfer_id).to_cell_id == part.id


def test_with_the_membership_every_transfer_ends(runtime, town, away, begin):
    begun = begin()
    with runtime.transaction() as session:
        following.membership_ended(session, MembershipEnded(town.member.id, TODAY))

    assert (transfer_now(runtime, begun).state, transfer_now(runtime, away).state) == (
        "returned",
        "ended",
    )
    assert transfer_now(runtime, away).away_for is None


def test_erasing_a_record_takes_the_words_of_its_transfers(runtime, town, begin, step):
    transfer_id = begin("official_out", reason="Về quê.", place="Xã Xa")
    step(transfer_id, "return", town.old.secretary, note="Lý do riêng.", decision="số 7")
    with runtime.transaction() as session:
        following.member_erased(session, MemberErased(town.member.id, town.member.account_id))

    with runtime.transaction(read_only=True) as session:
        row = queries.get_transfer(session, town.old.officer, transfer_id)
        steps = [step for step, _ in queries.steps_of(session, town.old.officer, row)]
        assert texts_of(session, row.transfer) == {}
        assert [texts_of(session, step) for step in steps] == [{}, {}]
        assert [step.decision for step in steps] == [None, None]


def test_a_merger_decided_by_an_officer_brings_all_of_this_about(runtime, town, away, begin):
    begun = begin()
    with runtime.transaction() as session:
        cells = [
            Read(one.id, session.get_one(Organisation, one.id).version)
            for one in (town.old.cell, town.third)
        ]
        merging, said = Merging(cells, town.third.id), Stated(date(2026, 3, 1), "9-QĐ/TU")
        plan = organisations.plan_merging(session, TERMINAL, runtime.content, merging, said)
        organisations.carry_out(session, TERMINAL, plan)

    assert member_now(runtime, town.member.id).cell_id == town.third.id
    assert transfer_now(runtime, begun).from_cell_id == town.third.id
    stay = transfer_now(runtime, away)
    assert (stay.from_cell_id, stay.state) == (town.third.id, "completed")
