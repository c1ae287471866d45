"""Whatever is done with notices, in whatever order: each comes to its end, and so does everybody
it was for.

HANDBOOK_TEST_TIMES=42 makes it the long run of 20,000 steps over both databases.
"""

import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.db.jobs import Job
from handbook_api.notices import service
from handbook_api.notices.audiences import Audience
from handbook_api.notices.calling import service as calling
from handbook_api.notices.calling.service import Tried
from handbook_api.notices.calling.vocabulary import How, Outcome
from handbook_api.notices.errors import ChangedMeanwhile, NotOpen
from handbook_api.notices.inbox import service as inbox
from handbook_api.notices.inbox.queries import get_own, own_by_id
from handbook_api.notices.inbox.service import Answered, Receipt, Received
from handbook_api.notices.models import (
    FINAL_NOTICE_STATES,
    OPEN,
    REACHED,
    Answer,
    Contact,
    Notice,
    NoticeEvent,
    NoticeState,
    NoticeVersion,
    Reach,
    Recipient,
)
from handbook_api.notices.service import laying
from tests.support.jobs import work_off
from tests.support.notices import a_peopled_committee

#: Drafts wait longest to be let go; then comes the sweep of the hour.
LONGEST_LIFE = timedelta(days=75)
WHICH = strategies.integers(0, 7)


