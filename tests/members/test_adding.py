"""People come into the record whole or not at all."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from handbook_api.auth.models import Account, Appointment, SignInName
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.core.policy import Forbidden, SecondFactorNeeded
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import errors, queries, sealed
from handbook_api.members.adding import add_members, faults_in, new_intake
from handbook_api.members.lines import NewLine
from handbook_api.members.models import (
    CellStay,
    Member,
    NameToken,
    RecordLine,
    SealedValue,
    StatusChange,
)
from handbook_api.members.sealed_rows import texts_of
from tests.support.members import a_new_member, a_prospect
from tests.support.people import an_organisation
from tests.support.records import as_holder

ONE_DAY = timedelta(days=1)


def codes(faults):
    return [(fault.index, fault.field, fault.refusal.code) for fault in faults]


def find_faults(province, *people, actor=None):
    with province.runtime.transaction(read_only=True) as session:
        actor = actor or province.officer()
        return codes(faults_in(session, actor, province.content, people))


def test_somebody_added_has_a_record_an_account_and_a_place(province):
    person = a_new_member(
        province.cell,
        sealed={"card_number": "00 123 456", "phone": "+84 912.345.678", "residence": "Xã Thử"},
    )
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, person)

    with province.runtime.transaction(read_only=True) as session:
        member = session.get_one(Member, member_id)
        kept = sealed.read_fields(session, [member_id], ["card_number", "phone", "residence"])
        place = session.scalars(select(Appointment)).one()
        names = session.scalars(select(SignInName.kind).order_by(SignInName.kind)).all()
        account = session.get_one(Account, member.account_id)
        stay = session.scalars(select(CellStay)).one()
        first = session.scalars(select(StatusChange)).one()
    assert (member.full_name, member.cell_id, member.status) == (
        "Trần Thị Mẫu",
        province.cell.id,
        "official",
    )
    assert kept[member_id] == {
        "card_number": "00123456",
        "phone": "0912345678",
        "residence": "Xã Thử",
    }
    assert (place.organisation_id, place.role) == (province.cell.id, Role.MEMBER)
    assert names == ["card", "phone"]
    assert (account.display_name, account.birth_year, account.state) == (
        "Trần Thị Mẫu",
        1960,
        "new",
    )
    assert (stay.cell_id, stay.since, stay.how) == (province.cell.id, date(1990, 3, 2), "listed")
    assert (first.from_status, first.to_status, first.on) == (None, "official", date(1991, 3, 2))


def test_lines_come_with_the_person(province):
    line = NewLine("positions", None, "Trưởng thôn", date(2020, 1, 1))
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, a_new_member(province.cell, lines=[line]))

    with province.runtime.transaction(read_only=True) as session:
        kept = session.scalars(select(RecordLine)).one()
        words = texts_of(session, kept)
    assert (kept.member_id, kept.list, kept.since) == (member_id, "positions", date(2020, 1, 1))
    assert words == {"text": "Trưởng thôn"}


TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)


#: What is said of a person, and where it is wrong, and how.
IMPOSSIBLE = [
    ({"name": " 12 "}, "full_name", "members.name_missing"),
    ({"name": "A" * 201}, "full_name", "members.name_missing"),
    ({"birth_date": TOMORROW}, "birth_date", "members.date_in_future"),
    ({"birth_date": date(1890, 1, 1)}, "birth_date", "members.date_too_early"),
    ({"official_on": TOMORROW}, "official_on", "members.date_in_future"),
    ({"birth_date": date(1972, 3, 1)}, "joined_on", "members.too_young"),
    ({"official_on": date(1990, 3, 1)}, "official_on", "members.dates_out_of_order"),
    ({"joined_on": date(1990, 2, 1)}, "joined_on", "members.dates_out_of_order"),
    ({"sex": "Nữ"}, "sex", "members.unknown_choice"),
    ({"reachable_by": "pigeon"}, "reachable_by", "members.unknown_choice"),
    ({"occupation": "x" * 201}, "occupation", "members.value_too_long"),
    ({"status": "happy"}, "status", "members.unknown_choice"),
    ({"status": "deceased"}, "status", "members.status_cannot_begin"),
    ({"status": "temporarily_exempt"}, "status", "members.last_day_needed"),
    ({"status": "probationary"}, "official_on", "members.date_not_of_status"),
    ({"status_since": TOMORROW}, "status", "members.date_in_future"),
    ({"sealed": {"card_number": "12AB"}}, "card_number", "members.value_not_understood"),
    ({"sealed": {"citizen_id": "012345"}}, "citizen_id", "members.value_not_understood"),
    ({"sealed": {"ethnicity": "Kinh"}}, "ethnicity", "members.unknown_choice"),
    ({"sealed": {"shoe_size": "43"}}, "shoe_size", "members.field_unknown"),
    ({"sealed": {"sex": "male"}}, "sex", "members.field_unknown"),
    ({"lines": [NewLine("hobbies", "chess")]}, "hobbies", "members.field_unknown"),
    ({"lines": [NewLine("discipline", "scolding")]}, "discipline", "members.unknown_choice"),
    ({"lines": [NewLine("positions")]}, "positions", "members.value_not_understood"),
    ({"lines": [NewLine("positions", text="x" * 501)]}, "positions", "members.value_too_long"),
    (
        {"lines": [NewLine("positions", text="Trưởng thôn", since=TOMORROW)]},
        "positions",
        "members.date_in_future",
    ),
    (
        {"lines": [NewLine("positions", None, "Phó", date(2020, 1, 2), date(2020, 1, 1))]},
        "positions",
        "members.dates_out_of_order",
    ),
]


def test_what_cannot_be_is_named_with_its_field(province):
    people = [a_new_member(province.cell, **said) for said, _, _ in IMPOSSIBLE]

    assert find_faults(province, *people) == [
        (index, field, code) for index, (_, field, code) in enumerate(IMPOSSIBLE)
    ]


def test_eighteen_years_count_by_the_month(province):
    assert find_faults(province, a_new_member(province.cell, birth_date=date(1972, 2, 28))) == []


def test_all_faults_of_all_people_are_told_at_once(province):
    good = a_new_member(province.cell)
    bad = a_new_member(province.cell, sex="?", birth_date=TOMORROW, joined_on=None)

    faults = find_faults(province, good, bad)

    assert {index for index, _, _ in faults} == {1}
    assert {field for _, field, _ in faults} >= {"sex", "birth_date"}


def test_a_number_twice_in_one_list_is_found_across_its_batches(province):
    intake = new_intake(province.content)
    twice = {"card_number": "11112222"}
    with province.runtime.transaction(read_only=True) as session:
        batches = [
            faults_in(
                session,
                province.officer(),
                province.content,
                [a_new_member(province.cell, sealed=twice)],
                intake,
            )
            for _ in range(2)
        ]

    assert [codes(batch) for batch in batches] == [
        [],
        [(0, "card_number", "members.number_twice")],
    ]


def test_a_number_that_somebody_holds_is_refused_without_naming_him(province):
    held = {"citizen_id": "001099000001"}
    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.far_cell, sealed=held))

    with (
        province.runtime.transaction() as session,
        pytest.raises(errors.NumberHeld) as refusal,
    ):
        province.add(
            session,
            a_new_member(province.cell, "Nguyễn Văn Thử", sealed=held),
            actor=province.officer(province.ward),
        )

    assert refusal.value.facts == {"field": "citizen_id"}


def test_a_couple_may_share_a_phone(province):
    shared = {"phone": "0912000111"}
    with province.runtime.transaction() as session:
        province.add(
            session,
            a_new_member(province.cell, sealed=shared | {"card_number": "70000001"}),
            a_new_member(province.cell, sealed=shared | {"card_number": "70000002"}),
        )

    with province.runtime.transaction(read_only=True) as session:
        found = queries.find_members_with(session, province.officer(), "phone", "0912000111")
    assert len(found) == 2


def test_one_fault_keeps_the_whole_batch_out(province):
    people = [a_new_member(province.cell), a_new_member(province.cell, sex="?")]

    with province.runtime.transaction() as session, pytest.raises(errors.BatchRefused) as refusal:
        province.add(session, *people)

    assert refusal.value.facts == {"count": 1}
    with province.runtime.transaction(read_only=True) as session:
        for table in (Member, Account, NameToken, SealedValue, Appointment):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_cell_must_be_a_living_cell_within_reach(province):
    with province.runtime.transaction() as session:
        closed = an_organisation(session, province.ward, closed_on=date(2025, 7, 1))
    people = [
        a_new_member(uuid4()),
        a_new_member(province.ward),
        a_new_member(closed),
        a_new_member(province.far_cell),
        a_new_member(province.cell),
    ]

    assert find_faults(province, *people, actor=province.officer(province.ward)) == [
        (0, "cell", "members.cell_unknown"),
        (1, "cell", "members.not_a_cell"),
        (2, "cell", "members.cell_closed"),
        (3, "cell", "members.cell_unknown"),
    ]


def test_who_only_sees_a_cell_adds_nobody(province):
    follower = as_holder(Role.FOLLOWER, province.cell)

    with province.runtime.transaction() as session, pytest.raises(Forbidden):
        province.add(session, a_new_member(province.cell), actor=follower)


def test_an_officer_without_his_second_factor_is_told_to_give_it(province):
    awake = province.officer()
    asleep = type(awake)(awake.name, dormant=awake.grants, strength=Strength.PASSWORD)

    with province.runtime.transaction() as session, pytest.raises(SecondFactorNeeded):
        province.add(session, a_new_member(province.cell), actor=asleep)


def test_a_secretary_adds_those_whom_the_cell_prepares_and_nobody_else(province):
    secretary = province.secretary()
    with province.runtime.transaction() as session:
        [prospect] = province.add(session, a_prospect(province.cell), actor=secretary)
    with (
        province.runtime.transaction() as session,
        pytest.raises(errors.FieldNotYours) as refusal,
    ):
        province.add(session, a_new_member(province.cell), actor=secretary)

    assert refusal.value.facts == {"field": "status"}
    with province.runtime.transaction(read_only=True) as session:
        member = session.get_one(Member, prospect)
        account = session.get_one(Account, member.account_id)
        assert session.scalars(select(Appointment)).all() == []
    assert account.state == "disabled"


def test_one_person_leaves_one_entry_in_the_log_and_so_does_a_batch(province):
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, a_new_member(province.cell))
    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell), a_new_member(province.sibling))

    with province.runtime.transaction(read_only=True) as session:
        first, second = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    assert (first.act, first.subject_kind, first.subject_id) == (
        "members.add",
        "member",
        str(member_id),
    )
    assert (first.path, first.fields) == (province.cell.path, ["card_number"])
    assert (second.subject_kind, second.facts) == ("member_batch", {"count": 2, "cells": 2})


def test_adding_costs_as_many_statements_for_many_as_for_few(province, count_statements):
    def cost(people):
        with province.runtime.transaction() as session, count_statements() as counted:
            add_members(session, province.officer(), province.content, people)
        return counted.number

    few = cost([a_new_member(province.cell) for _ in range(2)])
    many = cost([a_new_member(province.cell) for _ in range(60)])

    assert few == many


def test_a_secretary_does_not_learn_by_adding_whose_numbers_are_known(province):
    """The refusal is one and the same, whether somebody in the country holds the number or not."""
    held = {"citizen_id": "001060000001", "card_number": "55500001"}
    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.far_cell, sealed=held))

    for field, number, free in (
        ("citizen_id", "001060000001", "001060000002"),
        ("card_number", "55500001", "55500002"),
        ("religion", "Không", "Có"),
    ):
        for text in (number, free):
            with (
                pytest.raises(errors.FieldNotYours) as refusal,
                province.runtime.transaction() as session,
            ):
                person = a_prospect(province.cell, sealed={field: text})
                province.add(session, person, actor=province.secretary())
            assert refusal.value.facts == {"field": field}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"status_since": TODAY, "status_until": TODAY - ONE_DAY}, errors.DatesOutOfOrder),
        ({"decision": "1-QĐ/ĐU", "decided_on": TODAY + ONE_DAY}, errors.DateInFuture),
        ({"status_since": date(1950, 1, 1)}, errors.DatesOutOfOrder),
        ({"in_cell_since": date(1950, 1, 1)}, errors.DatesOutOfOrder),
    ],
)
def test_days_of_a_status_lie_between_birth_and_today_and_in_order(province, said, refusal):
    exempt = {"status": "temporarily_exempt", "status_until": TODAY + 30 * ONE_DAY}
    with pytest.raises(refusal), province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell, **(exempt | said)))
