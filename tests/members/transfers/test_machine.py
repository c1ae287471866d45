"""Whatever people try, in whatever order: nobody is in two cells or none, and no way is shut."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import TERMINAL
from handbook_api.members.models import CellStay
from handbook_api.members.transfers import queries, service
from handbook_api.members.transfers.models import Transfer, TransferStep
from handbook_api.members.transfers.queries import TransferFilter
from tests.members.transfers.reading import member_now, offices_today, stays_of
from tests.support.records import a_record, as_member

MOST_STEPS_TO_AN_END = 6
KINDS = strategies.sampled_from(
    ["official_internal", "official_out", "temporary_internal", "temporary_out"]
)
TIMES = strategies.sampled_from([5, 4, 1, 2, 3])


class Walk(RuleBasedStateMachine):
    """People and their transfers over months. `runtime` and `town` are set by the test."""

    runtime = None
    town = None

    @initialize(first=KINDS, steps=TIMES)
    def somebody(self, first, steps):
        self.now = datetime(2026, 3, 2, 5, tzinfo=UTC)
        with clock.frozen(self.now), self.runtime.transaction() as session:
            cell = session.get_one(type(self.town.old.cell), self.town.old.cell.id)
            member = a_record(session, cell, name="Nguyễn Văn Thử")
            self.member_id, self.account_id = member.id, member.account_id
            himself = as_member(member, cell)
        old, new = self.town.old, self.town.new
        self.actors = (himself, old.secretary, old.officer, new.secretary, new.officer)
        self.ask(kind=first, who=2, back=False, named=True)
        self.go_on(times=steps, home=False)

    @property
    def content(self):
        return self.runtime.content

    def attempt(self, act):
        """Let somebody try; a refusal leaves everything as it was."""
        with clock.frozen(self.now):
            try:
                with self.runtime.transaction() as session:
                    act(session)
            except HandbookError:
                pass

    @rule(
        kind=KINDS,
        who=strategies.sampled_from([2, 4, 0, 1, 3]),
        back=strategies.booleans(),
        named=strategies.sampled_from([True, True, False]),
    )
    def ask(self, kind, who, back, named):
        side = self.town.old if back else self.town.new
        today = (self.now + timedelta(hours=7)).date()
        stay = {"since": today, "until": today + timedelta(days=200)}
        asked = service.NewTransfer(
            kind,
            member_id=self.member_id,
            to_code=side.cell.code if named else None,
            place="Nơi xa",
            reason="Chuyển công tác.",
            **(stay if kind.startswith("temporary") else {}),
        )
        self.attempt(
            lambda session: service.start_transfer(session, self.actors[who], self.content, asked)
        )

    @rule(who=strategies.integers(3, 4))
    def come_back_from_elsewhere(self, who):
        asked = service.NewTransfer(
            "official_in",
            member_id=self.member_id,
            to_cell_id=self.town.new.cell.id,
            place="Nơi xa",
        )
        self.attempt(
            lambda session: service.start_transfer(
                session, self.actors[who] if who == 3 else TERMINAL, self.content, asked
            )
        )

    @rule(
        code=strategies.sampled_from(
            ["agree", "send", "receive", "complete", "confirm", "end", "return", "withdraw"]
        ),
        who=strategies.integers(0, 4),
        which=strategies.integers(0, 3),
        named=strategies.booleans(),
    )
    def step(self, code, who, which, named):
        ids = self.transfers()
        if not ids:
            return
        taken = service.StepTaken(
            code, note="Vì thế.", to_code=self.town.new.cell.code if named else None
        )
        self.attempt(
            lambda session: service.take_step(
                session, self.actors[who], self.content, ids[which % len(ids)], taken
            )
        )

    @rule(kind=KINDS, back=strategies.booleans(), times=TIMES)
    def ask_and_go_on(self, kind, back, times):
        self.ask(kind=kind, who=2, back=back, named=True)
        self.ask(kind=kind, who=4, back=back, named=True)
        self.go_on(times=times, home=False)

    @rule(times=TIMES, home=strategies.booleans())
    def go_on(self, times, home):
        """Whoever is at hand takes the next steps there are: walks that reach the far states."""
        for _ in range(times):
            self.take_any(avoid=("return", "withdraw") if home else ("return", "withdraw", "end"))

    @rule(days=strategies.integers(1, 60))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule(status=strategies.sampled_from(["suspended", "official", "exempt"]))
    def status_changes(self, status):
        """As the act of another room does it: between the statuses of a living member."""
        with self.runtime.transaction() as session:
            member = session.get_one(type(self.town.member), self.member_id)
            steps = self.content.member_statuses
            if steps.transition_allowed(member.status, status):
                member.status, member.status_until = status, None

    def transfers(self):
        with self.runtime.transaction(read_only=True) as session:
            mine = TransferFilter(member_id=self.member_id)
            page = queries.page_of_transfers(session, TERMINAL, mine, limit=100)
            return [row.transfer.id for row in page.rows]

    def take_any(self, avoid=()):
        """Take the first step that anybody may take; return whether there was one."""
        for transfer_id in self.transfers():
            for actor in (*self.actors, TERMINAL):
                with self.runtime.transaction(read_only=True) as session:
                    row = queries.get_transfer(session, TERMINAL, transfer_id)
                    if self.content.transfer_flow.states[row.transfer.state].done:
                        break
                    steps = service.open_steps(self.content, actor, row)
                for step in steps:
                    if step.code in avoid:
                        continue
                    taken = service.StepTaken(step.code, note="Vì thế.")
                    before = self.state_of(transfer_id)
                    self.attempt(
                        lambda session, actor=actor, one=transfer_id, taken=taken: (
                            service.take_step(session, actor, self.content, one, taken)
                        )
                    )
                    if self.state_of(transfer_id) != before:
                        return True
        return False

    def state_of(self, transfer_id):
        with self.runtime.transaction(read_only=True) as session:
            return session.get_one(Transfer, transfer_id).state

    @invariant()
    def one_cell_at_every_moment(self):
        member = member_now(self.runtime, self.member_id)
        with clock.frozen(self.now):
            memberships = [
                place
                for place, role in offices_today(self.runtime, self.account_id)
                if role == "member"
            ]
        stays = stays_of(self.runtime, self.member_id)
        present = [stay.cell_id for stay in stays if stay.until is None]
        if member.status == "transferred_out":
            assert (member.cell_id, member.host_cell_id, memberships, present) == (
                None,
                None,
                [],
                [],
            )
        else:
            assert memberships == present == [member.cell_id]
            assert member.last_cell_id == member.cell_id
        assert member.host_cell_id is None or member.host_cell_id != member.cell_id
        real = [stay for stay in stays if stay.until is None or stay.until >= stay.since]
        for earlier, later in pairwise(real):
            assert earlier.until is not None
            assert earlier.until <= later.since

    @invariant()
    def one_open_transfer_and_one_stay(self):
        with self.runtime.transaction(read_only=True) as session:
            mine = session.scalars(
                select(Transfer).where(Transfer.member_id == self.member_id)
            ).all()
            for transfer in mine:
                steps = select(func.count()).where(TransferStep.transfer_id == transfer.id)
                assert session.scalar(steps) == transfer.version
        states = self.content.transfer_flow.states
        waiting = [one for one in mine if not states[one.state].done]
        assert len(waiting) <= 1
        assert all((one.open_for is not None) == (one in waiting) for one in mine)
        away = [one for one in mine if one.away_for is not None]
        assert len(away) <= 1
        assert all(one.state == "completed" and one.until is not None for one in away)
        member = member_now(self.runtime, self.member_id)
        assert all(one.from_cell_id == member.cell_id for one in away)
        assert member.host_cell_id is None or len(away) == 1
        assert member.status != "temporary_elsewhere" or len(away) == 1

    def teardown(self):
        """From wherever the walk ended, somebody brings every transfer to an end."""
        if not hasattr(self, "member_id"):
            return
        for _ in range(MOST_STEPS_TO_AN_END):
            if not self.take_any():
                break
        with self.runtime.transaction(read_only=True) as session:
            open_now = select(func.count()).where(Transfer.open_for == self.member_id)
            assert session.scalar(open_now) == 0
            living = select(func.count()).where(
                CellStay.member_id == self.member_id, CellStay.until.is_(None)
            )
            assert session.scalar(living) <= 1


def test_no_walk_loses_somebody_or_shuts_the_way_out(runtime, town):
    walk = type("BoundWalk", (Walk,), {"runtime": runtime, "town": town})

    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=30,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
