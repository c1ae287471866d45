"""The one transaction of a request, a command or a job. Nothing else commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from handbook_api.db import audit, jobs
from handbook_api.db.engine import WRITES
from handbook_api.db.sealing import KeyRing


@contextmanager
def transaction(
    engine: Engine, keys: KeyRing | None = None, *, read_only: bool = False
) -> Iterator[Session]:
    """Commit what the block did, or nothing of it when the block raises.

    keys: lies in `session.info` for whoever seals, opens or writes to the audit log.

    A read-only transaction refuses writes on PostgreSQL; on both databases closing the session
    gives up whatever it did.
    """
    options = {"postgresql_readonly": True} if read_only else {WRITES: True}
    with Session(engine, expire_on_commit=False) as session:
        session.info.update(keys=keys, read_only=read_only)
        session.connection(execution_options=options)
        yield session
        if not read_only:
            audit.write_pending(session)
            jobs.send_wakes(session)
            session.commit()
