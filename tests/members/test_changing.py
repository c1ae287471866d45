"""Fields change by whom their register says, with history, and over nobody's head."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handbook_api.auth.models import Account, SignInName
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.policy import Forbidden
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import errors, queries, sealed
from handbook_api.members.changing import change_fields
from handbook_api.members.models import Member, SealedValue
from handbook_api.members.queries import MemberFilter
from tests.support.members import a_new_member
from tests.support.records import as_holder, as_member

CARD = "12345678"


@pytest.fixture
def member_id(province):
    person = a_new_member(
        province.cell, sealed={"card_number": CARD, "phone": "0912000111", "residence": "Xã Thử"}
    )
    with province.runtime.transaction() as session:
        return province.add(session, person)[0]


def change(province, member_id, actor=None, version=None, **wanted):
    with province.runtime.transaction() as session:
        actor = actor or province.officer()
        return change_fields(session, actor, province.content, member_id, wanted, version=version)


def the_member(province, member_id):
    with province.runtime.transaction(read_only=True) as session:
        return session.get_one(Member, member_id)


def test_a_new_name_is_found_sorted_and_signed_with(province, member_id):
    change(province, member_id, full_name="  Nguyễn  Thị Hoà ")

    with province.runtime.transaction(read_only=True) as session:
        found = queries.search_people(
            session, province.officer(), "nguyen hoa", MemberFilter(), limit=5
        )
        gone = queries.search_people(session, province.officer(), "mau", MemberFilter(), limit=5)
        account = session.scalars(select(Account)).one()
    assert [row.member.id for row in found.members] == [member_id]
    assert gone.members == ()
    assert account.display_name == "Nguyễn Thị Hoà"


def test_a_sealed_field_keeps_what_it_said_before(province, member_id):
    tomorrow = clock.now() + timedelta(days=1)
    with clock.frozen(tomorrow):
        change(province, member_id, card_number="8765 4321")

    with province.runtime.transaction(read_only=True) as session:
        now, before = sealed.histories(session, member_id, ["card_number"])["card_number"]
    assert (now.text, now.until) == ("87654321", None)
    assert before.text == CARD
    assert before.until == now.since - timedelta(days=1)


def test_a_number_that_was_given_up_may_be_taken_by_another(province, member_id):
    change(province, member_id, card_number="87654321")
    with province.runtime.transaction() as session:
        [other] = province.add(session, a_new_member(province.far_cell, sealed={}))

    change(province, other, card_number=CARD)
    with pytest.raises(errors.NumberHeld) as refusal:
        change(province, member_id, card_number=CARD)

    assert refusal.value.facts == {"field": "card_number"}


def test_card_and_phone_are_signed_in_with_at_once(province, member_id):
    change(province, member_id, card_number=None, phone="0987654321")

    with province.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(SignInName.kind)).all() == ["phone"]


def test_a_phone_that_somebody_else_signs_in_with_is_only_a_phone(province, member_id):
    with province.runtime.transaction() as session:
        [other] = province.add(session, a_new_member(province.cell, sealed={"phone": "0987654321"}))

    change(province, member_id, phone="0987654321")

    with province.runtime.transaction(read_only=True) as session:
        names = session.execute(select(SignInName.account_id, SignInName.kind)).all()
        holder = session.get_one(Member, other).account_id
        kept = sealed.read_fields(session, [member_id], ["phone"])
    assert kept == {member_id: {"phone": "0987654321"}}
    assert [row.account_id for row in names if row.kind == "phone"] == [holder]


def test_the_same_value_again_changes_nothing(province, member_id):
    change(province, member_id, phone="+84 912 000 111", occupation="Hưu trí")

    assert the_member(province, member_id).version == 1
    with province.runtime.transaction(read_only=True) as session:
        acts = session.scalars(select(AuditEntry.act)).all()
        values = session.scalars(select(SealedValue)).all()
    assert acts == ["members.add"]
    assert len(values) == 3


def test_a_change_over_somebody_elses_change_is_refused(province, member_id):
    change(province, member_id, version=1, occupation="Nông dân")

    with pytest.raises(errors.VersionPassed):
        change(province, member_id, version=1, occupation="Giáo viên")

    assert the_member(province, member_id).occupation == "Nông dân"


IMPOSSIBLE = [
    ({"full_name": None}, errors.ValueMissing),
    ({"reachable_by": None}, errors.ValueMissing),
    ({"birth_date": "1960-02-30"}, errors.DateNotUnderstood),
    ({"birth_date": date(2100, 1, 1)}, errors.DateInFuture),
    ({"joined_on": date(1992, 1, 1)}, errors.DatesOutOfOrder),
    ({"status": "exempt"}, errors.FieldUnknown),
    ({"cell": "somewhere"}, errors.FieldUnknown),
    ({"awards": "medal"}, errors.FieldUnknown),
    ({"shoe_size": "43"}, errors.FieldUnknown),
    ({"ethnicity": "Martian"}, errors.UnknownChoice),
    ({"phone": "no"}, errors.ValueNotUnderstood),
]


def test_what_cannot_be_is_refused_and_nothing_changes(province, member_id):
    for wanted, refusal in IMPOSSIBLE:
        with pytest.raises(refusal):
            change(province, member_id, occupation="Nông dân", **wanted)

    assert the_member(province, member_id).occupation == "Hưu trí"


def test_who_changes_which_field_is_said_by_its_register(province, member_id):
    oneself = as_member(the_member(province, member_id), province.cell)

    change(province, member_id, oneself, phone="0900000001", reachable_by="phone")
    change(province, member_id, province.secretary(), residence="Xã Mẫu", phone="0900000002")
    for actor, field in (
        (oneself, "residence"),
        (oneself, "full_name"),
        (province.secretary(), "card_number"),
        (province.secretary(), "citizen_id"),
        (province.officer(), "contact_person"),
    ):
        with pytest.raises(errors.FieldNotYours) as refusal:
            change(province, member_id, actor, **{field: "x"})
        assert refusal.value.facts == {"field": field}


def test_who_may_change_nothing_is_refused_and_who_sees_nothing_finds_nothing(province, member_id):
    for role in (Role.FOLLOWER, Role.CELL_COMMITTEE_MEMBER):
        with pytest.raises(Forbidden):
            change(province, member_id, as_holder(role, province.cell), phone="0900000001")
    with pytest.raises(errors.MemberNotFound):
        change(province, member_id, province.secretary(province.sibling), phone="0900000001")


def test_a_change_is_written_down_by_the_names_of_its_fields(province, member_id):
    change(province, member_id, occupation="Nông dân", phone="0900000001")

    with province.runtime.transaction(read_only=True) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (entry.act, entry.subject_id) == ("members.change", str(member_id))
    assert entry.fields == ["occupation", "phone"]
