"""What the worker does for the audit log."""

import structlog
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.db.audit_anchors import FILE_NAME, Anchor, AnchorFile
from handbook_api.db.audit_model import AuditHead
from handbook_api.runtime import Runtime

log = structlog.get_logger("audit")

#: Anchors are at least this far apart, in seconds.
_APART = 60


def anchor_file_of(runtime: Runtime) -> AnchorFile:
    """Return the anchors beside this machine's data."""
    return AnchorFile(runtime.settings.var_folder / FILE_NAME)


def anchor_head(runtime: Runtime) -> None:
    """When the log has grown since the last anchor and a minute has passed, there is a new one.

    The line goes to the file and to the logs. A log that has become shorter is said loudly.
    """
    anchors, now = anchor_file_of(runtime), clock.now()
    touched = anchors.age_marker
    if touched is not None and 0 <= now.timestamp() - touched < _APART:
        return
    with runtime.transaction(read_only=True) as session:
        sequence, link = session.execute(select(AuditHead.sequence, AuditHead.hash)).one()
    last = anchors.last()
    known = 0 if last is None else last.sequence
    if sequence < known:
        log.error("audit_log_shorter_than_anchor", sequence=sequence, anchored=known)
        anchors.touch(now)
    elif sequence > known and anchors.append(Anchor(sequence, link, now)):
        log.info("audit_anchor", sequence=sequence, hash=link.hex())
        anchors.touch(now)
