"""What waits for whoever looks: the step that leads on, when it is his."""

from datetime import UTC, date, datetime

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.members.transfers import service
from tests.members.transfers.test_temporary import STAY
from tests.support.records import as_holder


def _waits_for(runtime, people, transfer_id):
    """The names of those for whom it waits."""
    found = []
    with runtime.transaction(read_only=True) as session:
        for name, viewer in people.items():
            rows = service.transfers_waiting_for(session, viewer, runtime.content, limit=100)
            found += [name for row in rows if row.transfer.id == transfer_id]
    return found


def _people(town):
    return {
        "himself": town.himself,
        "old cell": town.old.secretary,
        "its committee member": as_holder(Role.CELL_COMMITTEE_MEMBER, town.old.cell),
        "old committee": town.old.officer,
        "new cell": town.new.secretary,
        "new committee": town.new.officer,
    } | {f"stranger {number}": one for number, one in enumerate(town.strangers)}


def test_a_transfer_waits_for_whoever_leads_it_on_and_not_for_who_could_call_it_off(
    runtime, town, begin, step
):
    people, transfer_id = _people(town), begin()
    seen = [_waits_for(runtime, people, transfer_id)]
    for code, actor in (
        ("agree", town.old.secretary),
        ("send", town.old.officer),
        ("receive", town.new.officer),
        ("complete", town.new.secretary),
    ):
        step(transfer_id, code, actor)
        seen.append(_waits_for(runtime, people, transfer_id))

    assert seen == [
        ["old cell", "old committee"],
        ["old committee"],
        ["new committee"],
        ["new cell", "new committee"],
        [],
    ]


def test_a_stay_waits_from_its_last_day_until_somebody_ends_it(runtime, town, begin, step):
    people = _people(town)
    with clock.frozen(datetime(2026, 3, 10, 3, tzinfo=UTC)):
        transfer_id = begin("temporary_internal", **STAY)
        step(transfer_id, "agree", town.old.secretary)
        step(transfer_id, "send", town.old.officer)
        step(transfer_id, "receive", town.new.officer)
        step(transfer_id, "complete", town.new.secretary)
        during = _waits_for(runtime, people, transfer_id)
    last: date = STAY["until"]
    with clock.frozen(datetime(last.year, last.month, last.day, 3, tzinfo=UTC)):
        over = _waits_for(runtime, people, transfer_id)
        step(transfer_id, "end", town.old.secretary)
        ended = _waits_for(runtime, people, transfer_id)

    assert (during, ended) == ([], [])
    assert over == ["old cell", "old committee", "new cell", "new committee"]


def test_the_longest_due_comes_first_and_no_more_than_asked(runtime, town, begin):
    late = begin(kind="official_out")
    with clock.frozen(datetime(2030, 3, 10, 3, tzinfo=UTC)):
        begin(
            "temporary_in",
            town.old.officer,
            full_name="Lê Văn Khách",
            to_cell_id=town.third.id,
            since=date(2030, 3, 10),
            until=date(2030, 8, 10),
        )
        with runtime.transaction(read_only=True) as session:
            waiting = service.transfers_waiting_for(
                session, town.old.officer, runtime.content, limit=2
            )
            first = service.transfers_waiting_for(
                session, town.old.officer, runtime.content, limit=1
            )

    assert [row.transfer.id for row in first] == [late]
    assert len(waiting) == 2
