"""Who may give which role to whom, and what a term may be."""

from datetime import timedelta

import pytest

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.organisations.models import Organisation
from tests.auth.appointments.conftest import SINCE
from tests.support.people import a_member, an_account

DAY = timedelta(days=1)


def test_an_organisation_officer_appoints_a_secretary_below_him(house):
    answer = house.appoint(
        house.officer, house.neighbour, role="secretary", decision="Số 12-QĐ/ĐU, 05/01/2026"
    )

    assert answer.status == 201
    assert answer.json["holder"] == {
        "account_id": str(house.member.id),
        "name": "Nguyễn Văn Thử",
    }
    assert answer.json["role"] == {"code": "secretary", "name": "Bí thư"}
    assert answer.json["counts"] is True
    assert ("secretary", house.neighbour.id) in house.roles(house.member)


def test_a_token_from_before_the_appointment_is_refused_at_the_next_request(house):
    old = house.acting(house.member)
    assert old.get("/me").status == 200

    house.appoint(house.officer, house.cell, role="cell_committee_member")

    refused = old.get("/me")
    assert (refused.status, refused.code) == (401, "auth.session_changed")


def test_the_holder_is_told_and_the_act_is_in_the_log(house):
    made = house.appoint(house.officer, house.cell, role="cell_committee_member").json

    told = house.acting(house.member).get("/me/security-events").json["items"]
    assert "role_given" in {one["what"] for one in told}
    with house.runtime.transaction(read_only=True) as session:
        entry = session.query(AuditEntry).filter_by(subject_id=made["id"]).one()
        assert entry.act == "auth.appoint"
        assert entry.actor_account_id == house.officer.id
        assert entry.path == house.cell.path
        assert entry.facts["role"] == "cell_committee_member"
        assert "Thử" not in str(entry.facts)


def test_a_second_secretary_at_once_is_refused(house):
    answer = house.appoint(house.officer, house.cell, role="secretary")

    assert (answer.status, answer.code) == (409, "auth.secretary_in_place")


def test_a_successor_follows_on_the_day_after_the_last(house):
    first = house.appointment(house.secretary, Role.SECRETARY)
    changing = clock.today() + timedelta(days=30)
    ended = house.acting(house.officer).post(
        f"/appointments/{first.id}/ending", {"on": changing.isoformat()}
    )
    assert ended.json["until"] == (changing - DAY).isoformat()

    too_early = house.appoint(
        house.officer, house.cell, role="secretary", since=(changing - DAY).isoformat()
    )
    in_time = house.appoint(house.officer, house.cell, role="secretary", since=changing.isoformat())

    assert too_early.code == "auth.secretary_in_place"
    assert in_time.status == 201
    assert in_time.json["counts"] is False
    assert ("secretary", house.cell.id) not in house.roles(house.member)


def test_the_same_role_twice_within_the_same_days_is_refused(house):
    spring = {"since": "2026-01-01", "until": "2026-03-31"}
    assert (
        house.appoint(house.officer, house.cell, role="cell_committee_member", **spring).status
        == 201
    )

    again = house.appoint(
        house.officer, house.cell, role="cell_committee_member", since="2026-03-31"
    )
    afterwards = house.appoint(
        house.officer, house.cell, role="cell_committee_member", since="2026-04-01"
    )

    assert (again.status, again.code) == (409, "auth.term_overlaps")
    assert afterwards.status == 201


def test_no_more_than_seven_sit_on_a_cell_committee_on_any_day(house):
    with house.runtime.transaction() as session:
        cell = session.get_one(Organisation, house.cell.id)
        people = [a_member(session, cell, name=f"Nguyễn Văn Thử {n}") for n in range(9)]
    terms = [("2026-01-01", "2026-06-30"), ("2026-07-01", None)]
    for number, account in enumerate(people[:8]):
        since, until = terms[number % 2]
        for _ in range(1):
            assert (
                house.appoint(
                    house.officer,
                    house.cell,
                    role="cell_committee_member",
                    account_id=str(account.id),
                    since=since,
                    until=until,
                ).status
                == 201
            )
    # Four in the first half of the year and four in the second: three more fit in both.
    for account in (*people[8:], house.member, house.deputy):
        assert (
            house.appoint(
                house.officer,
                house.cell,
                role="cell_committee_member",
                account_id=str(account.id),
                since="2026-06-01",
            ).status
            == 201
        )

    eighth = house.appoint(
        house.officer,
        house.cell,
        role="cell_committee_member",
        account_id=str(house.secretary.id),
        since="2026-06-15",
        until="2026-06-16",
    )

    assert (eighth.status, eighth.code) == (409, "auth.role_full")
    assert "7" in eighth.json["detail"]