class Office(RuleBasedStateMachine):
    """Two who send, three who get it, and a clock. `committee` is set by the test."""

    committee = None
    #: How notices ended, and "known" when somebody knew of one that was cancelled.
    ends: set[str]

    def __init__(self):
        super().__init__()
        self.now = datetime(2026, 11, 22, 5, tzinfo=UTC)
        self.ids: list[UUID] = []
        with self.committee.runtime.transaction() as session:
            for model in (Answer, Contact, Recipient, NoticeEvent, NoticeVersion, Notice, Job):
                session.execute(delete(model))

    def _as(self, name, role=None):
        member, tree = self.committee.people[name], self.committee.tree
        grants = (Grant(role or Role.MEMBER, tree.ward.path, tree.ward.id),)
        return Identity(
            "account",
            account_id=member.account_id,
            grants=grants,
            strength=Strength.TWO_FACTOR,
        )

    def _do(self, act):
        """Do it if it can be done in this state of things; say whether it was."""
        try:
            with clock.frozen(self.now), self.committee.runtime.transaction() as session:
                act(session)
        except (NotOpen, ChangedMeanwhile, HandbookError):
            return False
        return True

    def _with_notice(self, which, act):
        if self.ids:
            id_ = self.ids[which % len(self.ids)]

            def go(session):
                act(session, id_, session.get_one(Notice, id_).revision)

            self._do(go)

    @rule(
        meeting=strategies.booleans(),
        hours=strategies.sampled_from([None, 3, 50]),
        later=strategies.sampled_from([None, 2, 40]),
    )
    def compose(self, meeting, hours, later):
        tree, content = self.committee.tree, self.committee.runtime.content
        starts = self.now + timedelta(days=3)
        draft = service.Draft(
            kind="meeting" if meeting else "information",
            audience=Audience(organisations=(tree.ward.id,)),
            title="Tin",
            text="Nội dung",
            starts_at=starts if meeting else None,
            place="Nhà văn hóa" if meeting else None,
            send_at=None if later is None else self.now + timedelta(hours=later),
            expires_at=None if hours is None or meeting else self.now + timedelta(hours=hours),
        )
        officer = self._as("Đỗ Thị Viên", Role.ORGANISATION_OFFICER)
        self._do(
            lambda session: self.ids.append(
                service.compose(session, officer, content, tree.ward.id, draft).notice.id
            )
        )

    @rule(which=WHICH)
    def send(self, which):
        who, content = self._as("Đỗ Thị Viên", Role.ORGANISATION_OFFICER), self._content
        self._with_notice(which, lambda s, id_, at: service.ask_to_send(s, who, content, id_, at))

    @rule(meeting=strategies.booleans())
    def say_it_at_once(self, meeting):
        self.compose(meeting, None, None)
        self.send(len(self.ids) - 1)
        self.time_passes_and_somebody_works(2)

    @rule(which=WHICH, act=strategies.sampled_from([service.release, service.send_back]))
    def decide(self, which, act):
        who, content = self._as("Bùi Văn Đoàn", Role.SECRETARY), self._content
        self._with_notice(which, lambda s, id_, at: act(s, who, content, id_, at))

    @rule(which=WHICH)
    def stop(self, which):
        who, content = self._as("Bùi Văn Đoàn", Role.SECRETARY), self._content
        self._with_notice(which, lambda s, id_, at: service.stop(s, who, content, id_, at))

    @rule(which=WHICH)
    def throw_away(self, which):
        who = self._as("Đỗ Thị Viên", Role.ORGANISATION_OFFICER)
        self._with_notice(which, lambda s, id_, at: service.throw_away(s, who, id_, at))

    @rule(which=WHICH)
    def cancel(self, which):
        who = self._as("Đỗ Thị Viên", Role.ORGANISATION_OFFICER)
        self._with_notice(which, lambda s, id_, at: service.cancel(s, who, id_, "Hoãn", at))

    @rule(meeting=strategies.booleans(), answered=strategies.booleans())
    def say_it_and_cancel_it_when_it_is_known(self, meeting, answered):
        self.say_it_at_once(meeting)
        last = len(self.ids) - 1
        if answered:
            self.answer(last, "attend")
        else:
            self.open_it(last, "Lê Văn Giấy")
        self.cancel(last)

    @rule(which=WHICH, outcome=strategies.sampled_from([Outcome.TOLD, Outcome.NO_ANSWER]))
    def call(self, which, outcome):
        who, content = self._as("Bùi Văn Đoàn", Role.SECRETARY), self._content
        member, tried = self.committee.people["Phạm Thị Xa"].id, Tried(How.PHONE, outcome)
        self._with_notice(
            which, lambda s, id_, _: calling.note_contact(s, who, content, id_, member, tried)
        )

    @rule(which=WHICH)
    def nobody_was_called_after_all(self, which):
        who, content = self._as("Bùi Văn Đoàn", Role.SECRETARY), self._content
        member = self.committee.people["Phạm Thị Xa"]

        def act(session, id_, _):
            mine = select(Contact.id).where(
                Contact.notice_id == id_, Contact.account_id == member.account_id
            )
            for contact in session.scalars(mine).all():
                calling.take_back(session, who, content, id_, member.id, contact)

        self._with_notice(which, act)

    @rule(which=WHICH, text=strategies.sampled_from(["Một", "Hai"]))
    def correct(self, which, text):
        who, content = self._as("Đỗ Thị Viên", Role.ORGANISATION_OFFICER), self._content

        def act(session, id_, at):
            notice = session.get_one(Notice, id_)
            said = service.Correction(
                "Tin", text, "Sửa", starts_at=notice.starts_at, place=notice.place
            )
            service.correct(session, who, content, id_, said, at)

        self._with_notice(which, act)

    @rule(which=WHICH, name=strategies.sampled_from(["Trần Thị Máy", "Lê Văn Giấy"]))
    def open_it(self, which, name):
        who = self._as(name)
        self._with_notice(
            which,
            lambda s, id_, _: inbox.take_receipts(s, who, [Received(id_, Receipt.OPENED)]),
        )

    @rule(which=WHICH, answer=strategies.sampled_from(["attend", "absent", "không rõ"]))
    def answer(self, which, answer):
        who, content = self._as("Trần Thị Máy"), self._content
        said = Answered(answer, "Ốm")
        self._with_notice(which, lambda s, id_, _: inbox.answer(s, who, content, id_, said))

    @rule(minutes=strategies.sampled_from([1, 2, 61, 60 * 14, 60 * 24 * 5]))
    def time_passes_and_somebody_works(self, minutes):
        until = self.now + timedelta(minutes=minutes)
        with clock.frozen(self.now):
            work_off(self.committee.runtime, until=until, slots=minutes < 60 * 24)
        self.now = until

    @rule(hours=strategies.sampled_from([1, 30]))
    def time_passes_and_nobody_works(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def the_jobs_are_lost(self):
        """Somebody cleared the table: the sweep takes up what hung on it."""
        self._do(lambda session: session.execute(delete(Job)))

    @property
    def _content(self):
        return self.committee.runtime.content

    @invariant()
    def what_is_not_at_its_end_has_a_time_to_leave(self):
        with self.committee.runtime.transaction(read_only=True) as session:
            for notice in session.scalars(select(Notice)):
                assert notice.leaves_at is not None or notice.state in FINAL_NOTICE_STATES

    @invariant()
    def how_far_it_came_fits_what_is_known(self):
        with self.committee.runtime.transaction(read_only=True) as session:
            for row in session.scalars(select(Recipient)):
                if row.reach in OPEN:
                    assert row.opened_at is None
                    assert row.answer is None
                    assert row.told_at is None
                if row.reach == Reach.ANSWERED:
                    assert row.answer is not None
                if row.reach == Reach.WITHDRAWN:
                    assert (row.opened_at, row.answer, row.told_at) == (None, None, None)

    def teardown(self):
        """However it was left: some weeks later nothing is open."""
        runtime, end = self.committee.runtime, self.now + LONGEST_LIFE
        with clock.frozen(self.now):
            work_off(runtime, until=self.now + timedelta(hours=3), slots=True)
            work_off(runtime, until=end)
        for hour in (0, 2):  # the sweep, then what it made
            with clock.frozen(end + timedelta(hours=hour)):
                work_off(runtime, until=end + timedelta(hours=hour + 1), slots=True)
        with runtime.transaction(read_only=True) as session:
            for notice in session.scalars(select(Notice)):
                assert notice.state in FINAL_NOTICE_STATES, notice.state
                self.ends.add(notice.state)
                open_ones = select(Recipient).where(
                    Recipient.notice_id == notice.id, Recipient.reach.in_(OPEN)
                )
                if notice.state in (NoticeState.CLOSED, NoticeState.CANCELLED):
                    assert session.scalars(open_ones).first() is None
                if notice.state == NoticeState.CANCELLED:
                    self.know_that_it_was_cancelled(session, notice)

    def know_that_it_was_cancelled(self, session, notice):
        """Whoever knows of it finds it in his inbox, with the reason; nobody else does."""
        for row in session.scalars(select(Recipient).where(Recipient.notice_id == notice.id)):
            assert row.reach in (*REACHED, Reach.WITHDRAWN)
            viewer = Identity("account", account_id=row.account_id)
            found = own_by_id(session, viewer, [notice.id])[notice.id]
            assert found.cancelled_because == "Hoãn"
            assert found.is_gone == (row.reach not in REACHED)
            if not found.is_gone:
                assert get_own(session, viewer, notice.id).recipient is row
                self.ends.add("known")


def test_no_state_of_a_notice_is_without_a_timed_exit(runtime, monkeypatch):
    monkeypatch.setattr(laying, "CHUNK", 3)
    machine = type("Machine", (Office,), {"committee": a_peopled_committee(runtime), "ends": set()})
    times = int(os.environ.get("HANDBOOK_TEST_TIMES", "1"))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12 * times,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert machine.ends == {*FINAL_NOTICE_STATES, "known"}
