"""The devices a viewer may see: his own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.gateways.push import Platform
from handbook_api.notices.delivering.errors import DeviceNotFound
from handbook_api.notices.delivering.models import PushDevice


def visible_devices(viewer: Identity) -> Select[PushDevice]:
    """The viewer's devices on which somebody is signed in, silent ones too."""
    now = clock.now()
    return (
        select(PushDevice)
        .join(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(
            PushDevice.account_id == viewer.account_id,
            DeviceSession.ended_at.is_(None),
            DeviceSession.expires_at > now,
            PushDevice.dead_reason.is_distinct_from("removed"),
        )
    )


def devices_of(session: Session, viewer: Identity) -> Sequence[PushDevice]:
    """Return the viewer's devices, the last heard of first."""
    latest = visible_devices(viewer).order_by(PushDevice.refreshed_at.desc(), PushDevice.id)
    return session.scalars(latest).all()


def get_device(session: Session, viewer: Identity, device_id: UUID) -> PushDevice:
    """Return one of the viewer's devices. Raises DeviceNotFound."""
    found = session.scalar(visible_devices(viewer).where(PushDevice.id == device_id))
    if found is None:
        raise DeviceNotFound(id=device_id)
    return found


def find_browser_here(session: Session, viewer: Identity) -> PushDevice | None:
    """Return the browser that is rung in the viewer's own session, a silent one too."""
    here = visible_devices(viewer).where(
        PushDevice.session_id == viewer.session_id, PushDevice.platform == Platform.WEB
    )
    return session.scalar(here.order_by(PushDevice.refreshed_at.desc(), PushDevice.id).limit(1))
