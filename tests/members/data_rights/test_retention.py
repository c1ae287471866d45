"""What is done is kept for its term and then no longer; what is open is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from handbook_api.core import clock
from handbook_api.members.corrections import following as corrections_following
from handbook_api.members.corrections import service as corrections
from handbook_api.members.corrections.models import Correction, CorrectionExport, CorrectionStep
from handbook_api.members.data_rights import following, jobs, service
from handbook_api.members.data_rights.models import Breach, BreachStep, DataRequest
from handbook_api.members.events import MemberErased, MembershipEnded

BEGUN = datetime(2026, 3, 10, 3, tzinfo=UTC)
KEPT_REQUESTS = timedelta(days=5 * 365 + 3)
KEPT_BREACHES = timedelta(days=10 * 365 + 5)


@pytest.fixture
def done(runtime, here):
    """A request answered, a correction accepted and listed, a breach closed: all in 2026."""
    content = runtime.content
    with clock.frozen(BEGUN), runtime.transaction() as session:
        asked = service.ask(session, here.himself, content, service.NewRequest("see", "Cho xem."))
        service.answer(session, here.officer, content, asked.request.id, "agreed", "Đây ạ.")
        wrong = corrections.NewCorrection("qualification", "Kỹ sư", "Theo bằng.")
        correction = corrections.ask(session, here.himself, content, wrong).correction
        accept = corrections.StepTaken("accept")
        corrections.take_step(session, here.officer, content, correction.id, accept)
        corrections.export_corrections(session, here.officer, content, "Báo lên cấp trên")
        new = service.NewBreach(here.committee.id, BEGUN, "Mất máy.")
        breach = service.enter_breach(session, here.officer, content, new).breach
        closed = service.BreachStepTaken("closed", note="Đã tìm lại được.")
        service.take_breach_step(session, here.officer, breach.id, closed)


def _counts(runtime):
    tables = (DataRequest, Correction, CorrectionStep, CorrectionExport, Breach, BreachStep)
    with runtime.transaction(read_only=True) as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


@pytest.mark.usefixtures("done")
def test_each_is_kept_for_its_term_and_no_longer(runtime):
    for later, left in (
        (KEPT_REQUESTS - timedelta(days=9), [1, 1, 2, 1, 1, 2]),
        (KEPT_REQUESTS, [0, 0, 0, 0, 1, 2]),
        (KEPT_BREACHES, [0, 0, 0, 0, 0, 0]),
    ):
        with clock.frozen(BEGUN + later):
            jobs.forget_old(runtime)
            jobs.forget_old(runtime)
        assert _counts(runtime) == left


def test_what_nobody_has_finished_is_kept_however_old(runtime, here):
    with clock.frozen(BEGUN), runtime.transaction() as session:
        said = service.NewRequest("see", "Cho xem.")
        service.ask(session, here.himself, runtime.content, said)
        wrong = corrections.NewCorrection("qualification", "Kỹ sư", "Theo bằng.")
        corrections.ask(session, here.himself, runtime.content, wrong)
        new = service.NewBreach(here.committee.id, BEGUN, "Mất máy.")
        service.enter_breach(session, here.officer, runtime.content, new)
    with clock.frozen(BEGUN + 2 * KEPT_BREACHES):
        jobs.forget_old(runtime)

    assert _counts(runtime) == [1, 1, 1, 0, 1, 1]


@pytest.mark.usefixtures("done")
def test_with_the_record_go_the_words_and_the_corrections(runtime, here):
    event = MemberErased(here.member.id, here.member.account_id)
    with runtime.transaction() as session:
        corrections_following.member_erased(session, event)
        following.member_erased(session, event)

    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(DataRequest.sealed)).all() == [None]
    assert _counts(runtime)[:3] == [1, 0, 0]


def test_with_the_membership_end_corrections_that_wait(runtime, here):
    with runtime.transaction() as session:
        wrong = corrections.NewCorrection("qualification", "Kỹ sư", "Theo bằng.")
        corrections.ask(session, here.himself, runtime.content, wrong)
        ended = MembershipEnded(here.member.id, clock.today())
        corrections_following.membership_ended(session, ended)

    with runtime.transaction(read_only=True) as session:
        left = session.scalars(select(Correction)).one()
        assert (left.state, left.due_on, left.open_for) == ("withdrawn", None, None)
