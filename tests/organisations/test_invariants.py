"""Whatever acts are tried in whatever order, the tree stays a tree."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM
from handbook_api.organisations import queries, service
from handbook_api.organisations.codes import is_under
from handbook_api.organisations.models import Organisation, OrganisationCode, Succession
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.service import (
    Merging,
    Moving,
    NewOrganisation,
    Part,
    Read,
    Renaming,
    Splitting,
)
from tests.organisations.conftest import BEGAN

KINDS = ["province_committee", "upper_committee", "base_committee", "base_cell", "sub_committee"]
KINDS += ["cell", "cell"]
DAYS = [BEGAN + timedelta(days=step) for step in (0, 100, 400, 800)]
CODES = [None, None, "19.024", "19.055", "19.024.003", "19.024.003.001", "19.055.003", "20"]
CODES += ["19.024.004", "19.055.003.001", "bad"]

WHAT = ["open", "open", "rename", "move", "move", "merge", "split", "close"]


@dataclass(frozen=True)
class Try:
    """An act to be tried. places: numbers of the organisations it is about."""

    what: str
    places: tuple[int, int, int]
    kind: str
    code: str | None
    on: date
    flag: bool


places = st.integers(0, 30)
tries = st.builds(
    Try,
    what=st.sampled_from(WHAT),
    places=st.tuples(places, places, places),
    kind=st.sampled_from(KINDS),
    code=st.sampled_from(CODES),
    on=st.sampled_from(DAYS),
    flag=st.booleans(),
)


def rows_of(session):
    return session.scalars(select(Organisation).order_by(Organisation.opened_on, Organisation.id))


def chosen(rows, one):
    """Mostly the living, and for a merger such as could merge: else nearly all is refused."""
    living = [row for row in rows if row.closed_on is None]
    if one.places[0] > 25 or not living:
        return [rows[place % len(rows)] for place in one.places]
    first = living[one.places[0] % len(living)]
    if one.what == "merge":
        alike = (first.kind, first.parent_id)
        peers = [row for row in living if (row.kind, row.parent_id) == alike and row is not first]
        living = peers or living
    return [first, *(living[place % len(living)] for place in one.places[1:])]


def done(tree, rows, one):
    """Try one act; return whether it was done."""
    first, second, third = chosen(rows, one)
    read = Read(first.id, first.version)
    new = NewOrganisation("Tổ chức Thử", one.kind, None if one.flag else second.id, one.code)
    children = [row.id for row in rows if row.parent_id == first.id and row.closed_on is None]
    parts = [Part("Một", code=one.code, children=children), Part("Hai")]
    elsewhere = (one.kind, one.code) if one.flag else (None, None)
    successor = NewOrganisation("Tổ chức Chung", first.kind, first.parent_id, one.code)
    heir = second.id if one.flag else successor
    wanted = {
        "open": (service.plan_opening, new),
        "rename": (service.plan_renaming, Renaming(read, code=one.code)),
        "move": (service.plan_moving, Moving(read, second.id, *elsewhere)),
        "merge": (service.plan_merging, Merging([read, Read(third.id, third.version)], heir)),
        "split": (service.plan_splitting, Splitting(read, parts, one.flag)),
        "close": (service.plan_closing, read),
    }
    try:
        tree.act(*wanted[one.what], on=one.on)
    except HandbookError:
        return False
    return True


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(tries, max_size=25))
def test_random_acts_leave_a_tree(tree, commune, acts):
    start = tree.session.begin_nested()
    try:
        must_stay_a_tree(tree, acts)
    finally:
        start.rollback()


def must_stay_a_tree(tree, acts):
    before = set(tree.session.scalars(select(OrganisationCode.code)))
    for one in acts:
        rows = rows_of(tree.session).all()
        versions = {row.id: row.version for row in rows}
        was_done = done(tree, rows, one)
        event(f"{one.what}: {'done' if was_done else 'refused'}")
        with tree.reading() as session:
            must_be_a_tree(session)
            changed = {row.id for row in rows if row.version != versions[row.id]}
            assert was_done or not changed
    with tree.reading() as session:
        must_resolve(session, before)


def must_be_a_tree(session):
    rows = {row.id: row for row in rows_of(session)}
    for row in rows.values():
        parent = rows.get(row.parent_id)
        assert row.path == path_under(parent.path if parent else None, row.key)
        assert row.closed_on is None or row.opened_on <= row.closed_on
        if parent is not None:
            assert not parent.is_cell
            assert row.closed_on is not None or parent.closed_on is None
            above = next_code(rows, parent)
            if row.closed_on is None and row.code is not None and above is not None:
                assert is_under(row.code, above)
    living = Counter(row.code for row in rows.values() if row.closed_on is None and row.code)
    assert set(living.values()) <= {1}
    must_have_codes_in_order(session, rows)
    assert all(old != new for old, new, _ in pairs(session))


def next_code(rows, row):
    while row is not None and row.code is None:
        row = rows.get(row.parent_id)
    return row and row.code


def pairs(session):
    query = select(Succession.predecessor_id, Succession.successor_id, Succession.on)
    return session.execute(query).all()


def must_have_codes_in_order(session, rows):
    borne = session.scalars(select(OrganisationCode)).all()
    for one in borne:
        assert one.until is None or one.since <= one.until
    present = {one.organisation_id: one.code for one in borne if one.until is None}
    assert present == {
        row.id: row.code for row in rows.values() if row.closed_on is None and row.code is not None
    }
    for one in borne:
        for other in borne:
            if one is not other and one.code == other.code:
                ends = [x.until or date.max for x in (one, other)]
                assert min(ends) <= max(one.since, other.since)


def must_resolve(session, before):
    """Every code that was ever given names somebody, and leads only to the living."""
    codes = before | set(session.scalars(select(OrganisationCode.code)))
    for code in codes:
        found = queries.resolve_code(session, SYSTEM, code, date(2026, 7, 1))
        assert found is not None
        assert all(heir.closed_on is None for heir in found.successors)
        if found.organisation.closed_on is None:
            assert found.successors == ()
