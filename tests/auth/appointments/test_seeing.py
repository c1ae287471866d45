"""Who sees who holds what."""

import pytest

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role, Strength
from handbook_api.organisations.models import Organisation
from tests.support.people import appoint


def _names(answer):
    return {
        (one["role"]["code"], one["holder"] and one["holder"]["name"])
        for one in answer.json["items"]
    }


@pytest.fixture
def follower(house):
    with house.runtime.transaction() as session:
        account = session.get_one(Account, house.deputy.id)
        appoint(session, account, session.get_one(Organisation, house.neighbour.id), Role.FOLLOWER)
    return house.deputy


@pytest.mark.parametrize("viewer", ["secretary", "deputy", "officer", "administrator"])
def test_whoever_serves_there_or_above_reads_the_names(house, viewer):
    answer = house.acting(getattr(house, viewer)).get(
        f"/organisations/{house.cell.id}/appointments"
    )

    assert answer.status == 200
    assert _names(answer) == {
        ("secretary", "Trần Văn Bí Thư"),
        ("deputy_secretary", "Ngô Thị Phó"),
    }


def test_a_member_sees_which_offices_are_held_but_nobody_s_name(house):
    answer = house.acting(house.member).get(f"/organisations/{house.cell.id}/appointments")

    assert _names(answer) == {("secretary", None), ("deputy_secretary", None)}
    assert all(one["decision"] is None for one in answer.json["items"])
    assert "Trần Văn Bí Thư".encode() not in answer.body
    assert str(house.secretary.id).encode() not in answer.body


def test_from_below_the_offices_above_have_no_names(house):
    answer = house.acting(house.secretary).get(f"/organisations/{house.committee.id}/appointments")

    assert _names(answer) == {("organisation_officer", None), ("administrator", None)}


def test_a_follower_knows_who_leads_the_cell_he_follows(house, follower):
    answer = house.acting(follower).get(f"/organisations/{house.neighbour.id}/appointments")

    assert _names(answer) == {("follower", "Ngô Thị Phó")}


def test_an_office_whose_second_factor_is_missing_shows_nothing(house):
    asleep = house.acting(house.officer, Strength.PASSWORD)

    answer = asleep.get(f"/organisations/{house.cell.id}/appointments")

    assert (answer.status, answer.code) == (403, "auth.second_factor_needed")


def test_somebody_of_elsewhere_finds_no_such_organisation(house):
    there = house.acting(house.stranger).get(f"/organisations/{house.cell.id}/appointments")
    nowhere = house.acting(house.stranger).get(
        "/organisations/9b2f0a34-0000-4000-8000-000000000001/appointments"
    )

    assert there.status == nowhere.status == 404
    assert {**there.json, "request_id": ""} == {**nowhere.json, "request_id": ""}


def test_past_terms_are_read_by_those_who_know_the_names_and_by_nobody_else(house):
    house.appoint(
        house.officer,
        house.cell,
        role="cell_committee_member",
        since="2021-01-01",
        until="2022-12-31",
    )

    address = f"/organisations/{house.cell.id}/appointments"
    known = house.acting(house.secretary).get(address)
    unknown = house.acting(house.deputy).get(address, counting="true")
    below = house.acting(house.stranger).get(address)

    assert ("cell_committee_member", "Nguyễn Văn Thử") in _names(known)
    assert "cell_committee_member" not in {role for role, _ in _names(unknown)}
    assert below.status == 404
    own = house.acting(house.member).get(address)
    assert ("cell_committee_member", "Nguyễn Văn Thử") in _names(own)


def test_the_list_is_paged_from_the_latest_term_on(house):
    asking = house.acting(house.secretary)
    for year in range(2021, 2025):
        house.appoint(
            house.officer,
            house.cell,
            role="cell_committee_member",
            since=f"{year}-01-01",
            until=f"{year}-12-31",
        )
    asking = house.acting(house.secretary)
    address, seen, cursor = f"/organisations/{house.cell.id}/appointments", [], None
    while True:
        extra = {"cursor": cursor} if cursor else {}
        answer = asking.get(address, limit=2, **extra)
        seen += [one["since"] for one in answer.json["items"]]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            break

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 6
    assert asking.get(address, cursor="xxxx").code == "request.cursor"


def test_everybody_reads_his_own_roles_and_his_cell(house):
    answer = house.acting(house.secretary).get("/me/appointments")

    assert {(one["role"]["code"], one["organisation"]["name"]) for one in answer.json["items"]} == {
        ("secretary", "Chi bộ Một"),
        ("member", "Chi bộ Một"),
    }
    assert {one["holder"]["name"] for one in answer.json["items"]} == {"Trần Văn Bí Thư"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.client.get("/me/appointments").status == 401


def test_a_list_costs_the_same_number_of_statements_however_long_it_is(house):
    address = f"/organisations/{house.cell.id}/appointments"
    short = house.acting(house.secretary).get(address).queries
    for year in range(2021, 2025):
        house.appoint(
            house.officer,
            house.cell,
            role="cell_committee_member",
            since=f"{year}-01-01",
            until=f"{year}-12-31",
        )

    assert house.acting(house.secretary).get(address).queries == short <= 4
