"""What time undoes: tries, slips, resets, ended devices and kept answers are not kept for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from handbook_api.auth import tries
from handbook_api.auth.models import DeviceSession, OidcFlow, Reset, SecurityEvent, Slip
from handbook_api.auth.sessions import end_idle
from handbook_api.auth.typed_codes import longest_window
from handbook_api.content_store.parameters.rules import DataProtectionRules
from handbook_api.core import clock
from handbook_api.http import repeats
from handbook_api.runtime import Runtime


def hourly(work: Callable[[Runtime], None]) -> Callable[[Runtime], None]:
    """Do `work` once an hour at most in this process, however often it is asked for."""
    done_at: datetime | None = None

    @wraps(work)
    def when_due(runtime: Runtime) -> None:
        nonlocal done_at
        if done_at is None or clock.now() >= done_at + timedelta(hours=1):
            done_at = clock.now()
            work(runtime)

    return when_due


def prune(runtime: Runtime) -> None:
    """Nothing is left of sign-in that is past the time it is kept for. Safe to run twice."""
    rules = runtime.content.data_protection(clock.today())
    security = runtime.content.security(clock.today())
    idle = timedelta(days=security.session_idle_days)
    with runtime.transaction() as session:
        end_idle(session, clock.now() - idle)
        tries.forget_before(session, clock.now() - longest_window(security))
        _forget(session, rules, clock.now())


def _forget(session: Session, rules: DataProtectionRules, now: datetime) -> None:
    repeats.forget_before(session, now - timedelta(hours=rules.keep_idempotency_hours))
    handed_out = now - timedelta(days=rules.keep_slips_days)
    session.execute(
        delete(Slip).where(or_(Slip.expires_at < handed_out, Slip.revoked_at < handed_out))
    )
    session.execute(delete(Reset).where(Reset.expires_at < handed_out))
    ended = now - timedelta(days=rules.keep_sessions_days)
    session.execute(
        delete(DeviceSession).where(
            or_(DeviceSession.ended_at < ended, DeviceSession.expires_at < ended)
        )
    )
    told = now - timedelta(days=rules.keep_security_events_days)
    session.execute(delete(SecurityEvent).where(SecurityEvent.at < told))
    session.execute(delete(OidcFlow).where(OidcFlow.expires_at < now))