@pytest.mark.parametrize(
    ("place", "role", "code"),
    [
        ("cell", "committee_member", "auth.role_not_here"),
        ("committee", "cell_committee_member", "auth.role_not_here"),
        ("committee", "follower", "auth.role_not_here"),
        ("cell", "member", "auth.role_by_membership"),
    ],
)
def test_a_role_that_such_an_organisation_does_not_know_is_refused(house, place, role, code):
    answer = house.appoint(house.officer, getattr(house, place), role=role)

    assert (answer.status, answer.code) == (422, code)


def test_the_last_day_does_not_lie_before_the_first(house):
    answer = house.appoint(
        house.officer,
        house.cell,
        role="cell_committee_member",
        until=(SINCE - DAY).isoformat(),
    )

    assert (answer.status, answer.code) == (422, "auth.term_reversed")


def test_no_term_begins_before_the_organisation_does(house):
    answer = house.appoint(
        house.officer, house.cell, role="cell_committee_member", since="2019-12-31"
    )

    assert (answer.status, answer.code) == (422, "auth.term_too_early")
    assert "01/01/2020" in answer.json["detail"]


def test_nobody_is_appointed_in_a_closed_organisation(house):
    with house.runtime.transaction() as session:
        session.get_one(Organisation, house.neighbour.id).closed_on = clock.today()

    answer = house.appoint(house.officer, house.neighbour, role="secretary")

    assert (answer.status, answer.code) == (409, "organisations.closed")


def test_a_disabled_account_is_given_no_role(house):
    with house.runtime.transaction() as session:
        session.get_one(Account, house.member.id).state = "disabled"

    answer = house.appoint(house.officer, house.cell, role="cell_committee_member")

    assert (answer.status, answer.code) == (409, "auth.holder_disabled")


def test_nobody_gives_himself_a_role(house):
    officer = str(house.officer.id)
    answer = house.appoint(house.officer, house.cell, role="follower", account_id=officer)

    assert (answer.status, answer.code) == (409, "auth.not_yourself")


@pytest.mark.parametrize(
    ("actor", "role", "status"),
    [
        ("officer", "committee_member", 201),
        ("officer", "secretary", 201),
        ("officer", "organisation_officer", 403),
        ("officer", "administrator", 403),
        ("administrator", "organisation_officer", 201),
        ("administrator", "inspection_officer", 201),
        ("administrator", "administrator", 201),
        ("administrator", "committee_member", 403),
        ("secretary", "committee_member", 403),
        ("member", "administrator", 403),
    ],
)
def test_leaders_are_decided_by_one_officer_and_officers_by_another(house, actor, role, status):
    deputy = str(house.deputy.id)
    answer = house.appoint(getattr(house, actor), house.committee, role=role, account_id=deputy)

    assert answer.status == status


def test_a_secretary_does_not_appoint_in_his_own_cell(house):
    answer = house.appoint(house.secretary, house.cell, role="cell_committee_member")

    assert (answer.status, answer.code) == (403, "request.forbidden")


def test_an_officer_without_his_second_factor_is_told_what_is_missing(house):
    asking = house.acting(house.officer, Strength.PASSWORD)
    body = {"account_id": str(house.member.id), "role": "secretary", "since": "2026-01-05"}
    answer = asking.post(f"/organisations/{house.committee.id}/appointments", body)

    # Asleep, he sees nothing of his committee at all.
    assert answer.status in (403, 404)
    assert answer.code in ("auth.second_factor_needed", "organisations.not_found")


def test_an_officer_of_elsewhere_finds_neither_the_cell_nor_the_person(house):
    with house.runtime.transaction() as session:
        other = an_account(session, name="Vũ Thị Khác")
        elsewhere = session.query(Organisation).filter_by(name="Đảng bộ khác").one()
    assert (
        house.appoint(
            house.administrator,
            house.committee,
            role="organisation_officer",
            account_id=str(other.id),
        ).code
        == "auth.account_not_found"
    )

    lost = house.appoint(house.officer, elsewhere, role="secretary")
    unknown = house.appoint(
        house.officer, house.cell, role="follower", account_id=str(house.stranger.id)
    )

    assert (lost.status, lost.code) == (404, "organisations.not_found")
    assert (unknown.status, unknown.code) == (404, "auth.account_not_found")


def test_a_guest_is_asked_to_sign_in(house):
    answer = house.client.post(f"/organisations/{house.cell.id}/appointments", {})

    assert (answer.status, answer.code) == (401, "auth.sign_in_needed")


def test_sent_twice_with_one_key_it_is_done_once(house):
    asking = house.acting(house.officer)
    body = {"account_id": str(house.member.id), "role": "secretary", "since": "2026-01-05"}
    address = f"/organisations/{house.neighbour.id}/appointments"
    key = {"Idempotency-Key": "khoa-thu-0001"}

    first, second = (asking.post(address, body, headers=key) for _ in range(2))

    assert first.status == second.status == 201
    assert first.body == second.body
