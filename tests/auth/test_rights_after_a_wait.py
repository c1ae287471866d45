"""Whoever waited for a lock acts by the rights he has then, not by those he came with."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select, update

from handbook_api.auth import looking_after, resets, slips
from handbook_api.auth.accounts import switch_off
from handbook_api.auth.appointments import service as roles
from handbook_api.auth.authentication import authenticate
from handbook_api.auth.errors import SessionChanged, SessionEnded
from handbook_api.auth.models import Appointment, Reset, Slip
from handbook_api.auth.sessions import end_sessions
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Identity, Role, Strength
from handbook_api.core.policy import Forbidden
from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, appoint, signed_in

DECIDED = clock.today()


@dataclass
class Waiting:
    """An officer who came in with his rights, and what he is about to do."""

    runtime: object
    village: object
    actor: Identity
    reset_id: UUID
    slip_id: UUID
    appointment_id: UUID

    @property
    def rules(self):
        return self.runtime.content.security(clock.today())

    def act(self, session, what):
        content, him = self.runtime.content, self.village.member.id
        known = content.roles
        acts = {
            "open a reset": lambda: resets.open_reset(session, self.actor, him, self.rules, known),
            "confirm a reset": lambda: resets.confirm_reset(
                session, self.actor, self.reset_id, known
            ),
            "withdraw a reset": lambda: resets.withdraw_reset(
                session, self.actor, self.reset_id, known
            ),
            "issue a slip": lambda: slips.issue_slips(
                session, self.actor, [him], self.rules, known
            ),
            "revoke a slip": lambda: slips.revoke_slip(session, self.actor, self.slip_id, known),
            "disable": lambda: looking_after.disable_account(
                session, self.actor, him, "other", known
            ),
            "sign out": lambda: looking_after.sign_out_everywhere(session, self.actor, him, known),
            "appoint": lambda: roles.appoint(
                session,
                self.actor,
                content,
                roles.NewAppointment(
                    him, self.village.other_cell.id, Role.CELL_COMMITTEE_MEMBER, DECIDED
                ),
            ),
            "end a role": lambda: roles.end_appointment(
                session, self.actor, content, roles.Ending(self.appointment_id)
            ),
        }
        return acts[what]()


ACTS = [
    "open a reset",
    "confirm a reset",
    "withdraw a reset",
    "issue a slip",
    "revoke a slip",
    "disable",
    "sign out",
    "appoint",
    "end a role",
]


@pytest.fixture
def waiting(runtime, village):
    content, him = runtime.content, village.member.id
    rules = content.security(clock.today())
    with runtime.transaction() as session:
        held = appoint(session, village.member, village.cell, Role.CELL_COMMITTEE_MEMBER)
        (slip,) = slips.issue_slips(session, TERMINAL, [him], rules, content.roles)
        opened = resets.open_reset(
            session, TERMINAL, him, rules, content.roles, removes_factor=True
        )
        kept = opened.reset.id, slip.slip.id, held.id
    token = signed_in(runtime, village.officer, strength=Strength.TWO_FACTOR)
    with runtime.transaction() as session:
        actor = authenticate(session, runtime, token)
    return Waiting(runtime, village, actor, *kept)


@pytest.mark.parametrize("what", ACTS)
def test_nothing_hinders_whoever_is_what_he_was(waiting, runtime, what):
    with runtime.transaction() as session:
        waiting.act(session, what)


@pytest.mark.parametrize("what", ACTS)
def test_an_office_that_ended_meanwhile_counts_no_more(waiting, runtime, village, what):
    with runtime.transaction() as session:
        ended = update(Appointment).where(
            Appointment.account_id == village.officer.id,
            Appointment.role == Role.ORGANISATION_OFFICER,
        )
        session.execute(ended.values(until=village.committee.opened_on))

    with pytest.raises(SessionChanged), runtime.transaction() as session:
        waiting.act(session, what)
    _nothing_happened(runtime, waiting)


@pytest.mark.parametrize("gone", ["disabled", "signed out"])
@pytest.mark.parametrize("what", ["open a reset", "issue a slip", "appoint"])
def test_whoever_was_disabled_or_signed_out_meanwhile_acts_no_more(
    waiting, runtime, village, what, gone
):
    with runtime.transaction() as session:
        if gone == "disabled":
            switch_off(session, [village.officer.id], "suspicion")
        else:
            end_sessions(session, [village.officer.id], "by_officer")

    with pytest.raises(SessionEnded), runtime.transaction() as session:
        waiting.act(session, what)
    _nothing_happened(runtime, waiting)


def test_an_organisation_that_moved_out_of_reach_meanwhile_gets_no_roles_from_him(
    waiting, runtime, village, monkeypatch
):
    with runtime.transaction() as session:
        elsewhere = a_committee(session, name="Đảng bộ Khác")
    really = roles.appointing.hold_organisation

    def after_a_wait(session, organisation_id):
        moved = update(Organisation).where(Organisation.id == organisation_id)
        session.execute(moved.values(path=f"{elsewhere.path}0a0b0c0d/"))
        return really(session, organisation_id)

    monkeypatch.setattr(roles.appointing, "hold_organisation", after_a_wait)

    him, where = village.member.id, village.cell.id
    asked = roles.NewAppointment(him, where, Role.DEPUTY_SECRETARY, DECIDED)
    with pytest.raises(Forbidden), runtime.transaction() as session:
        roles.appoint(session, waiting.actor, runtime.content, asked)


def _nothing_happened(runtime, waiting):
    with runtime.transaction() as session:
        assert len(session.scalars(select(Slip)).all()) == 1
        (reset,) = session.scalars(select(Reset)).all()
        assert (reset.id, reset.confirmed_at) == (waiting.reset_id, None)
