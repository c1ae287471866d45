"""The demo in a database: made once, whole or not at all, and never beside anybody real."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from handbook_api.auth.models import Account, Appointment, SignInName
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.base import Base
from handbook_api.demo import service
from handbook_api.demo.errors import MadeAlready, NotEmpty, SizesDoNotFit
from handbook_api.demo.models import DemoMark
from handbook_api.demo.service import SMALL, Wanted, make_demo, prepare
from handbook_api.demo.tree import MERGED_ON, TOP_CODE
from handbook_api.members import queries as members
from handbook_api.members.models import CellStay, Member
from handbook_api.notices.models import Notice
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation, Succession
from tests.demo.conftest import ignore
from tests.support.people import a_committee, a_member, an_account, an_organisation


def _rows(runtime):
    """How many rows each table has."""
    with runtime.transaction(read_only=True) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def _all(runtime, query):
    with runtime.transaction(read_only=True) as session:
        return session.scalars(query).all()


def _people(runtime):
    with runtime.transaction(read_only=True) as session:
        query = select(Member, Organisation.code).join(
            Organisation, Organisation.id == Member.cell_id
        )
        return [
            (code, one.id, one.full_name, one.birth_date, one.status, one.joined_on)
            for one, code in session.execute(query.order_by(Member.id))
        ]


def test_it_has_as_many_members_and_living_cells_as_it_says(demo):
    cells = select(func.count()).where(Organisation.is_cell, Organisation.closed_on.is_(None))

    with demo.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Member)) == SMALL.members
        assert session.scalar(cells) == SMALL.cells
        assert session.scalar(select(DemoMark)).members == SMALL.members


def test_it_is_one_tree_under_one_province(demo):
    tops = _all(demo, select(Organisation.name).where(Organisation.parent_id.is_(None)))

    assert tops == ["Đảng bộ tỉnh Minh Họa"]


def test_everybody_belongs_to_a_living_cell_today(demo):
    with demo.transaction(read_only=True) as session:
        closed = select(func.count(Member.id)).join(Organisation, Organisation.id == Member.cell_id)
        placed = select(func.count()).where(
            Appointment.role == Role.MEMBER, Appointment.until.is_(None)
        )
        assert session.scalar(closed.where(Organisation.closed_on.is_not(None))) == 0
        assert session.scalar(placed) == SMALL.members


def test_a_merged_cell_has_a_readable_history(demo):
    with demo.transaction(read_only=True) as session:
        succession = session.scalars(select(Succession)).all()
        (heir,) = {one.successor_id for one in succession}
        old = [session.get(Organisation, one.predecessor_id) for one in succession]
        found = organisations.find_organisation_by_code(session, TERMINAL, old[0].code, MERGED_ON)
        here = select(Member.id).where(Member.cell_id == heir)
        before = select(CellStay.member_id).where(
            CellStay.cell_id.in_([one.id for one in old]), CellStay.until.is_not(None)
        )
        moved = set(session.scalars(before))
        assert moved
        assert moved <= set(session.scalars(here))

    assert [one.closed_on for one in old] == [MERGED_ON, MERGED_ON]
    assert found is not None
    assert found.id == heir


def test_who_came_after_the_merger_never_was_in_a_cell_that_was_no_more(runtime):
    make_demo(runtime, Wanted(300, 12, seed=3), ignore)
    stays = _all(runtime, select(CellStay).order_by(CellStay.since))
    heirs = set(_all(runtime, select(Succession.successor_id)))
    gone = set(_all(runtime, select(Succession.predecessor_id)))
    in_heirs = [one for one in stays if one.cell_id in heirs]

    assert all(one.since <= one.until < MERGED_ON for one in stays if one.cell_id in gone)
    assert all(one.since >= MERGED_ON and one.until is None for one in in_heirs)
    assert {one.how for one in in_heirs} == {"merged", "listed"}


def test_its_people_are_found_like_anybodys(demo):
    with demo.transaction(read_only=True) as session:
        found = members.search_people(session, TERMINAL, "nguyen", members.MemberFilter(), limit=50)

    assert len(found.members) >= 10
    assert all(one.member.full_name.startswith("Nguyễn") for one in found.members)


def test_the_same_seed_makes_the_same_people_again(demo, runtime):
    make_demo(runtime, SMALL, ignore)

    assert _people(runtime) == _people(demo)


def test_another_seed_makes_others(demo, runtime):
    make_demo(runtime, Wanted(SMALL.members, SMALL.cells, seed=2), ignore)

    assert {name for _, _, name, *_ in _people(runtime)} != {n for _, _, n, *_ in _people(demo)}


def test_its_making_is_in_the_log(demo):
    acts = Counter(_all(demo, select(AuditEntry.act)))

    assert acts["demo.make"] == 1
    assert acts["members.add"] >= 1
    assert acts["organisations.merge"] >= 1


def test_progress_goes_forward_to_its_end(runtime):
    told = []
    make_demo(runtime, SMALL, lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]
    assert all(done <= total for done, total in told)


def test_it_is_not_made_twice(demo):
    before = _rows(demo)

    with pytest.raises(MadeAlready) as refused:
        make_demo(demo, Wanted(500, 20, seed=3), ignore)

    assert refused.value.facts == {"members": SMALL.members, "cells": SMALL.cells}
    assert _rows(demo) == before


def test_it_is_not_made_beside_a_real_committee(runtime):
    with runtime.transaction() as session:
        cell = an_organisation(session, a_committee(session))
        a_member(session, cell)
    before = _rows(runtime)

    with pytest.raises(NotEmpty):
        make_demo(runtime, SMALL, ignore)

    assert _rows(runtime) == before


def test_it_is_not_made_where_somebody_has_an_account(runtime):
    with runtime.transaction() as session:
        an_account(session)

    with pytest.raises(NotEmpty):
        make_demo(runtime, SMALL, ignore)


def test_what_breaks_on_the_way_leaves_nothing(runtime, monkeypatch):
    before = _rows(runtime)

    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(service, "plan_offices", fail)
    with pytest.raises(ZeroDivisionError):
        make_demo(runtime, SMALL, ignore)

    assert _rows(runtime) == before


def test_sizes_that_do_not_fit_leave_nothing(runtime):
    before = _rows(runtime)

    with pytest.raises(SizesDoNotFit):
        make_demo(runtime, Wanted(100, 90, seed=1), ignore)

    assert _rows(runtime) == before


def test_an_empty_database_is_prepared_with_the_small_demo(runtime):
    doors = prepare(runtime, ignore)

    assert [door.role for door in doors] == [
        "guest",
        "member",
        "secretary",
        "officer",
        "administrator",
    ]
    assert len(_people(runtime)) == SMALL.members


def test_a_real_committee_is_left_as_it_is(runtime):
    with runtime.transaction() as session:
        cell = an_organisation(session, a_committee(session))
        real = a_member(session, cell, names={"chosen": "bithu.demo"}, password="chuối chín cây")
    before = _rows(runtime)

    assert prepare(runtime, ignore) == ()

    assert _rows(runtime) == before
    with runtime.transaction(read_only=True) as session:
        now = session.get(Account, real.id)
        assert now.password_hash == real.password_hash
        assert now.epoch == real.epoch


def test_a_demo_beside_which_a_real_committee_was_opened_is_no_demo_any_more(demo):
    with demo.transaction() as session:
        a_committee(session, name="Đảng bộ có thật")
    before = _rows(demo)

    assert prepare(demo, ignore) == ()

    assert _rows(demo) == before
    with pytest.raises(NotEmpty):
        make_demo(demo, SMALL, ignore)


def test_what_is_opened_inside_the_demo_leaves_it_a_demo(demo):
    with demo.transaction() as session:
        top = session.scalars(select(Organisation).where(Organisation.code == TOP_CODE)).one()
        an_organisation(session, top, name="Đảng bộ mới mở thử", is_cell=False)

    assert len(prepare(demo, ignore)) == 5


def test_everybody_with_a_number_can_be_given_a_slip_under_it(demo):
    cards = _all(demo, select(SignInName.account_id).where(SignInName.kind == "card"))
    official = _all(demo, select(Member.account_id).where(Member.official_on.is_not(None)))

    assert set(cards) == set(official)


def test_the_secretarys_cell_has_an_invitation(runtime):
    service.make_demo(runtime, service.SMALL, lambda *_: None)

    with runtime.transaction(read_only=True) as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.kind, notice.state) == ("meeting", "scheduled")
        assert notice.people > 0
