"""An audit log to write to and to attack, without the rest of the service."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit, migrate
from handbook_api.db.audit_anchors import Anchor, AnchorFile
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_verifying import verify
from handbook_api.db.engine import make_engine
from handbook_api.db.sealing import KeyRing
from handbook_api.db.transaction import transaction

NOON = datetime(2026, 3, 3, 5, tzinfo=UTC)
ACTS = ("members.read", "members.change", "members.export", "auth.sign_in", "organisations.merge")
FIELDS = ("card_number", "phone", "born_on", "hometown", "rating")


class Log:
    """The log of one database. keys: everything is chained with these."""

    def __init__(self, url, anchors_path, keys):
        self.engine = make_engine(url)
        self.anchors = AnchorFile(anchors_path)
        self.keys = keys

    def transaction(self, *, read_only=False):
        return transaction(self.engine, self.keys, read_only=read_only)

    def write(self, count, seed=0):
        """`count` entries of all shapes are in the log, in transactions of one to four."""
        dice = random.Random(seed)
        left = count
        while left:
            together = min(left, dice.randint(1, 4))
            at = NOON + timedelta(microseconds=dice.randrange(10**12))
            with clock.frozen(at), self.transaction() as session:
                session.info["origin"] = audit.Origin(f"request-{left}", _uuid(dice))
                for _ in range(together):
                    _record(session, dice)
            left -= together

    def entries(self):
        with self.transaction(read_only=True) as session:
            return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()

    def anchor(self, *sequences):
        """There are anchors of these entries."""
        hashes = {entry.sequence: entry.hash for entry in self.entries()}
        for sequence in sequences:
            self.anchors.append(Anchor(sequence, hashes[sequence], NOON))

    def verify(self):
        with self.transaction(read_only=True) as session:
            return verify(session, self.keys, self.anchors)

    def drop_triggers(self):
        """The log can be changed, as by somebody who owns the database."""
        with self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                for name in ("no_update", "no_delete", "no_replace"):
                    connection.execute(text(f"DROP TRIGGER audit_entries_{name}"))
            else:
                connection.execute(text("DROP TRIGGER audit_entries_no_change ON audit_entries"))

    def attack(self, *statements):
        """These statements are done to the database."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))


def migrated(url):
    """The database at `url` has all its tables."""
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()


def keys():
    return KeyRing.generate()


def _record(session, dice):
    actor = Identity(
        dice.choice(("guest", "system", "account")),
        account_id=dice.choice((None, _uuid(dice))),
        session_id=dice.choice((None, _uuid(dice))),
    )
    audit.record(
        session,
        actor,
        dice.choice(ACTS),
        dice.choice(("member", "organisation", "account")),
        str(_uuid(dice)),
        path=dice.choice((None, "/1a2b3c4d/", "/1a2b3c4d/99aabbcc/")),
        fields=dice.sample(FIELDS, dice.randrange(4)),
        facts={"rows": dice.randrange(1000), "purpose": "Lập danh sách huy hiệu", "again": True}
        if dice.random() < 0.5
        else None,
        refused=dice.random() < 0.2,
    )


def _uuid(dice):
    return UUID(int=dice.getrandbits(128), version=4)
