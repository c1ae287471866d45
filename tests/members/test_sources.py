"""Where each value of one's own record comes from: a list, an officer, oneself, a correction."""

from datetime import UTC, date, datetime

import pytest

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.members import sources
from handbook_api.members.corrections.policy import CorrectionAct
from handbook_api.members.corrections.service import recording
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.members import a_new_member, a_province
from tests.support.people import appoint, signed_in

#: Seven in the evening in Greenwich is the next day in Vietnam.
LATE = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def province(runtime):
    return a_province(runtime)


@pytest.fixture
def people(province, runtime):
    """A member and his secretary, who came with a list."""
    person = a_new_member(province.cell, "Nguyễn Văn Thử", sealed={"home_town": "Thôn Thử"})
    other = a_new_member(province.cell, "Trần Thị Mẫu")
    with runtime.transaction() as session:
        province.add(session, person, other)
        account = session.get_one(Account, other.account_id)
        appoint(session, account, province.cell, Role.SECRETARY)
    return person, other


@pytest.fixture
def client(runtime):
    return Client(create_app(runtime), runtime.engine)


@pytest.fixture
def mine(client, runtime, people):
    return client.acting_as(signed_in(runtime, people[0].account_id))


@pytest.fixture
def secretary(client, runtime, people):
    return client.acting_as(signed_in(runtime, people[1].account_id))


def _sources(client):
    record = client.get("/me/record").json
    fields = [field for group in record["groups"] for field in group["fields"]]
    return {
        one["code"]: (one["source"]["kind"]["code"], one["source"]["on"])
        for one in (*fields, *record["lists"])
        if one["source"] is not None
    }


def test_what_came_with_a_list_says_so_and_what_is_empty_says_nothing(mine):
    said = _sources(mine)

    assert said["home_town"] == said["full_name"] == ("list", f"{clock.today():%Y-%m-%d}")
    assert "religion" not in said
    assert "status" not in said, "its steps stand beside it, with the decisions"
    told = mine.get("/me/record").json["groups"][0]["fields"][0]["source"]["kind"]["name"]
    assert told == "danh sách nhập vào sổ tay"


def test_what_was_written_later_says_by_whom_and_on_which_day_in_vietnam(mine, secretary, people):
    with clock.frozen(LATE):
        for who, field, text in (
            (mine, "phone", "0912345678"),
            (secretary, "residence", "Thôn Thử"),
        ):
            record = mine.get("/me/record").json
            change = {"fields": {field: text}, "version": record["version"]}
            assert who.patch(f"/members/{record['id']}", change).status == 200
        said = _sources(mine)

    assert said["phone"] == ("himself", "2026-11-24")
    assert said["residence"] == ("officer", "2026-11-24")
    assert said["home_town"][0] == "list"


def test_a_correction_that_was_accepted_is_told_as_one(mine, secretary):
    asked = mine.post("/me/corrections", {"field": "residence", "wanted": "Thôn Mẫu"})
    steps = f"/corrections/{asked.json['id']}/steps"
    assert "residence" not in _sources(mine)
    accepted = secretary.post(steps, {"code": "accept"})
    assert accepted.status in (200, 201), accepted.json

    assert _sources(mine)["residence"][0] == "correction"


def test_others_are_not_told(mine, secretary):
    id_ = mine.get("/me/record").json["id"]

    record = secretary.get(f"/members/{id_}").json

    assert {field["source"] for group in record["groups"] for field in group["fields"]} == {None}


def test_the_words_of_the_room_above_are_its_own():
    assert (sources.CORRECTED, sources.IN_STATE) == (CorrectionAct.STEP, recording.ACCEPTED)
    assert sources.Sources().of("sex") is None
    first = sources.Source(sources.SourceKind.LIST, date(2026, 1, 1))
    assert sources.Sources(first).of("sex") == first
