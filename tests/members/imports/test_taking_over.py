"""Who is new, who is known, what differs; all or nobody; within one's own reach."""

from datetime import date

import pytest
from sqlalchemy import select

from handbook_api.auth.models import Account, Appointment, SignInName
from handbook_api.core.identity import TERMINAL, Grant, Identity, Role, Strength
from handbook_api.core.policy import Forbidden, SecondFactorNeeded
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import sealed
from handbook_api.members.imports import queries
from handbook_api.members.imports.errors import FieldsMissing, ListRefused, NobodyInList
from handbook_api.members.imports.mapping import mapping_from
from handbook_api.members.imports.models import ImportRun
from handbook_api.members.models import CellStay, Member, RecordLine
from tests.members.imports.conftest import HEADINGS

THU = ("Nguyễn Văn Thử", date(1960, 5, 15), "Nam", date(1985, 3, 3), date(1986, 3, 3))
MAU = ("Trần Thị Mẫu", date(1961, 6, 16), "Nữ", date(1987, 3, 3), date(1988, 3, 3))
CELL = "19.024.003.000.002"


def _people(committee):
    with committee.reading() as session:
        return session.scalars(select(Member).order_by(Member.sort_name)).all()


def _codes(plan):
    return [one.refusal.code for one in plan.faults]


def test_everybody_new_gets_a_record_an_account_and_a_place(committee, workbook):
    headings = (*HEADINGS, "Số điện thoại", "Chức vụ")
    path = workbook((*THU, "01234567", CELL, "0912000001", "Bí thư"), headings=headings)

    outcome = committee.take(path)

    (person,) = _people(committee)
    assert outcome.added == 1
    assert (person.full_name, person.birth_date, person.status) == (THU[0], THU[1], "official")
    with committee.reading() as session:
        assert session.get_one(Account, person.account_id).birth_year == 1960
        assert session.scalar(select(Appointment.role)) == "member"
        assert set(session.scalars(select(SignInName.kind))) == {"card", "phone"}
        assert session.scalar(select(CellStay.how)) == "listed"
        assert session.scalar(select(RecordLine.list)) == "positions"
        kept = sealed.read_fields(session, [person.id], ["card_number", "phone"])
    assert kept == {person.id: {"card_number": "01234567", "phone": "0912000001"}}


def test_the_same_list_again_adds_nobody(committee, workbook):
    path = workbook((*THU, "01234567", CELL), (*MAU, None, CELL))

    first, second = committee.take(path), committee.take(path)

    assert (first.added, second.added, second.unchanged) == (2, 0, 2)
    assert len(_people(committee)) == 2


def test_one_faulty_row_keeps_everybody_out(committee, workbook):
    path = workbook((*THU, "01234567", CELL), (*MAU, "1234567", CELL))

    with pytest.raises(ListRefused) as refusal:
        committee.take(path)

    assert refusal.value.facts == {"count": 1}
    assert _people(committee) == []


def test_a_fault_that_only_the_record_finds_keeps_everybody_out_too(committee, workbook):
    joined_too_young = ("Lê Văn Nhỏ", date(1980, 1, 1), "Nam", date(1985, 3, 3), date(1986, 3, 3))
    path = workbook((*THU, "01234567", CELL), (*joined_too_young, "01234568", CELL))

    with pytest.raises(ListRefused):
        committee.take(path)

    assert _people(committee) == []


def test_who_is_known_is_known_by_any_of_his_numbers(committee, workbook):
    headings = (*HEADINGS, "Số căn cước", "Số lý lịch")
    committee.take(
        workbook((*THU, "01234567", CELL, "012345678901", "123456TN"), headings=headings)
    )

    for card, citizen, dossier in (
        ("01234567", None, None),
        (None, "012345678901", None),
        (None, None, "123456TN"),
    ):
        path = workbook((*THU, card, CELL, citizen, dossier), headings=headings)
        assert committee.plan(path).counts["unchanged"] == 1


