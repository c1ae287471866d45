"""The status of a record moves by the steps of its machine, and everything follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handbook_api.auth.models import Account, Appointment
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Role
from handbook_api.core.policy import Forbidden
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import errors, sealed
from handbook_api.members.models import CellStay, Member, StatusChange
from handbook_api.members.status_steps import Step, change_status
from handbook_api.members.statuses import base_of
from tests.support.members import a_new_member, a_prospect
from tests.support.people import an_organisation

PAPER = {"decision": "01-QĐ/ĐU", "decided_on": date(2026, 1, 5)}
DAY = date(2026, 2, 3)


@pytest.fixture
def member_id(province):
    with province.runtime.transaction() as session:
        person = a_new_member(
            province.cell, sealed={"card_number": "12345678", "phone": "0912000111"}
        )
        return province.add(session, person)[0]


def take(province, member_id, to, on=DAY, actor=None, version=None, **said):
    with province.runtime.transaction() as session:
        return change_status(
            session,
            actor or province.officer(),
            province.content,
            member_id,
            Step(to, on, **said),
            version=version,
        )


def standing(province, member_id):
    """Return what a member is now: record, account, open stays, open roles."""
    with province.runtime.transaction(read_only=True) as session:
        member = session.get_one(Member, member_id)
        account = session.get_one(Account, member.account_id)
        stays = session.scalars(
            select(CellStay).where(CellStay.member_id == member_id, CellStay.until.is_(None))
        ).all()
        roles = session.scalars(
            select(Appointment.role).where(
                Appointment.account_id == account.id, Appointment.until.is_(None)
            )
        ).all()
    return member, account, stays, roles


def test_admission_and_recognition_open_the_account_and_set_the_three_days(province):
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, a_prospect(province.cell))

    take(
        province,
        member_id,
        "probationary",
        date(2025, 1, 20),
        decision="1",
        decided_on=date(2025, 1, 5),
    )
    member, account, _, roles = standing(province, member_id)
    assert (member.admission_decided_on, member.joined_on) == (date(2025, 1, 5), date(2025, 1, 20))
    assert (account.state, roles) == ("new", ["member"])

    with pytest.raises(errors.ProbationRunning) as refusal:
        take(province, member_id, "official", date(2026, 1, 19), **PAPER)
    assert refusal.value.facts == {"until": "19/01/2026"}
    take(province, member_id, "official", date(2026, 1, 20), **PAPER)
    member, *_ = standing(province, member_id)
    assert (member.status, member.official_on) == ("official", date(2026, 1, 20))


def test_nobody_under_age_is_admitted(province):
    young = a_prospect(province.cell, birth_date=date(2008, 3, 1), status_since=date(2025, 1, 1))
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, young)

    with pytest.raises(errors.TooYoung):
        take(province, member_id, "probationary", **PAPER)


def test_an_end_closes_stay_roles_account_and_what_is_kept_until_then(province, member_id):
    take(province, member_id, "deceased")

    member, account, stays, roles = standing(province, member_id)
    assert (member.cell_id, member.last_cell_id) == (None, province.cell.id)
    assert (account.state, account.disabled_reason) == ("disabled", "deceased")
    assert (stays, roles) == ([], [])
    with province.runtime.transaction(read_only=True) as session:
        kept = sealed.read_fields(session, [member_id], ["card_number", "phone"])
        [stay] = session.scalars(select(CellStay)).all()
    assert kept[member_id] == {"card_number": "12345678"}
    assert stay.until == DAY - timedelta(days=1)


def test_suspension_closes_the_account_and_its_end_opens_it(province, member_id):
    take(province, member_id, "suspended", **PAPER)
    assert standing(province, member_id)[1].state == "disabled"

    take(province, member_id, "official", date(2026, 3, 3), **PAPER)

    member, account, stays, roles = standing(province, member_id)
    assert (account.state, account.disabled_reason) == ("new", None)
    assert (member.cell_id, len(stays), roles) == (province.cell.id, 1, ["member"])


def test_an_account_that_an_administrator_closed_stays_closed(province, member_id):
    take(province, member_id, "suspended", **PAPER)
    with province.runtime.transaction() as session:
        account = session.scalars(select(Account)).one()
        account.disabled_reason = "stolen_phone"

    take(province, member_id, "official", date(2026, 3, 3), **PAPER)

    assert standing(province, member_id)[1].state == "disabled"


def test_a_side_status_gives_way_to_what_lay_beneath_it(province):
    person = a_new_member(
        province.cell,
        status="probationary",
        admission_decided_on=date(2025, 6, 1),
        joined_on=date(2025, 6, 10),
        official_on=None,
    )
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, person)
    take(province, member_id, "suspended", **PAPER)

    with pytest.raises(errors.StepUnknown):
        take(province, member_id, "official", date(2026, 8, 1), **PAPER)
    take(province, member_id, "probationary", date(2026, 8, 1), **PAPER)

    assert standing(province, member_id)[0].status == "probationary"


def test_who_was_struck_off_is_admitted_again_after_the_term_and_counts_from_the_first_decision(
    province, member_id
):
    take(province, member_id, "struck_off", date(2022, 5, 5), **PAPER)
    take(province, member_id, "prospect", date(2024, 1, 1))
    assert standing(province, member_id)[1].state == "disabled"
    paper = PAPER | {"decided_on": date(2025, 5, 1)}
    with pytest.raises(errors.ReadmissionTooEarly) as refusal:
        take(province, member_id, "probationary", date(2025, 5, 4), **paper)
    assert refusal.value.facts == {"earliest": "05/05/2025"}

    take(province, member_id, "probationary", date(2025, 5, 5), **paper)

    member, account, stays, roles = standing(province, member_id)
    assert (member.joined_on, member.official_on) == (date(2025, 5, 5), None)
    assert member.admission_decided_on == date(1990, 2, 20)
    assert (account.state, len(stays), roles) == ("new", 1, ["member"])


def test_who_was_restored_goes_on_as_he_was(province, member_id):
    take(province, member_id, "expelled", **PAPER)

    take(province, member_id, "official", date(2026, 6, 1), **PAPER, cell_id=province.sibling.id)

    member, account, stays, roles = standing(province, member_id)
    assert (member.cell_id, member.official_on) == (province.sibling.id, date(1991, 3, 2))
    assert (account.state, stays[0].how, roles) == ("new", "admitted", ["member"])


def test_nobody_comes_back_into_a_closed_cell(province):
    with province.runtime.transaction() as session:
        cell = an_organisation(session, province.ward)
        [member_id] = province.add(session, a_new_member(cell))
    take(province, member_id, "expelled", **PAPER)
    with province.runtime.transaction() as session:
        session.merge(cell).closed_on = date(2026, 5, 1)

    with pytest.raises(errors.CellClosed):
        take(province, member_id, "official", date(2026, 6, 1), **PAPER)


IMPOSSIBLE = [
    ({"to": "prospect"}, errors.StepUnknown),
    ({"to": "happy"}, errors.UnknownChoice),
    ({"to": "official"}, errors.StepUnknown),
    ({"to": "transferred_out"}, errors.StepByTransfer),
    ({"to": "temporary_elsewhere", "until": date(2026, 6, 1)}, errors.StepByTransfer),
    ({"to": "exempt"}, errors.DecisionNeeded),
    ({"to": "exempt", "decision": "01-NQ/CB"}, errors.DecisionNeeded),
    ({"to": "exempt", "on": date(2100, 1, 1), **PAPER}, errors.DateInFuture),
    ({"to": "exempt", "decision": "1", "decided_on": date(2100, 1, 1)}, errors.DateInFuture),
    ({"to": "exempt", "on": date(1991, 3, 1), **PAPER}, errors.StepBeforeLast),
    ({"to": "temporarily_exempt", **PAPER}, errors.LastDayNeeded),
    ({"to": "temporarily_exempt", "until": date(2026, 1, 1), **PAPER}, errors.DatesOutOfOrder),
    ({"to": "temporarily_exempt", "until": date(2027, 2, 2), **PAPER}, errors.ExemptionTooLong),
    ({"to": "exempt", "version": 9, **PAPER}, errors.VersionPassed),
]


def test_what_cannot_be_is_refused_and_nothing_moves(province, member_id):
    for said, refusal in IMPOSSIBLE:
        with pytest.raises(refusal):
            take(province, member_id, **said)

    member, _, stays, _ = standing(province, member_id)
    assert (member.status, member.version, len(stays)) == ("official", 1, 1)


def test_one_exemption_may_last_just_under_the_limit(province, member_id):
    take(province, member_id, "temporarily_exempt", until=date(2027, 2, 1), **PAPER)

    assert standing(province, member_id)[0].status_until == date(2027, 2, 1)


def test_only_the_officer_above_takes_steps(province, member_id):
    with pytest.raises(Forbidden):
        take(province, member_id, "exempt", actor=province.secretary(), **PAPER)
    with pytest.raises(errors.MemberNotFound):
        take(province, member_id, "exempt", actor=province.officer(province.other_ward), **PAPER)


def test_a_step_is_written_down_without_its_paper(province, member_id):
    take(province, member_id, "exempt", **PAPER)

    with province.runtime.transaction(read_only=True) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        change = session.scalars(select(StatusChange).order_by(StatusChange.on.desc())).first()
    assert entry.facts == {"from": "official", "to": "exempt", "on": "2026-02-03"}
    assert (change.decision, change.from_status) == ("01-QĐ/ĐU", "official")


STATUSES = (
    "prospect",
    "probationary",
    "official",
    "temporarily_exempt",
    "exempt",
    "suspended",
    "struck_off",
    "expelled",
    "resigned",
    "deceased",
    "transferred_out",
    "temporary_elsewhere",
)
WALKS = st.lists(
    st.tuples(st.sampled_from(STATUSES), st.integers(0, 700), st.booleans()), max_size=14
)


@given(WALKS, st.booleans())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_steps_are_tried_record_cell_and_account_agree(province, walk, is_prospect):
    person = a_prospect(province.cell, birth_date=date(1960, 1, 1)) if is_prospect else None
    person = person or a_new_member(province.cell, sealed={})
    day = date(2005, 1, 1)
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, replace(person, status_since=day))
    for to, days, has_paper in walk:
        day = min(day + timedelta(days=days), clock.today())
        paper = {"decision": "1", "decided_on": day} if has_paper else {}
        try:
            take(province, member_id, to, day, until=day + timedelta(days=90), **paper)
        except HandbookError:
            continue
        must_agree(province, member_id)


def must_agree(province, member_id):
    member, account, stays, roles = standing(province, member_id)
    status = province.content.member_statuses[member.status]
    assert (member.cell_id is None) == status.ends_membership
    assert [stay.cell_id for stay in stays] == ([member.cell_id] if member.cell_id else [])
    assert roles == ([Role.MEMBER] if status.is_member else [])
    assert (account.state == "disabled") == (not status.may_sign_in)
    days = [member.admission_decided_on, member.joined_on, member.official_on]
    known = [day for day in days if day]
    assert known == sorted(known)
    if status.layer == "base":
        assert base_of(member, member.status, ()) == member.status
    with province.runtime.transaction(read_only=True) as session:
        changes = session.scalars(
            select(StatusChange)
            .where(StatusChange.member_id == member_id)
            .order_by(StatusChange.recorded_at)
        ).all()
    assert [one.from_status for one in changes[1:]] == [one.to_status for one in changes[:-1]]
    assert changes[-1].to_status == member.status
