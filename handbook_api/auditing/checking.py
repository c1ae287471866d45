"""The whole log is checked while somebody waits for the answer."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auditing.errors import LogTooLong
from handbook_api.auditing.jobs import anchor_file_of
from handbook_api.auditing.policy import POLICY, AuditAct
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.audit_model import AuditHead
from handbook_api.db.audit_verifying import Verdict, verify
from handbook_api.runtime import Runtime

#: As much as is checked in a few seconds; more is checked from the command line.
MOST_ENTRIES = 100_000


def check_log(
    runtime: Runtime, actor: Identity, step: Callable[[], AbstractContextManager[Session]]
) -> Verdict:
    """Return whether the log is whole; that it was checked is written down, by `step`.

    Nothing is held up meanwhile: the log is read in a transaction of its own, which writes nothing.
    Raises Forbidden, SecondFactorNeeded, LogTooLong.
    """
    POLICY.require(actor, AuditAct.VERIFY, Subject())
    with runtime.transaction(read_only=True) as session:
        number = session.scalar(select(AuditHead.sequence)) or 0
        if number > MOST_ENTRIES:
            raise LogTooLong(number=number, most=MOST_ENTRIES)
        verdict = verify(session, runtime.keys, anchor_file_of(runtime))
    fault = verdict.fault
    facts = {"checked": verdict.checked, "fault": fault.kind if fault else None}
    with step() as session:
        audit.record(session, actor, AuditAct.VERIFY, "audit", "log", facts=facts)
    return verdict
