"""What hangs on a person and his organisation: one of each thing that a route can name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.annotations.models import Annotation, Motivation
from handbook_api.auth.models import Appointment, DeviceSession, Reset, Slip
from handbook_api.core import clock
from handbook_api.db.sealing import Place, keys_of
from handbook_api.documents.drafts.models import DocumentDraft, DraftFile, DraftState, DraftText
from handbook_api.members.corrections.models import Correction
from handbook_api.members.data_rights.models import Breach, DataRequest
from handbook_api.members.models import Member, RecordLine
from handbook_api.members.sealed_rows import seal_texts
from handbook_api.members.transfers.models import Transfer
from handbook_api.notices.delivering.devices import blind_of
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.notices.saved_searches.models import SavedSearch
from handbook_api.notices.saved_searches.wanted import Wanted, place_of
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.matrix.told import told_to
from tests.support.people import an_organisation


@dataclass(frozen=True)
class Belongings:
    """Ids of the things of one target."""

    slip: UUID
    reset: UUID
    session: UUID
    appointment: UUID
    line: UUID
    twin: UUID
    transfer: UUID
    correction: UUID
    request: UUID
    breach: UUID
    saved_search: UUID
    phone: UUID
    annotation: UUID
    notice: UUID
    draft: UUID
    group: UUID
    contact: UUID
    paper: UUID


def belongings_of(
    session: Session,
    runtime: Runtime,
    organisation: Organisation,
    cell: Organisation,
    member: Member,
    canary: str,
) -> Belongings:
    """Make one of each thing; texts in them carry `canary`."""
    del runtime
    now = clock.now()
    soon = now + timedelta(days=5)
    account_id = member.account_id
    slip = Slip(
        account_id=account_id,
        code_blind=uuid4().bytes,
        token_digest=uuid4().bytes * 2,
        issued_at=now,
        expires_at=soon,
    )
    reset = Reset(
        account_id=account_id,
        asked_by=uuid4(),
        asked_at=now,
        needs_confirmation=True,
        removes_factor=False,
        code_blind=uuid4().bytes,
        expires_at=soon,
    )
    device = DeviceSession(
        account_id=account_id,
        device="máy thử",
        strength=2,
        access_digest=uuid4().bytes * 2,
        access_expires_at=soon,
        access_epoch=1,
        family_digest=uuid4().bytes * 2,
        refresh_digest=uuid4().bytes * 2,
        rotated_at=now,
        created_at=now,
        last_used_at=now,
        expires_at=soon,
    )
    session.add_all([slip, reset, device])
    held = Appointment(
        account_id=account_id,
        organisation_id=organisation.id,
        role="propaganda_officer" if not organisation.is_cell else "cell_committee_member",
        since=cell.opened_on,
        recorded_at=now,
    )
    line = RecordLine(member_id=member.id, list="positions", since=cell.opened_on)
    session.add_all([held, line])
    twin = _twin(session, organisation)
    asked = _asked(session, organisation, cell, member, canary)
    session.flush()
    wish = _wish(session, account_id, canary)
    told = told_to(session, organisation, cell, member, canary)
    own = slip.id, reset.id, device.id, held.id, line.id
    phone = _phone(session, device)
    noted = _noted(session, account_id, canary)
    return Belongings(
        *own, twin.id, *asked, wish, phone, noted, *told, _paper(session, organisation, canary)
    )


def _paper(session: Session, organisation: Organisation, canary: str) -> UUID:
    """A document on its way into the library, read and waiting for a person."""
    now, paper_id = clock.now(), uuid4()
    session.add(
        DocumentDraft(
            id=paper_id,
            organisation_id=organisation.id,
            state=DraftState.READY,
            at=now,
            changed_at=now,
            file_name=f"{canary}.txt",
            file_sha256=paper_id.hex * 2,
            size=1,
            found=_READ | {"title": f"Việc {canary}"},
            said={"audience": "organisation", "organisation_id": str(organisation.id)},
            relations=[_SAID_BY_HAND],
        )
    )
    session.flush()
    provisions = [["toan-van", None, "body", "", "", f"Chữ {canary}", None]]
    sheets = [[None, 0, 1, f"Chữ {canary}"]]
    session.add(DraftFile(draft_id=paper_id, content=canary.encode()))
    session.add(DraftText(draft_id=paper_id, provisions=provisions, sheets=sheets, unresolved=[]))
    session.flush()
    return paper_id


#: A relation that an officer added.
_SAID_BY_HAND = {
    "kind": "related",
    "sentence": "Hướng dẫn 01-HD/TW, ngày 28/9/2021",
    "start": 0,
    "answer": True,
    "is_own": True,
}
#: What was read of a paper that says next to nothing.
_READ: dict[str, Any] = {
    "format": "text",
    "encoding": "utf-8",
    "pages": 1,
    "pages_without_text": [],
    "provisions": 1,
    "kind": "letter",
    "symbol": None,
    "issuer": None,
    "place": None,
    "signer": None,
    "issued_on": None,
    "effective_on": None,
}


def _wish(session: Session, account_id: UUID, canary: str) -> UUID:
    """A saved search whose words carry `canary`."""
    search_id, keys = uuid4(), keys_of(session)
    wanted = Wanted(f"tìm {canary} {search_id}")
    saved = SavedSearch(
        id=search_id,
        account_id=account_id,
        sealed=keys.seal(wanted.written(), place_of(search_id)),
        key_id=keys.current,
        blind=wanted.blind(keys),
        created_at=clock.now(),
    )
    session.add(saved)
    session.flush()
    return search_id


def _noted(session: Session, account_id: UUID, canary: str) -> UUID:
    """A note to a document, whose words carry `canary`."""
    now = clock.now()
    note = Annotation(
        id=uuid4(),
        account_id=account_id,
        motivation=Motivation.COMMENTING,
        document_id="mot-van-ban",
        anchor="1",
        version=1,
        made_at=now,
        changed_at=now,
    )
    seal_texts(session, note, text=f"ghi {canary}")
    session.add(note)
    session.flush()
    return note.id


def _phone(session: Session, device: DeviceSession) -> UUID:
    """A phone that bells are rung on."""
    phone_id, keys = uuid4(), keys_of(session)
    address = f"dia-chi-{phone_id}"
    phone = PushDevice(
        id=phone_id,
        account_id=device.account_id,
        session_id=device.id,
        kind="fid",
        platform="android",
        address_blind=blind_of(session, address),
        sealed=keys.seal(address, Place("push_devices", "sealed", str(phone_id))),
        key_id=keys.current,
        registered_at=device.created_at,
        refreshed_at=device.created_at,
    )
    session.add(phone)
    session.flush()
    return phone_id


def _twin(session: Session, organisation: Organisation) -> Organisation:
    """An empty organisation of the same kind beside it."""
    parent = session.get_one(Organisation, organisation.parent_id)
    return an_organisation(
        session,
        parent,
        name=f"{organisation.name} Hai",
        kind=organisation.kind,
        is_cell=organisation.is_cell,
    )


def _asked(
    session: Session, organisation: Organisation, cell: Organisation, member: Member, canary: str
) -> tuple[UUID, UUID, UUID, UUID]:
    """A transfer, a correction, a data request and a breach; their texts carry `canary`."""
    now, today = clock.now(), clock.today()
    # A committee and one of its cells may share a person; he has one of each thing under way.
    alone = organisation.id == cell.id
    transfer = Transfer(
        id=uuid4(),
        kind="official_internal",
        state="requested",
        member_id=member.id,
        open_for=member.id if alone else None,
        from_cell_id=cell.id,
        started_at=now,
        state_since=now,
    )
    correction = Correction(
        id=uuid4(), member_id=member.id, field="occupation", state="asked", asked_at=now
    )
    request = DataRequest(
        id=uuid4(),
        member_id=member.id,
        kind="know",
        state="received",
        on_paper=False,
        received_on=today,
        entered_at=now,
        due_on=today,
    )
    breach = Breach(
        id=uuid4(),
        organisation_id=organisation.id,
        noticed_at=now,
        report_by=now,
        entered_at=now,
    )
    seal_texts(session, transfer, reason=f"lý do {canary}")
    seal_texts(session, correction, wanted=f"nghề {canary}", reason=f"giấy {canary}")
    seal_texts(session, request, text=f"hỏi {canary}")
    seal_texts(session, breach, description=f"mất {canary}")
    session.add_all([transfer, correction, request, breach])
    return transfer.id, correction.id, request.id, breach.id
