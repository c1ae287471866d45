"""Figures over HTTP: who is told what, what it costs, what is written down."""

import csv
import io

import pytest
from sqlalchemy import select

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.models import Member
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.people import an_organisation, appoint, signed_in
from tests.support.records import a_record

ADOPTION = "/statistics/adoption"
#: counted, left out, activated, seen, with a bell, by app, by phone, in person.
LARGE = (5, 1, 3, 2, 1, 2, 1, 2)
SMALL = (2, 0, 0, 0, 0, 0, 0, 2)


@pytest.fixture
def ask(runtime, holder):
    """A client of whoever holds a role somewhere, awake."""
    app = create_app(runtime)

    def of(account):
        token = signed_in(runtime, account, strength=Strength.TWO_FACTOR)
        return Client(app, runtime.engine, token)

    def as_(role, organisation):
        return of(holder(role, organisation))

    as_.of = of
    return as_


def _numbers(figures):
    return tuple(figures.values()) if figures else None


def _parts(answer):
    return {
        part["organisation"]["name"]: _numbers(part["figures"]) for part in answer.json["parts"]
    }


def test_an_officer_reads_the_figures_of_each_cell_and_of_all(ask, committee):
    officer = ask(Role.ORGANISATION_OFFICER, committee.top)
    answer = officer.get(ADOPTION, organisation_id=committee.top.id)

    assert _parts(answer) == {"Chi bộ Lớn": LARGE, "Chi bộ Nhỏ": SMALL}
    total = tuple(map(sum, zip(LARGE, SMALL, strict=True)))
    assert _numbers(answer.json["total"]) == total
    assert answer.json["together"] is None
    assert {one["code"] for one in answer.json["statuses_left_out"]} == {
        "temporary_elsewhere",
        "temporarily_exempt",
        "exempt",
        "suspended",
    }
    assert answer.json["seen_within_days"] == 30
    assert "no-store" in answer.headers["Cache-Control"]

    alone = officer.get(ADOPTION, organisation_id=committee.large.id)
    assert (_numbers(alone.json["total"]), alone.json["parts"]) == (LARGE, [])


def test_somebody_who_does_not_look_after_people_is_not_told_of_a_few(ask, committee):
    inspector = ask(Role.INSPECTION_OFFICER, committee.top)
    answer = inspector.get(ADOPTION, organisation_id=committee.top.id)

    # With the large one told, the small one would be what is left of the total.
    assert _parts(answer) == {"Chi bộ Lớn": None, "Chi bộ Nhỏ": None}
    assert _numbers(answer.json["together"]) == _numbers(answer.json["total"])
    for cell in (committee.large, committee.small):
        refused = inspector.get(ADOPTION, organisation_id=cell.id)
        assert (refused.status, refused.code) == (403, "statistics.too_few_people")


def test_nobody_finds_a_few_by_taking_away_those_he_knows(ask, runtime, committee, holder):
    """Committees are made of secretaries: the small cell is the total without one's own."""
    secretary = holder(Role.SECRETARY, committee.large)
    with runtime.transaction() as session:
        appoint(session, secretary, committee.top, Role.COMMITTEE_MEMBER)
        third = an_organisation(session, committee.top, name="Chi bộ Ba")
    leader = ask.of(secretary)

    own = leader.get(ADOPTION, organisation_id=committee.large.id)
    assert _numbers(own.json["total"]) == LARGE
    refused = leader.get(ADOPTION, organisation_id=committee.top.id)
    assert refused.code == "statistics.too_few_people"
    with runtime.transaction() as session:
        for _ in range(3):
            a_record(session, third)
    both = leader.get(ADOPTION, organisation_id=committee.top.id)
    assert _parts(both) == {"Chi bộ Lớn": LARGE, "Chi bộ Nhỏ": None, "Chi bộ Ba": None}


def test_a_second_office_opens_nothing_that_the_first_puts_together(
    ask, runtime, committee, holder
):
    inspector = holder(Role.INSPECTION_OFFICER, committee.large)
    alone = ask.of(inspector).get(ADOPTION, organisation_id=committee.large.id)
    assert _numbers(alone.json["total"]) == LARGE
    with runtime.transaction() as session:
        appoint(session, inspector, committee.top, Role.ADMINISTRATOR)

    both = ask.of(inspector)
    assert both.get(ADOPTION, organisation_id=committee.top.id).status == 200
    refused = both.get(ADOPTION, organisation_id=committee.large.id)
    assert refused.code == "statistics.too_few_people"


def test_who_leads_a_cell_reads_its_own_figures_however_few(ask, committee):
    secretary = ask(Role.SECRETARY, committee.small)

    own = secretary.get(ADOPTION, organisation_id=committee.small.id)
    assert _numbers(own.json["total"]) == SMALL
    assert secretary.get(ADOPTION, organisation_id=committee.top.id).code == "request.forbidden"
    assert secretary.get(ADOPTION, organisation_id=committee.large.id).status == 404
    assert secretary.get(ADOPTION, organisation_id=committee.outside.id).status == 404


def test_figures_cost_as_much_for_many_as_for_few(ask, committee, runtime):
    officer = ask(Role.ORGANISATION_OFFICER, committee.top)
    few = officer.get(ADOPTION, organisation_id=committee.top.id)
    with runtime.transaction() as session:
        for number in range(4):
            a_record(session, an_organisation(session, committee.top, name=f"Chi bộ {number}"))
    many = officer.get(ADOPTION, organisation_id=committee.top.id)

    assert len(many.json["parts"]) == 6
    assert many.queries == few.queries


def test_somebody_erased_or_gone_is_not_counted(ask, committee, runtime):
    with runtime.transaction() as session:
        left, erased = session.scalars(
            select(Member)
            .join(Account, Account.id == Member.account_id)
            .where(Member.cell_id == committee.small.id)
        )
        left.cell_id, left.status = None, "transferred_out"
        erased.erased_at = erased.updated_at
    secretary = ask(Role.SECRETARY, committee.small)

    own = secretary.get(ADOPTION, organisation_id=committee.small.id)
    assert _numbers(own.json["total"]) == (0,) * len(SMALL)


def test_the_table_is_written_down_and_leaves_out_the_same(ask, committee, runtime):
    officer = ask(Role.ORGANISATION_OFFICER, committee.top)
    inspector = ask(Role.INSPECTION_OFFICER, committee.top)
    where = {"organisation_id": committee.top.id}
    whole = officer.get(f"{ADOPTION}.csv", **where)
    coarse = inspector.get(f"{ADOPTION}.csv", **where)

    assert whole.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(whole.body.decode("utf-8-sig"))))
    assert ["Chi bộ Lớn", "19.024.003", *map(str, LARGE)] in rows
    assert ["Chi bộ Nhỏ", "", *[""] * 8] in list(
        csv.reader(io.StringIO(coarse.body.decode("utf-8-sig")))
    )
    with runtime.transaction(read_only=True) as session:
        noted = list(
            session.scalars(select(AuditEntry).where(AuditEntry.act == "statistics.export"))
        )
    assert [one.subject_id for one in noted] == [str(committee.top.id)] * 2
    assert {one.path for one in noted} == {committee.top.path}
