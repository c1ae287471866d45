"""A transfer for good: from hand to hand, and with the last step the member has moved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.policy import Forbidden
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.transfers import queries, service
from handbook_api.members.transfers.errors import (
    CellNeeded,
    CellUnknown,
    DayNotPossible,
    NotMovable,
    PlaceNeeded,
    ReasonNeeded,
    RecordNeeded,
    SameCell,
    StepNotOpen,
    UnderWay,
    UnknownKind,
)
from tests.members.transfers.reading import (
    account_now,
    member_now,
    offices_today,
    statuses_of,
    stays_of,
    transfer_now,
)
from tests.support.records import a_record, as_holder

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def tuesday():
    with clock.frozen(datetime(2026, 3, 10, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def walked(town, begin, step):
    """An internal transfer that has come as far as asked."""

    def walk(until="completed", **said):
        transfer_id = begin(**said)
        for code, actor in (
            ("agree", town.old.secretary),
            ("send", town.old.officer),
            ("receive", town.new.officer),
            ("complete", town.new.secretary),
        ):
            row = step(transfer_id, code, actor)
            if row.transfer.state == until:
                break
        return transfer_id

    return walk


def test_the_last_step_moves_the_member_whole(runtime, town, walked):
    before = account_now(runtime, town.member.account_id).epoch
    transfer_id = walked()

    moved = member_now(runtime, town.member.id)
    assert (moved.cell_id, moved.last_cell_id) == (town.new.cell.id, town.new.cell.id)
    assert moved.status == "official"
    assert offices_today(runtime, moved.account_id) == {(town.new.cell.id, "member")}
    assert account_now(runtime, moved.account_id).epoch > before
    old, new = stays_of(runtime, moved.id)
    assert (old.cell_id, old.until) == (town.old.cell.id, TODAY - timedelta(days=1))
    assert (new.cell_id, new.since, new.until, new.how) == (
        town.new.cell.id,
        TODAY,
        None,
        "transferred",
    )
    done = transfer_now(runtime, transfer_id)
    assert (done.state, done.due_on, done.open_for) == ("completed", None, None)


def test_until_the_last_step_the_member_stays_where_he_is(runtime, town, walked):
    walked("received")

    assert member_now(runtime, town.member.id).cell_id == town.old.cell.id
    assert offices_today(runtime, town.member.account_id) == {
        (town.old.cell.id, "member"),
        (town.old.cell.id, "secretary"),
    }


def test_every_step_tells_who_when_and_by_which_paper(runtime, town, begin, step):
    transfer_id = begin(by=town.himself, to_code=None, place="Chi bộ Mới")
    step(transfer_id, "agree", town.old.secretary, on=TODAY, note="Chi bộ nhất trí.")
    step(
        transfer_id,
        "send",
        town.old.officer,
        decision="12-GT/ĐU",
        to_code=f"{town.new.cell.code}",
    )

    with runtime.transaction(read_only=True) as session:
        row = queries.get_transfer(session, town.new.officer, transfer_id)
        steps = queries.steps_of(session, town.new.officer, row)
        told = [(one.code, one.side, name, one.decision) for one, name in steps]
    assert told == [
        ("request", "member", "Trần Thị Mẫu", None),
        ("agree", "sending_cell", "Bí thư Cũ", None),
        ("send", "sending_committee", "Cán bộ Cũ", "12-GT/ĐU"),
    ]
    assert row.to_cell.id == town.new.cell.id


def test_only_whose_turn_it_is_takes_a_step(town, begin, step):
    transfer_id = begin()
    for actor in (town.himself, town.new.secretary, town.new.officer):
        with pytest.raises(Forbidden):
            step(transfer_id, "agree", actor)
    step(transfer_id, "agree", town.old.secretary)
    for actor in (town.himself, town.old.secretary, town.new.officer):
        with pytest.raises(Forbidden):
            step(transfer_id, "send", actor)
    step(transfer_id, "send", town.old.officer)
    for actor in (town.himself, town.old.officer, town.new.secretary):
        with pytest.raises(Forbidden):
            step(transfer_id, "receive", actor)


def test_where_a_cell_has_no_secretary_its_committees_officer_acts_for_it(town, begin, step):
    transfer_id = begin()
    step(transfer_id, "agree", town.old.officer)
    step(transfer_id, "send", town.old.officer)
    step(transfer_id, "receive", town.new.officer)

    assert step(transfer_id, "complete", town.new.officer).transfer.state == "completed"


def test_a_step_out_of_turn_is_refused(town, begin, step):
    transfer_id = begin()

    for code in ("send", "receive", "complete", "confirm", "end", "register", "fly"):
        with pytest.raises(StepNotOpen):
            step(transfer_id, code, town.old.officer)


def test_the_member_himself_sees_which_steps_are_his(runtime, town, begin, step):
    transfer_id = begin(by=town.himself, to_code=None, place="Chi bộ Mới")

    def mine(viewer):
        with runtime.transaction(read_only=True) as session:
            row = queries.get_transfer(session, viewer, transfer_id)
            return [one.code for one in service.open_steps(runtime.content, viewer, row)]

    assert mine(town.himself) == ["withdraw"]
    assert set(mine(town.old.secretary)) == {"agree", "return", "withdraw"}
    step(transfer_id, "agree", town.old.secretary)
    assert set(mine(town.old.officer)) == {"send", "return", "withdraw"}


def test_a_member_withdraws_until_he_is_sent(town, begin, step):
    transfer_id = begin(by=town.himself, to_code=None, place="Chi bộ Mới")
    assert step(transfer_id, "withdraw", town.himself).transfer.state == "withdrawn"

    again = begin()
    step(again, "agree", town.old.secretary)
    step(again, "send", town.old.officer)
    with pytest.raises(StepNotOpen):
        step(again, "withdraw", town.himself)


def test_whoever_returns_a_transfer_says_why(runtime, town, begin, step):
    transfer_id = begin()
    with pytest.raises(ReasonNeeded):
        step(transfer_id, "return", town.old.secretary)
    row = step(transfer_id, "return", town.old.secretary, note="Còn nợ đảng phí.")

    assert row.transfer.state == "returned"
    assert begin() != transfer_id, "after it was returned a new one may begin"


def test_one_transfer_of_a_person_at_a_time(town, begin):
    begin()

    for kind in ("official_internal", "official_out"):
        with pytest.raises(UnderWay):
            begin(kind)


@pytest.mark.parametrize("status", ["suspended", "prospect", "deceased", "expelled"])
def test_whoever_is_suspended_or_no_member_is_not_transferred(runtime, town, begin, status):
    with runtime.transaction() as session:
        session.get_one(type(town.member), town.member.id).status = status

    for kind in ("official_internal", "official_out"):
        with pytest.raises(NotMovable):
            begin(kind)


def test_whoever_was_suspended_meanwhile_stays_until_it_is_settled(runtime, town, walked, step):
    transfer_id = walked("received")
    with runtime.transaction() as session:
        session.get_one(type(town.member), town.member.id).status = "suspended"

    with pytest.raises(NotMovable):
        step(transfer_id, "complete", town.new.secretary)
    assert member_now(runtime, town.member.id).cell_id == town.old.cell.id
    back = step(transfer_id, "return", town.new.officer, note="Đang bị đình chỉ.")
    assert back.transfer.state == "returned"


def test_the_receiving_cell_is_named_before_the_transfer_leaves(town, begin, step):
    transfer_id = begin(to_code=None, place="Phường bên cạnh")
    step(transfer_id, "agree", town.old.secretary)

    with pytest.raises(CellNeeded):
        step(transfer_id, "send", town.old.officer)
    with pytest.raises(CellUnknown):
        step(transfer_id, "send", town.old.officer, to_code="19.009.009.000.009")
    with pytest.raises(CellUnknown):
        step(transfer_id, "send", town.old.officer, to_code="chi bộ nào đó")
    with pytest.raises(CellUnknown):
        step(transfer_id, "send", town.old.officer, to_cell_id=town.new.cell.id)
    with pytest.raises(SameCell):
        step(transfer_id, "send", town.old.officer, to_cell_id=town.old.cell.id)
    row = step(transfer_id, "send", town.old.officer, to_code=town.new.cell.code)
    assert row.to_cell.id == town.new.cell.id


def test_a_committee_is_no_place_to_belong_to(town, begin):
    with pytest.raises(CellUnknown):
        begin(to_code=None, to_cell_id=town.old.committee.id)


def test_only_officers_name_a_cell_of_another_committee(town, begin):
    for actor in (town.himself, town.old.secretary):
        with pytest.raises(CellUnknown):
            begin(by=actor)


def test_a_receiving_committee_hands_on_to_its_own_cells_only(runtime, town, walked, step):
    transfer_id = walked("sent")

    with pytest.raises(SameCell):
        step(transfer_id, "receive", town.new.officer, to_code=town.old.cell.code)
    with runtime.transaction() as session:
        town.third.code = "19.001.001.000.009"
        session.merge(town.third)
    with pytest.raises(CellUnknown):
        step(transfer_id, "receive", town.new.officer, to_cell_id=town.third.id)


def test_nobody_is_moved_into_a_cell_that_closed_on_the_way(runtime, town, walked, step):
    transfer_id = walked("received")
    with runtime.transaction() as session:
        session.get_one(type(town.new.cell), town.new.cell.id).closed_on = TODAY

    with pytest.raises(CellUnknown):
        step(transfer_id, "complete", town.new.officer)
    assert member_now(runtime, town.member.id).cell_id == town.old.cell.id
    step(transfer_id, "return", town.new.officer, note="Chi bộ đã giải thể.")


def test_days_run_forward(town, begin, step):
    transfer_id = begin(on=TODAY - timedelta(days=3))

    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=4)):
        with pytest.raises(DayNotPossible):
            step(transfer_id, "agree", town.old.secretary, on=day)
    step(transfer_id, "agree", town.old.secretary, on=TODAY - timedelta(days=3))
    with pytest.raises(UnderWay):
        begin()


def test_a_transfer_does_not_begin_tomorrow(begin):
    with pytest.raises(DayNotPossible):
        begin(on=TODAY + timedelta(days=1))


def test_what_is_missing_is_asked_for(begin, town):
    with pytest.raises(UnknownKind):
        begin("by_train", place="Ga")
    with pytest.raises(ReasonNeeded):
        begin(reason=None)
    with pytest.raises(PlaceNeeded):
        begin("official_out", place=None)
    with pytest.raises(PlaceNeeded):
        begin(to_code=None, place=None)
    with pytest.raises(SameCell):
        begin(to_code=None, to_cell_id=town.old.cell.id)


def test_nobody_asks_for_somebody_elses_transfer(runtime, town, begin):
    other = town.strangers[-1]

    with pytest.raises(MemberNotFound):
        begin(by=other, to_code=None, place="Đâu đó")
    with pytest.raises(Forbidden):
        begin(by=as_holder(Role.CELL_COMMITTEE_MEMBER, town.old.cell), to_code=None, place="X")


def test_who_leaves_for_good_is_counted_nowhere_and_signs_in_no_more(runtime, town, begin, step):
    transfer_id = begin("official_out")
    step(transfer_id, "agree", town.old.secretary)
    step(transfer_id, "send", town.old.officer)
    step(transfer_id, "confirm", town.old.officer, decision="Phiếu báo số 3")

    gone = member_now(runtime, town.member.id)
    assert (gone.cell_id, gone.last_cell_id) == (None, town.old.cell.id)
    assert (gone.status, gone.status_since) == ("transferred_out", TODAY)
    assert offices_today(runtime, gone.account_id) == set()
    assert account_now(runtime, gone.account_id).state == "disabled"
    assert [stay.until for stay in stays_of(runtime, gone.id)] == [TODAY - timedelta(days=1)]
    assert statuses_of(runtime, gone.id)[-1].decision == "Phiếu báo số 3"


def test_who_left_may_come_back_with_his_old_record(runtime, town, begin, step):
    away = begin("official_out")
    for code, actor in (("agree", "secretary"), ("send", "officer"), ("confirm", "officer")):
        step(away, code, getattr(town.old, actor))
    with pytest.raises(NotMovable):
        begin("official_internal")
    back = begin("official_in", member_id=town.member.id, to_code=None, to_cell_id=town.third.id)
    step(back, "complete", town.old.officer)

    returned = member_now(runtime, town.member.id)
    assert (returned.cell_id, returned.status) == (town.third.id, "official")
    assert offices_today(runtime, returned.account_id) == {(town.third.id, "member")}
    assert account_now(runtime, returned.account_id).state != "disabled"


def test_who_comes_from_elsewhere_gets_a_record_first(runtime, town, begin, step):
    transfer_id = begin(
        "official_in",
        by=town.new.officer,
        full_name="Lê Văn Đến",
        to_cell_id=town.new.cell.id,
        reason=None,
    )
    for record in (None, town.member.id):
        with pytest.raises(RecordNeeded):
            step(transfer_id, "complete", town.new.secretary, member_id=record)
    with runtime.transaction() as session:
        cell = session.get_one(type(town.new.cell), town.new.cell.id)
        made = a_record(session, cell, name="Lê Văn Đến")
    row = step(transfer_id, "complete", town.new.secretary, member_id=made.id)

    assert (row.transfer.member_id, row.transfer.full_name) == (made.id, None)


def test_a_paper_from_elsewhere_is_registered_by_the_receiving_committee_alone(town, begin):
    said = {"full_name": "Lê Văn Đến", "to_cell_id": town.new.cell.id}

    with pytest.raises(Forbidden):
        begin("official_in", by=town.new.secretary, **said)
    with pytest.raises(CellUnknown):
        begin("official_in", by=town.old.officer, **said)
    with pytest.raises(CellNeeded):
        begin("official_in", by=town.new.officer, full_name="Lê Văn Đến")


def test_everything_after_the_first_use_of_an_office_is_gone_with_the_move(runtime, town, walked):
    """Who was secretary of the old cell is nobody there any more, today and in lists."""
    walked()

    assert not any(
        role == Role.SECRETARY for _, role in offices_today(runtime, town.member.account_id)
    )