def test_who_has_no_number_yet_is_known_by_name_birth_date_and_cell(committee, workbook):
    committee.take(workbook((*THU, None, CELL)))

    plan = committee.plan(workbook((*THU, "01234567", CELL)))

    assert plan.counts["changed"] == 1
    assert plan.changed[0].fields == ("card_number",)


def test_a_namesake_of_another_day_or_cell_is_somebody_else(committee, workbook):
    committee.take(workbook((*THU, None, CELL)))
    other_day = (THU[0], date(1960, 5, 16), *THU[2:], None, CELL)

    plan = committee.plan(workbook(other_day, (*THU, None, "19.024.003.000.003")))

    assert plan.counts["new"] == 2


def test_what_differs_is_listed_and_left_unless_it_was_asked_for(committee, workbook):
    committee.take(workbook((*THU, "01234567", CELL)))
    changed = ("Nguyễn Văn Thử Nghiệm", *THU[1:3], date(1985, 3, 4), THU[4], "01234567", CELL)
    path = workbook(changed)

    plan, left = committee.plan(path), committee.take(path)

    assert dict(plan.fields) == {"full_name": 1, "joined_on": 1}
    assert (left.updated, left.left) == (0, 1)
    assert _people(committee)[0].full_name == THU[0]

    done = committee.take(path, update=True)

    (person,) = _people(committee)
    assert (done.updated, done.left) == (1, 0)
    assert (person.full_name, person.joined_on) == (changed[0], changed[3])
    assert committee.plan(path).counts["unchanged"] == 1


def test_an_empty_box_takes_nothing_away(committee, workbook):
    committee.take(workbook((*THU, "01234567", CELL)))

    plan = committee.plan(workbook((*THU[:2], None, None, THU[4], "01234567", CELL)))

    assert plan.counts["unchanged"] == 1


def test_another_cell_and_another_status_are_told_but_are_no_business_of_a_list(
    committee, workbook
):
    headings = (*HEADINGS, "Tình trạng")
    committee.take(workbook((*THU, "01234567", CELL, None), headings=headings))
    path = workbook((*THU, "01234567", "19.024.003.000.003", "Miễn sinh hoạt"), headings=headings)

    plan, outcome = committee.plan(path), committee.take(path, update=True)

    assert dict(plan.fields) == {"cell": 1, "status": 1}
    assert (outcome.updated, outcome.left) == (0, 1)
    assert _people(committee)[0].status == "official"


def test_days_that_do_not_fit_what_the_record_says_are_faults(committee, workbook):
    committee.take(workbook((*THU, "01234567", CELL)))

    plan = committee.plan(workbook((*THU[:3], date(1987, 1, 1), None, "01234567", CELL)))

    assert _codes(plan) == ["members.dates_out_of_order"]


def test_two_rows_of_one_record_are_a_fault_even_by_different_numbers(committee, workbook):
    headings = (*HEADINGS, "Số căn cước")
    committee.take(workbook((*THU, "01234567", CELL, "012345678901"), headings=headings))
    path = workbook(
        (*THU, "01234567", CELL, None),
        ("Nguyễn Văn Thử Hai", *THU[1:], None, CELL, "012345678901"),
        headings=headings,
    )

    plan = committee.plan(path)

    assert [(one.row, one.refusal.code) for one in plan.faults] == [
        (3, "imports.person_twice_in_list")
    ]


def test_people_of_others_are_as_unknown_as_nobody(committee, workbook):
    path = workbook((*THU, "01234567", "19.099.001.000.001"), (*MAU, None, "Chi bộ Xa"))

    plan = committee.plan(path)

    assert _codes(plan) == ["imports.cell_not_found", "imports.cell_not_found"]


def test_a_number_held_by_a_stranger_is_held_and_nothing_else_is_said(committee, workbook):
    committee.take(workbook((*THU, "01234567", "19.099.001.000.001")), actor=TERMINAL)

    plan = committee.plan(workbook((*MAU, "01234567", CELL)))

    (fault,) = plan.faults
    assert (fault.refusal.code, fault.refusal.facts) == (
        "members.number_held",
        {"field": "card_number"},
    )


