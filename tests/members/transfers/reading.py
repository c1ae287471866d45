"""What the tables say about somebody after a step."""

from sqlalchemy import or_, select

from handbook_api.auth.models import Account, Appointment
from handbook_api.core import clock
from handbook_api.members.models import CellStay, Member, StatusChange
from handbook_api.members.transfers.models import Transfer


def member_now(runtime, member_id):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Member, member_id)


def transfer_now(runtime, transfer_id):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Transfer, transfer_id)


def account_now(runtime, account_id):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Account, account_id)


def offices_today(runtime, account_id):
    """Return (organisation, role) of every appointment that counts today."""
    today = clock.today()
    counting = select(Appointment.organisation_id, Appointment.role).where(
        Appointment.account_id == account_id,
        Appointment.since <= today,
        or_(Appointment.until.is_(None), Appointment.until >= today),
    )
    with runtime.transaction(read_only=True) as session:
        return {tuple(row) for row in session.execute(counting)}


def stays_of(runtime, member_id):
    stays = select(CellStay).where(CellStay.member_id == member_id)
    with runtime.transaction(read_only=True) as session:
        return session.scalars(stays.order_by(CellStay.since)).all()


def statuses_of(runtime, member_id):
    changes = select(StatusChange).where(StatusChange.member_id == member_id)
    with runtime.transaction(read_only=True) as session:
        return session.scalars(changes.order_by(StatusChange.recorded_at)).all()
