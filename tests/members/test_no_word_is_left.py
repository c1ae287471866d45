"""What a record keeps no longer, nothing beside it keeps either."""

import os
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.members.corrections import service as corrections
from handbook_api.members.corrections.errors import NothingToExport
from handbook_api.members.corrections.models import Correction, CorrectionStep
from handbook_api.members.corrections.service import NewCorrection
from handbook_api.members.imports import jobs as import_jobs
from handbook_api.members.jobs import forget_what_is_over
from handbook_api.members.models import Member
from handbook_api.members.status_steps import Step, change_status
from handbook_api.members.transfers import jobs as transfer_jobs
from handbook_api.members.transfers import service as transfers
from handbook_api.members.transfers.models import Transfer, TransferStep
from tests.support.members import a_new_member
from tests.support.people import later
from tests.support.records import as_member

#: The term after the end, and a day more.
TERM = 2 * 366


@pytest.fixture
def member_id(province):
    sealed = {"residence": "Phố Cũ", "card_number": "55500001"}
    with province.runtime.transaction() as session:
        return province.add(session, a_new_member(province.cell, sealed=sealed))[0]


def corrected(province, member_id, field, wanted):
    with province.runtime.transaction() as session:
        himself = as_member(session.get_one(Member, member_id), province.cell)
        said = NewCorrection(field, wanted, "Ghi nhầm.")
        id_ = corrections.ask(session, himself, province.content, said).correction.id
        taken = corrections.StepTaken("accept", "Đã đối chiếu.")
        corrections.take_step(session, province.officer(), province.content, id_, taken)


def transferred(province, kind, *steps, **said):
    with province.runtime.transaction() as session:
        officer, content = province.officer(), province.content
        asked = transfers.NewTransfer(kind, place="Nơi Xa", reason="Việc nhà.", **said)
        id_ = transfers.start_transfer(session, officer, content, asked).transfer.id
        for code in steps:
            taken = transfers.StepTaken(code, note="Ghi chú.", decision="7-GT")
            transfers.take_step(session, officer, content, id_, taken)


def words(province, *models):
    with province.runtime.transaction(read_only=True) as session:
        return [one.sealed for model in models for one in session.scalars(select(model))]


def test_corrections_keep_no_field_longer_than_the_record_does(province, member_id):
    corrected(province, member_id, "exemption_reason", "old_age")
    corrected(province, member_id, "residence", "Phố Mới")
    with province.runtime.transaction() as session:
        end = Step("struck_off", clock.today(), None, "1-QĐ/ĐU", clock.today())
        change_status(session, province.officer(), province.content, member_id, end)

    with province.runtime.transaction(read_only=True) as session:
        left = {one.field: one.sealed for one in session.scalars(select(Correction))}
    assert left["exemption_reason"] is None
    assert left["residence"] is not None

    with clock.frozen(later(days=TERM)):
        forget_what_is_over(province.runtime)
    assert set(words(province, Correction, CorrectionStep)) == {None}


def test_what_is_no_longer_kept_is_not_reported_upwards(province, member_id):
    corrected(province, member_id, "residence", "Phố Mới")
    with province.runtime.transaction() as session:
        end = Step("struck_off", clock.today(), None, "1-QĐ/ĐU", clock.today())
        change_status(session, province.officer(), province.content, member_id, end)

    with clock.frozen(later(days=TERM)):
        forget_what_is_over(province.runtime)
        with (
            province.runtime.transaction() as session,
            pytest.raises(NothingToExport),
        ):
            corrections.export_corrections(
                session, province.officer(), province.content, "Báo cấp trên"
            )


def test_after_the_term_transfers_say_no_more_why_and_where(province, member_id):
    transferred(province, "official_out", "agree", "send", "confirm", member_id=member_id)
    assert None not in words(province, Transfer)

    with clock.frozen(later(days=TERM)):
        forget_what_is_over(province.runtime)

    assert set(words(province, Transfer, TransferStep)) == {None}


def test_a_stranger_who_was_sent_back_is_not_named_for_ever(province):
    code = province.cell.id
    transferred(province, "official_in", "return", full_name="Lê Văn Lạ", to_cell_id=code)
    stay = {"since": clock.today(), "until": clock.today() + timedelta(days=120)}
    transferred(
        province, "temporary_in", "complete", full_name="Lê Văn Còn", to_cell_id=code, **stay
    )

    with clock.frozen(later(days=TERM)):
        transfer_jobs.forget_old(province.runtime)

    with province.runtime.transaction(read_only=True) as session:
        assert {one.full_name for one in session.scalars(select(Transfer))} == {None, "Lê Văn Còn"}


def test_what_a_killed_process_left_in_the_clear_is_swept_away(runtime):
    folder = runtime.settings.var_folder
    left = [folder / name for name in ("handbook-import-abc", "handbook-table-abc")]
    working, other = folder / "handbook-import-now", folder / "documents"
    for path in (*left, working, other):
        path.mkdir(parents=True)
        (path / "list.csv").write_text("Lê Văn Lạ")
    for path in (*left, other):
        os.utime(path, (date(2026, 1, 1).toordinal(),) * 2)

    import_jobs.forget_files(runtime)

    assert [path.exists() for path in (*left, working, other)] == [False, False, True, True]
