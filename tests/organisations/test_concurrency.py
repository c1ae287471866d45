"""Two officers at once: one is done, the other is told that things have changed."""

from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import event, text

from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import TERMINAL
from handbook_api.organisations import queries, service
from handbook_api.organisations.errors import ChangedMeanwhile, OrganisationClosed
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import Merging, Moving, NewOrganisation, Read, Stated
from tests.organisations.conftest import ON, Commune, Tree


@pytest.fixture
def settled(runtime):
    """The commune, committed."""
    with runtime.transaction() as session:
        return Commune(Tree(session, runtime.content))


def at_once(*acts):
    """Do all of these at the same moment; return what each raised, or None."""
    gate, came = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            act()
        except HandbookError as refusal:
            came[number] = type(refusal)

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def acting(runtime, plan_it, wanted):
    def act():
        with runtime.transaction() as session:
            plan = plan_it(session, TERMINAL, runtime.content, wanted, Stated(ON))
            service.carry_out(session, TERMINAL, plan)

    return act


def get(runtime, row):
    with runtime.transaction(read_only=True) as session:
        return queries.get_organisation(session, TERMINAL, row.id)


def test_of_two_mergers_of_one_cell_one_is_done(runtime, settled):
    def merging(into):
        wanted = Merging([Read(settled.letters.id, 1)], into.id)
        return acting(runtime, service.plan_merging, wanted)

    came = at_once(merging(settled.maths), merging(settled.clinic))

    assert sorted(came, key=str)[1] is None
    assert set(came) - {None} <= {ChangedMeanwhile, OrganisationClosed}
    with runtime.transaction(read_only=True) as session:
        row = queries.get_organisation(session, TERMINAL, settled.letters.id)
        assert len(queries.kin_of(session, TERMINAL, row)) == 1


def test_of_two_mergers_into_each_other_one_is_done(runtime, settled):
    def merging(source, into):
        wanted = Merging([Read(source.id, 1)], into.id)
        return acting(runtime, service.plan_merging, wanted)

    came = at_once(merging(settled.maths, settled.letters), merging(settled.letters, settled.maths))

    assert came.count(None) == 1
    closed = [get(runtime, row).closed_on for row in (settled.maths, settled.letters)]
    assert closed.count(None) == 1


def test_two_moves_below_each_other_make_no_cycle(runtime, settled):
    with runtime.transaction() as session:
        sister = Tree(session, runtime.content).open(
            "Đảng bộ trường Hai", "base_committee", settled.commune
        )

    def moving(row, under):
        wanted = Moving(Read(row.id, 1), under.id)
        return acting(runtime, service.plan_moving, wanted)

    came = at_once(moving(settled.school, sister), moving(sister, settled.school))

    assert came.count(None) == 1
    school, other = get(runtime, settled.school), get(runtime, sister)
    assert school.path.startswith(other.path) != other.path.startswith(school.path)


def test_a_code_is_given_once(runtime, settled):
    new = NewOrganisation("Chi bộ Lý", "cell", settled.school.id, "19.024.003.009")
    came = at_once(*[acting(runtime, service.plan_opening, new)] * 4)

    assert came.count(None) == 1


# SQLite's writers take turns anyhow.
@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_closing_waits_for_whoever_is_letting_people_in(runtime, settled):
    held, order = Barrier(2), []

    def close():
        held.wait()
        with runtime.transaction() as session:
            service.plan_closing(session, TERMINAL, Read(settled.maths.id, 1), Stated(ON))
            order.append("closing")

    thread = Thread(target=close)
    thread.start()
    with runtime.transaction() as session:
        service.hold_living(session, [settled.maths.id])
        held.wait()
        must_come_to_wait(runtime)
        order.append("let in")
    thread.join()

    assert order == ["let in", "closing"]


def must_come_to_wait(runtime):
    """Return once somebody in the database waits for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(200):
        with runtime.transaction(read_only=True) as session:
            if session.scalar(waiting):
                return
        Event().wait(0.05)
    pytest.fail("nobody waits")


def test_who_comes_after_the_closing_is_refused(runtime, settled):
    with runtime.transaction() as session:
        plan = service.plan_closing(session, TERMINAL, Read(settled.maths.id, 1), Stated(ON))
        service.carry_out(session, TERMINAL, plan)

    with runtime.transaction() as session, pytest.raises(OrganisationClosed):
        service.hold_living(session, [settled.letters.id, settled.maths.id])


def test_a_preview_locks_nothing(runtime, settled):
    said = []

    def note(connection, cursor, statement, *_):
        said.append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    with runtime.transaction(read_only=True) as session:
        wanted = Merging([Read(settled.letters.id, 1)], settled.maths.id)
        service.plan_merging(session, TERMINAL, runtime.content, wanted, Stated(ON))

    assert any(Organisation.__tablename__ in one for one in said)
    assert not [one for one in said if "FOR " in one or "advisory" in one]
