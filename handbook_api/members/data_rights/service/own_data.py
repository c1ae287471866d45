"""Everything that is held about somebody, gathered for himself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth import queries as accounts
from handbook_api.auth.appointments import queries as appointments
from handbook_api.auth.guarding import require_unlocked
from handbook_api.auth.models import Account, DeviceSession, SecurityEvent
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.papers import PaperKind
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit, events
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_queries import EntryFilter, page_of_entries
from handbook_api.members import sealed
from handbook_api.members import service as members
from handbook_api.members.corrections import queries as corrections
from handbook_api.members.corrections.queries import CorrectionRow, StepsById
from handbook_api.members.data_rights import queries
from handbook_api.members.data_rights.policy import POLICY, DataAct
from handbook_api.members.data_rights.queries import RequestRow
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.events import HeldAbout, Holding
from handbook_api.members.models import DossierPaper
from handbook_api.members.sealed import EarlierValue
from handbook_api.members.transfers import queries as transfers
from handbook_api.members.transfers.queries import Steps, TransferFilter, TransferRow
from handbook_api.members.values import sealed_fields

#: Of lists that grow with every day, the newest so many.
MOST = 1_000
_MOST_TRANSFERS = 100


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What signing in knows of somebody."""

    account: Account
    sign_in_names: Sequence[str]
    sessions: Sequence[DeviceSession]
    events: Sequence[SecurityEvent]
    appointments: Sequence[appointments.AppointmentRow]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What the record and the rooms beside it hold of somebody.

    values: every sealed field's present and earlier values, opened and in full.
    """

    record: members.Record
    values: Mapping[str, Sequence[EarlierValue]]
    papers: Sequence[tuple[PaperKind, DossierPaper | None]]
    transfers: Sequence[TransferRow]
    transfer_steps: Mapping[UUID, Steps]
    corrections: Sequence[CorrectionRow]
    correction_steps: StepsById
    requests: Sequence[RequestRow]
    views: Sequence[members.View]


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything. record: None for somebody who has an account only. acts: what he did.

    elsewhere: what the rooms above keep: notices, devices, saved searches.
    """

    account: OwnAccount
    record: OwnRecord | None
    acts: Sequence[AuditEntry]
    elsewhere: Sequence[Holding]


def gather_own_data(session: Session, viewer: Identity, content: Content) -> OwnData:
    """Return everything held about the viewer; that he took it is written down.

    Raises SignInNeeded, PinNeeded, PinLost.
    """
    require_unlocked(viewer)
    account = accounts.own_account(session, viewer)
    POLICY.require(viewer, DataAct.READ_OWN, Subject(account_id=account.id))
    try:
        record = _record(session, viewer, content)
    except MemberNotFound:
        record = None
    elsewhere = events.emit(session, HeldAbout(account.id))
    data = OwnData(_account(session, viewer, account), record, _acts(session, viewer), elsewhere)
    kind, subject = "account", account.id
    if record is not None:
        kind, subject = "member", record.record.at.member.id
    audit.record(session, viewer, DataAct.READ_OWN, kind, str(subject))
    return data


def _account(session: Session, viewer: Identity, account: Account) -> OwnAccount:
    return OwnAccount(
        account,
        accounts.kinds_of_names(session, viewer),
        accounts.sessions_of(session, viewer),
        accounts.page_of_events(session, viewer, limit=MOST).rows,
        appointments.own_appointments(session, viewer, limit=MOST),
    )


def _record(session: Session, viewer: Identity, content: Content) -> OwnRecord:
    record = members.read_own_record(session, viewer, content)
    id_ = record.at.member.id
    mine = TransferFilter(member_id=id_)
    moves = transfers.page_of_transfers(session, viewer, mine, limit=_MOST_TRANSFERS).rows
    asked = corrections.corrections_of_member(session, viewer, id_, limit=MOST)
    return OwnRecord(
        record=record,
        values=sealed.histories(session, id_, sealed_fields(content)),
        papers=members.read_dossier(session, viewer, content, id_),
        transfers=moves,
        transfer_steps=transfers.steps_by_transfer(
            session, viewer, [row.transfer.id for row in moves]
        ),
        corrections=asked,
        correction_steps=corrections.steps_of(
            session, viewer, [row.correction.id for row in asked]
        ),
        requests=queries.requests_of_member(session, viewer, id_, limit=MOST),
        views=members.views_of_own_record(session, viewer, limit=MOST).rows,
    )


def _acts(session: Session, viewer: Identity) -> Sequence[AuditEntry]:
    """Return what the viewer did, the latest first: the log's memory of himself."""
    found, cursor = list[AuditEntry](), None
    wanted = EntryFilter(account_id=viewer.account_id)
    while len(found) < MOST:
        page = page_of_entries(session, wanted, limit=MOST, cursor=cursor)
        found.extend(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            break
    return found[:MOST]
