"""A breach is entered, its 72 hours run, and every step about it is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.core.policy import Forbidden, SecondFactorNeeded
from handbook_api.members.data_rights import queries, service
from handbook_api.members.data_rights.errors import (
    BreachClosed,
    BreachNotFound,
    InstantNotPossible,
    WhyNotReported,
)
from handbook_api.members.data_rights.models import Breach
from handbook_api.members.sealed_rows import texts_of
from handbook_api.organisations.errors import OrganisationNotFound
from tests.support.records import as_holder

NOTICED = datetime(2026, 3, 6, 9, tzinfo=UTC)
WORDS = "Một máy tính xách tay bị mất trên xe."


@pytest.fixture(autouse=True)
def an_hour_later():
    with clock.frozen(NOTICED + timedelta(hours=1)):
        yield


def _enter(runtime, keeper, place, **said):
    new = service.NewBreach(place.committee.id, NOTICED, WORDS, **said)
    with runtime.transaction() as session:
        return service.enter_breach(session, keeper, runtime.content, new).breach.id


def _step(runtime, keeper, breach_id, code, **said):
    with runtime.transaction() as session:
        taken = service.BreachStepTaken(code, **said)
        return service.take_breach_step(session, keeper, breach_id, taken)


def _overdue(runtime, viewer):
    with runtime.transaction(read_only=True) as session:
        page = queries.page_of_breaches(session, viewer, overdue=True, limit=5)
        return [row.breach.id for row in page.rows]


def test_the_words_are_sealed_and_the_clock_runs_from_when_it_was_noticed(runtime, here):
    breach_id = _enter(runtime, here.administrator, here, affected=40)

    with runtime.transaction(read_only=True) as session:
        breach = session.get_one(Breach, breach_id)
        assert WORDS.encode() not in breach.sealed
        assert texts_of(session, breach) == {"description": WORDS}
        assert breach.report_by == NOTICED + timedelta(hours=72)


def test_hours_run_through_the_weekend(runtime, here):
    """6/3/2026 is a Friday: the authority is told by Monday."""
    breach_id = _enter(runtime, here.officer, here)

    with clock.frozen(NOTICED + timedelta(hours=72)):
        assert _overdue(runtime, here.officer) == []
    with clock.frozen(NOTICED + timedelta(hours=72, seconds=1)):
        assert _overdue(runtime, here.officer) == [breach_id]
        _step(runtime, here.officer, breach_id, "reported")
        assert _overdue(runtime, here.officer) == []


def test_every_step_is_kept_and_the_furthest_shows(runtime, here):
    breach_id = _enter(runtime, here.officer, here)
    _step(runtime, here.officer, breach_id, "told", note="Đã gọi điện từng người.")
    _step(runtime, here.officer, breach_id, "reported")
    _step(runtime, here.administrator, breach_id, "noted", affected=41)
    row = _step(runtime, here.officer, breach_id, "closed", note="Máy đã tìm lại được.")

    assert (row.state, row.breach.affected) == ("closed", 41)
    with runtime.transaction(read_only=True) as session:
        steps = queries.steps_of_breach(session, here.officer, row)
        codes = [step.code for step, _ in steps]
        names = [name for _, name in steps]
        assert codes == ["noticed", "told", "reported", "noted", "closed"]
        assert names == ["Cán bộ Thử", "Cán bộ Thử", "Cán bộ Thử", "Quản trị Thử", "Cán bộ Thử"]
        assert texts_of(session, steps[1][0]) == {"note": "Đã gọi điện từng người."}


def test_a_breach_that_was_not_reported_is_closed_with_a_reason_only(runtime, here):
    breach_id = _enter(runtime, here.officer, here)

    with pytest.raises(WhyNotReported):
        _step(runtime, here.officer, breach_id, "closed")
    _step(runtime, here.officer, breach_id, "closed", note="Báo nhầm: máy vẫn ở cơ quan.")


def test_nothing_is_added_to_a_closed_breach(runtime, here):
    breach_id = _enter(runtime, here.officer, here)
    _step(runtime, here.officer, breach_id, "closed", note="Báo nhầm.")

    with pytest.raises(BreachClosed):
        _step(runtime, here.officer, breach_id, "noted", note="Còn nữa.")


@pytest.mark.parametrize("moment", [NOTICED + timedelta(hours=2), NOTICED - timedelta(hours=1)])
def test_a_step_lies_between_noticing_and_now(runtime, here, moment):
    breach_id = _enter(runtime, here.officer, here)

    with pytest.raises(InstantNotPossible):
        _step(runtime, here.officer, breach_id, "reported", done_at=moment)


def test_nothing_is_noticed_in_the_future_or_years_ago(runtime, here):
    for moment in (clock.now() + timedelta(seconds=1), clock.now() - timedelta(days=400)):
        new = service.NewBreach(here.committee.id, moment, WORDS)
        with runtime.transaction() as session, pytest.raises(InstantNotPossible):
            service.enter_breach(session, here.officer, runtime.content, new)


def test_only_administrators_and_organisation_officers_above_keep_the_register(
    runtime, here, elsewhere
):
    breach_id = _enter(runtime, here.officer, here)
    strangers = (here.himself, here.secretary, elsewhere.officer, elsewhere.administrator)
    with runtime.transaction(read_only=True) as session:
        for viewer in (here.officer, here.administrator):
            assert queries.get_breach(session, viewer, breach_id).breach.id == breach_id
        for viewer in strangers:
            with pytest.raises(BreachNotFound):
                queries.get_breach(session, viewer, breach_id)
            assert queries.page_of_breaches(session, viewer, limit=5).rows == []


def test_a_breach_of_another_committee_is_not_entered_by_us(runtime, here, elsewhere):
    new = service.NewBreach(elsewhere.committee.id, NOTICED, WORDS)

    with runtime.transaction() as session, pytest.raises(OrganisationNotFound):
        service.enter_breach(session, here.officer, runtime.content, new)


def test_a_member_who_sees_his_committee_enters_no_breach_of_it(runtime, here):
    new = service.NewBreach(here.committee.id, NOTICED, WORDS)

    with runtime.transaction() as session, pytest.raises(Forbidden):
        service.enter_breach(session, here.himself, runtime.content, new)


def test_without_the_second_factor_the_register_asks_for_it(runtime, here):
    awake = as_holder(Role.ADMINISTRATOR, here.committee)
    member = here.himself
    asleep = type(member)(
        "administrator",
        account_id=member.account_id,
        grants=member.grants,
        dormant=awake.grants,
        strength=Strength.PASSWORD,
    )
    new = service.NewBreach(here.committee.id, NOTICED, WORDS)

    with runtime.transaction() as session, pytest.raises(SecondFactorNeeded):
        service.enter_breach(session, asleep, runtime.content, new)