def test_the_command_line_reaches_every_cell(committee, workbook):
    path = workbook((*THU, "01234567", "19.099.001.000.001"))

    assert committee.take(path, actor=TERMINAL).added == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ORGANISATION_OFFICER])
def test_only_organisation_officers_take_lists_over(committee, workbook, role):
    grant = Grant(role, committee.ward.path, committee.ward.id)
    other = Identity("other", grants=(grant,), strength=Strength.TWO_FACTOR)
    path = workbook((*THU, "01234567", CELL))
    mapping = committee.propose(path).mapping

    with pytest.raises(Forbidden):
        committee.plan(path, mapping, other)
    with pytest.raises(Forbidden):
        committee.take(path, mapping, other)


def test_an_officer_gives_his_second_factor_first(committee, workbook):
    asleep = Identity("officer", dormant=committee.officer.grants, strength=Strength.PASSWORD)
    path = workbook((*THU, "01234567", CELL))
    mapping = committee.propose(path).mapping

    with pytest.raises(SecondFactorNeeded):
        committee.plan(path, mapping, asleep)


def test_an_import_is_written_down_once_with_its_numbers_and_no_names(committee, workbook):
    outcome = committee.take(workbook((*THU, "01234567", CELL), (*MAU, None, CELL)))

    with committee.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "members.import")
        ).all()
        run = session.get_one(ImportRun, outcome.import_id)
    (entry,) = entries
    assert entry.subject_id == str(outcome.import_id)
    assert entry.facts == {
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "left": 0,
        "sha256": run.file_sha256,
    }
    assert (run.extension, run.counts["added"]) == (".xlsx", 2)


def test_what_was_confirmed_for_a_list_is_offered_for_the_next_of_its_kind(committee, workbook):
    path = workbook((*THU, "01234567", CELL))
    proposal = committee.propose(path)
    columns = {**proposal.mapping.as_table()["columns"]}
    columns.pop("C")
    mapping = mapping_from(
        committee.runtime.content, {**proposal.mapping.as_table(), "columns": columns}
    )
    committee.take(path, mapping)

    again = committee.propose(workbook((*MAU, "01234568", CELL), name="sau.xlsx"))

    with committee.reading() as session:
        last = queries.find_last_mapping(session, committee.officer, again.digest)
        assert last is not None
        assert last.mapping["columns"] == columns
        assert queries.find_last_mapping(session, TERMINAL, again.digest) is None


def test_the_statements_of_a_plan_do_not_grow_with_the_list(committee, workbook, count_statements):
    def rows(count):
        return [
            (f"Nguyễn Văn Thử {chr(65 + n % 20)}{chr(97 + n // 20)}", *THU[1:], f"1{n:07d}", CELL)
            for n in range(count)
        ]

    committee.take(workbook(*rows(60)))
    few, many = workbook(*rows(5), name="it.xlsx"), workbook(*rows(60), name="nhieu.xlsx")
    mapping = committee.propose(few).mapping

    with count_statements() as small:
        committee.plan(few, mapping)
    with count_statements() as large:
        committee.plan(many, mapping)

    assert small.number == large.number


def test_a_sheet_with_headings_and_nobody_is_refused(committee, workbook):
    path = workbook(("Tổng cộng: 0 đảng viên",))
    mapping = committee.propose(path).mapping

    with pytest.raises(NobodyInList):
        committee.plan(path, mapping)


def test_a_mapping_without_the_cell_is_not_accepted(committee):
    with pytest.raises(FieldsMissing) as refusal:
        mapping_from(
            committee.runtime.content,
            {"first_row": 2, "columns": {"A": "full_name", "B": "birth_date", "C": "status"}},
        )

    assert refusal.value.facts == {"missing": "Chi bộ"}


def test_faults_beyond_what_anybody_mends_are_counted_and_not_kept(
    committee, workbook, monkeypatch
):
    monkeypatch.setattr("handbook_api.members.imports.service.planning.MOST_FAULTS", 3)
    path = workbook(*[(*THU, f"{n}", CELL) for n in range(5)])

    plan = committee.plan(path)

    assert len(plan.faults) == 3
    assert plan.fault_count > 3
