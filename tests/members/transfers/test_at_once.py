"""Two people do the same thing in the same moment: one has done it, the other is told so."""

from sqlalchemy import func, select

from handbook_api.core import clock
from handbook_api.members.corrections import service as corrections
from handbook_api.members.corrections.service import NewCorrection
from handbook_api.members.models import CellStay
from handbook_api.members.status_steps import Step, change_status
from handbook_api.members.transfers.models import Transfer, TransferStep
from tests.members.transfers.reading import member_now, offices_today, stays_of, transfer_now
from tests.support.records import a_record
from tests.support.together import together


def _walked(town, begin, step, **said):
    transfer_id = begin(**said)
    step(transfer_id, "agree", town.old.secretary)
    step(transfer_id, "send", town.old.officer)
    step(transfer_id, "receive", town.new.officer)
    return transfer_id


def test_two_officers_finishing_one_transfer_move_the_member_once(runtime, town, begin, step):
    transfer_id = _walked(town, begin, step)

    codes = together(
        lambda: step(transfer_id, "complete", town.new.secretary),
        lambda: step(transfer_id, "complete", town.new.officer),
        lambda: step(transfer_id, "complete", town.new.officer),
    )

    assert sorted(map(str, codes)) == ["None", "transfers.step_not_open", "transfers.step_not_open"]
    member = member_now(runtime, town.member.id)
    assert member.cell_id == town.new.cell.id
    assert offices_today(runtime, member.account_id) == {(town.new.cell.id, "member")}
    assert [stay.until is None for stay in stays_of(runtime, member.id)] == [False, True]
    with runtime.transaction(read_only=True) as session:
        taken = select(func.count()).where(TransferStep.transfer_id == transfer_id)
        assert session.scalar(taken) == 5


def test_finishing_and_returning_at_once_has_one_outcome(runtime, town, begin, step):
    transfer_id = _walked(town, begin, step)

    codes = together(
        lambda: step(transfer_id, "complete", town.new.secretary),
        lambda: step(transfer_id, "return", town.new.officer, note="Thiếu hồ sơ."),
    )

    assert codes.count("transfers.step_not_open") == 1
    moved = member_now(runtime, town.member.id).cell_id == town.new.cell.id
    assert moved == (transfer_now(runtime, transfer_id).state == "completed")


def test_two_requests_for_one_person_leave_one_transfer(runtime, town, begin):
    codes = together(
        begin,
        lambda: begin("official_out"),
        lambda: begin(by=town.old.officer),
    )

    assert sorted(map(str, codes)) == ["None", "transfers.under_way", "transfers.under_way"]
    with runtime.transaction(read_only=True) as session:
        open_now = select(func.count()).where(Transfer.open_for == town.member.id)
        assert session.scalar(open_now) == 1


def test_ten_people_moving_at_once_all_arrive(runtime, town, begin, step):
    with runtime.transaction() as session:
        cell = session.get_one(type(town.old.cell), town.old.cell.id)
        people = [a_record(session, cell, name=f"Nguyễn Văn Thử {n}").id for n in range(10)]
    walked = [_walked(town, begin, step, member_id=person) for person in people]

    codes = together(*(lambda one=one: step(one, "complete", town.new.officer) for one in walked))

    assert codes == [None] * 10
    with runtime.transaction(read_only=True) as session:
        living = select(func.count()).where(
            CellStay.cell_id == town.new.cell.id, CellStay.until.is_(None)
        )
        assert session.scalar(living) == 10


def test_arrival_and_death_at_once_wait_for_each_other(runtime, town, begin, step):
    transfer_id = _walked(town, begin, step)

    def dies():
        with runtime.transaction() as session:
            death = Step("deceased", clock.today())
            change_status(session, town.old.officer, runtime.content, town.member.id, death)

    codes = together(lambda: step(transfer_id, "complete", town.new.secretary), dies)

    # Either he moved, and those who ask from the old committee find him no more; or he died.
    assert codes in ([None, "request.not_found"], ["transfers.step_not_open", None])


def test_a_correction_is_decided_while_the_membership_ends(runtime, town):
    with runtime.transaction() as session:
        asked = corrections.ask(
            session, town.himself, runtime.content, NewCorrection("birth_place", "Xã Thử", "Sai.")
        )

    def accept():
        with runtime.transaction() as session:
            taken = corrections.StepTaken("accept")
            id_ = asked.correction.id
            corrections.take_step(session, town.old.officer, runtime.content, id_, taken)

    def ends():
        with runtime.transaction() as session:
            end = Step("struck_off", clock.today(), None, "1-QĐ/ĐU", clock.today())
            change_status(session, town.old.officer, runtime.content, town.member.id, end)

    codes = together(accept, ends)

    assert codes in ([None, None], ["corrections.done", None])
