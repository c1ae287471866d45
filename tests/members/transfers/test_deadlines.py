"""Each hand a transfer lies in has its working days; after them it shows as late."""

from datetime import UTC, date, datetime, time

import pytest

from handbook_api.core import clock
from handbook_api.members.transfers import limits, queries
from handbook_api.members.transfers.queries import TransferFilter
from tests.members.transfers.reading import transfer_now


def at(day, hour=5):
    """Noon in Vietnam of that day."""
    return datetime.combine(date.fromisoformat(day), time(hour), UTC)


@pytest.mark.parametrize(
    ("state", "since", "due"),
    [
        ("requested", "2026-03-02", "2026-03-16"),  # ten working days: two weeks
        ("requested", "2026-03-07", "2026-03-20"),  # from a Saturday
        ("requested", "2026-03-08", "2026-03-20"),  # from the Sunday after: the same day
        ("cell_agreed", "2026-04-24", "2026-05-13"),  # over 27/4 (Hùng kings), 30/4 and 1/5
        ("sent", "2026-03-02", "2026-04-13"),  # thirty working days
        ("completed", "2026-03-02", None),
        ("returned", "2026-03-02", None),
    ],
)
def test_weekends_and_holidays_do_not_count(runtime, state, since, due):
    expected = date.fromisoformat(due) if due else None

    assert limits.due_on(runtime.content, state, date.fromisoformat(since)) == expected


def test_the_clock_begins_anew_with_each_hand(runtime, town, begin, step):
    with clock.frozen(at("2026-03-02")):
        transfer_id = begin()
        assert transfer_now(runtime, transfer_id).due_on == date(2026, 3, 16)
    with clock.frozen(at("2026-03-06")):
        step(transfer_id, "agree", town.old.secretary)
        assert transfer_now(runtime, transfer_id).due_on == date(2026, 3, 20)


def test_a_paper_of_last_week_counts_from_its_day(runtime, town, begin, step):
    with clock.frozen(at("2026-03-09")):
        transfer_id = begin(on=date(2026, 3, 2))

        assert transfer_now(runtime, transfer_id).due_on == date(2026, 3, 16)


def test_late_is_the_day_after_the_last_day_in_vietnam(runtime, town, begin, step):
    with clock.frozen(at("2026-03-02")):
        transfer_id = begin()

    def late():
        with runtime.transaction(read_only=True) as session:
            wanted = TransferFilter(late_on=clock.today())
            page = queries.page_of_transfers(session, town.old.officer, wanted, limit=5)
            return [row.transfer.id for row in page.rows]

    with clock.frozen(at("2026-03-16", 16)):
        assert late() == []
    with clock.frozen(at("2026-03-16", 17)):  # midnight in Vietnam
        assert late() == [transfer_id]
        step(transfer_id, "agree", town.old.secretary)
        assert late() == []


def test_late_ones_are_told_longest_first(runtime, town, begin, step):
    with clock.frozen(at("2026-03-02")):
        first = begin()
    with clock.frozen(at("2026-03-20")):
        step(first, "return", town.old.secretary, note="Thiếu giấy.")
        second = begin()

    with clock.frozen(at("2026-12-01")), runtime.transaction(read_only=True) as session:
        late = queries.late_transfers(session, town.new.officer)
        assert [transfer.id for transfer in late] == [second]


@pytest.mark.parametrize(
    ("changed", "started", "late"),
    [("2026-01-05", "2026-04-06", False), ("2026-01-05", "2026-04-07", True)],
)
def test_beginning_after_sixty_working_days_is_late(runtime, changed, started, late):
    days = date.fromisoformat(changed), date.fromisoformat(started)

    assert limits.started_late(runtime.content, *days) == late
