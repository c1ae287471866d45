"""Who has a part in a transfer sees it; to anybody else it does not exist."""

import pytest
from sqlalchemy import select

from handbook_api.core.identity import GUEST, SYSTEM, TERMINAL, Role
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.sealed_rows import texts_of
from handbook_api.members.transfers import queries, service
from handbook_api.members.transfers.errors import TransferNotFound
from handbook_api.members.transfers.models import Transfer, TransferStep
from handbook_api.members.transfers.queries import TransferFilter
from tests.support.people import an_organisation
from tests.support.records import a_record, as_holder


def _sees(runtime, viewer, transfer_id):
    with runtime.transaction(read_only=True) as session:
        listed = queries.page_of_transfers(session, viewer, TransferFilter(), limit=100)
        in_list = transfer_id in {row.transfer.id for row in listed.rows}
        try:
            queries.get_transfer(session, viewer, transfer_id)
        except TransferNotFound:
            opened = False
        else:
            opened = True
    assert in_list == opened
    return opened


def test_both_cells_leaders_both_committees_officers_and_the_member_see_it(runtime, town, begin):
    transfer_id = begin()
    with_a_part = (
        town.himself,
        town.old.secretary,
        town.old.officer,
        town.new.secretary,
        town.new.officer,
        as_holder(Role.DEPUTY_SECRETARY, town.old.cell),
        as_holder(Role.CELL_COMMITTEE_MEMBER, town.new.cell),
        as_holder(Role.ORGANISATION_OFFICER, town.province),
        SYSTEM,
        TERMINAL,
    )

    assert [viewer for viewer in with_a_part if not _sees(runtime, viewer, transfer_id)] == []


def test_nobody_else_does(runtime, town, begin):
    transfer_id = begin()

    assert [one for one in (*town.strangers, GUEST) if _sees(runtime, one, transfer_id)] == []


def test_the_receiving_side_sees_nothing_before_it_is_named(runtime, town, begin):
    transfer_id = begin(to_code=None, place="Phường bên cạnh")

    assert not _sees(runtime, town.new.officer, transfer_id)
    assert not _sees(runtime, town.new.secretary, transfer_id)


def test_an_officer_without_his_second_factor_sees_nothing(runtime, town, begin):
    transfer_id = begin()
    awake = town.old.officer
    asleep = type(awake)(awake.name, account_id=awake.account_id, dormant=awake.grants)

    assert not _sees(runtime, asleep, transfer_id)


def test_words_are_sealed_in_the_row_and_in_every_step(runtime, town, begin, step):
    transfer_id = begin("official_out", place="Chi bộ Chim Én", reason="Về quê chăm mẹ già.")
    step(transfer_id, "return", town.old.secretary, note="Còn thiếu giấy xác nhận.")

    with runtime.transaction(read_only=True) as session:
        transfer = session.get_one(Transfer, transfer_id)
        last = session.scalars(select(TransferStep).where(TransferStep.number == 2)).one()
        for row, words in ((transfer, "Chim Én"), (transfer, "mẹ già"), (last, "xác nhận")):
            assert words.encode() not in row.sealed
        assert texts_of(session, transfer)["reason"] == "Về quê chăm mẹ già."
        assert texts_of(session, last) == {"note": "Còn thiếu giấy xác nhận."}


def test_who_opens_anothers_transfer_is_written_down_under_the_member(runtime, town, begin):
    transfer_id = begin()
    with runtime.transaction() as session:
        service.read_transfer(session, town.himself, transfer_id)
        service.read_transfer(session, town.new.officer, transfer_id)

    with runtime.transaction(read_only=True) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [entry.act for entry in entries] == ["transfers.start", "transfers.read"]
        read = entries[-1]
        assert (read.subject_kind, read.subject_id) == ("member", str(town.member.id))
        assert read.actor_account_id == town.new.officer.account_id


def test_every_step_is_written_down_with_codes_alone(runtime, town, begin, step):
    transfer_id = begin(reason="Bí mật gia đình.")
    step(transfer_id, "agree", town.old.secretary, note="Đồng chí rất tốt.")

    with runtime.transaction(read_only=True) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert last.act == "transfers.step"
    assert last.facts == {
        "transfer": str(transfer_id),
        "kind": "official_internal",
        "state": "cell_agreed",
        "step": "agree",
    }


@pytest.fixture
def many(runtime, town, begin):
    """Seven people of the old cell, each with a transfer; ids newest first."""
    ids = []
    for number in range(7):
        with runtime.transaction() as session:
            cell = session.get_one(type(town.old.cell), town.old.cell.id)
            member = a_record(session, cell, name=f"Nguyễn Văn Thử {number}")
        kind = "official_out" if number % 2 else "official_internal"
        ids.append(begin(kind, member_id=member.id))
    return ids[::-1]


def _page(runtime, viewer, wanted=None, limit=100, cursor=None):
    with runtime.transaction(read_only=True) as session:
        page = queries.page_of_transfers(
            session, viewer, wanted or TransferFilter(), limit=limit, cursor=cursor
        )
        return [row.transfer.id for row in page.rows], page.next_cursor


def test_pages_follow_one_another_newest_first(runtime, town, many):
    seen, cursor = [], None
    while True:
        rows, cursor = _page(runtime, town.old.officer, limit=3, cursor=cursor)
        seen += rows
        if cursor is None:
            break

    assert seen == many


def test_a_list_is_narrowed_by_kind_cell_person_and_state(runtime, town, many, step):
    out = _page(runtime, town.old.officer, TransferFilter(kinds={"official_out"}))[0]
    step(out[0], "agree", town.old.secretary)
    with runtime.transaction() as session:
        other = an_organisation(session, town.old.committee, name="Chi bộ Khác")

    assert len(out) == 3
    assert _page(runtime, town.old.officer, TransferFilter(states=["cell_agreed"]))[0] == out[:1]
    assert len(_page(runtime, town.old.officer, TransferFilter(cell_id=town.new.cell.id))[0]) == 4
    assert _page(runtime, town.old.officer, TransferFilter(cell_id=other.id))[0] == []
    assert _page(runtime, town.old.officer, TransferFilter(member_id=town.member.id))[0] == []
