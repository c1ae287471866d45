"""Tables of devices and of what is sent to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class Way(StrEnum):
    """How something is sent out."""

    PUSH = "push"
    SMS = "sms"
    EMAIL = "email"


class DeliveryState(StrEnum):
    """Where a delivery stands. The first two are due at some time, the others are final."""

    WAITING = "waiting"
    #: In a sender's hands until its lease is over.
    SENDING = "sending"
    HANDED = "handed"
    #: Refused for good; `reason` says why.
    FAILED = "failed"
    #: No longer wanted: opened meanwhile, cancelled, expired, device gone.
    DROPPED = "dropped"


class PushDevice(Base):
    """Where bells can be rung for somebody: one app or browser with its address at FCM.

    Belongs to a signed-in device: it falls silent when that is signed out.
    """

    __tablename__ = "push_devices"
    __table_args__ = (Index(None, "account_id", "dead_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    session_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("device_sessions.id", ondelete="CASCADE"), index=True
    )
    #: fid (Firebase installation id) or token (registration token).
    kind: Mapped[str] = mapped_column(String(5))
    #: android, ios, web.
    platform: Mapped[str] = mapped_column(String(8))
    #: Blind index of the address: one address is one device, whoever registers it.
    address_blind: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    #: The address, sealed.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[int] = mapped_column(SmallInteger, index=True)
    #: A brand code of content/parameters/phones.toml, for help.
    brand: Mapped[str | None] = mapped_column(String(40))
    app_version: Mapped[str | None] = mapped_column(String(40))
    registered_at: Mapped[datetime]
    #: When the app last told its address: a later answer about an older one kills nothing.
    refreshed_at: Mapped[datetime]
    #: When a bell last came through (the client said so), and the last test.
    delivered_at: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    test_delivered_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    #: unregistered, malformed, wrong_sender, idle, signed_out, replaced, removed.
    dead_reason: Mapped[str | None] = mapped_column(String(20))


class Delivery(Base):
    """One bell for one device (or one text for one person), rung once per round."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(
            "(due_at IS NULL) = (state IN ('handed', 'failed', 'dropped'))",
            name="final_is_not_due",
        ),
        Index(
            "ix_deliveries_due",
            "way",
            "rank",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        # What a sender holds is found by its lease alone. A planner that has not heard of a new
        # notice yet takes “of this notice” for a handful, and reads all its bells for every batch.
        Index(
            "ix_deliveries_lease",
            "lease",
            sqlite_where=text("lease IS NOT NULL"),
            postgresql_where=text("lease IS NOT NULL"),
        ),
        Index(None, "target_id", "handed_at"),
        {"sqlite_with_rowid": False},
    )

    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("notices.id"), primary_key=True)
    #: The device for a push; the account for a text or an e-mail.
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(5), primary_key=True)
    #: 0 the first bell, then one for each reminder or correction.
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    #: Rings also for those who have done what was asked of them: a meeting is near.
    insists: Mapped[bool] = mapped_column(default=False)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(8))
    #: 0 urgent, 1 normal, 2 whenever there is time.
    rank: Mapped[int] = mapped_column(SmallInteger)
    #: Waiting: not before. Sending: when the lease is over. None once it is final.
    due_at: Mapped[datetime | None]
    #: After this nobody tries any more.
    give_up_at: Mapped[datetime]
    lease: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    #: The last answer that was not a yes; a code.
    reason: Mapped[str | None] = mapped_column(String(30))
    handed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Pause(Base):
    """A way, or one platform of it, that rests: over its quota, or its key is refused."""

    __tablename__ = "delivery_pauses"

    #: push, push.ios, push.web, push.android, sms, email.
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(30))
    #: Messages a call may carry once it goes on; grows back to the full number.
    most: Mapped[int]
    #: How often in a row it had to rest: each rest is longer.
    times: Mapped[int] = mapped_column(default=1)
