"""Everything held about oneself, as one document."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.words import Words
from handbook_api.http.wire import WireModel
from handbook_api.members.corrections import schemas as corrections
from handbook_api.members.data_rights.schemas import DataRequestOut, request_out
from handbook_api.members.data_rights.service import OwnAccount, OwnData, OwnRecord
from handbook_api.members.schemas import acts, records
from handbook_api.members.transfers import schemas as transfers
from handbook_api.members.wire_names import Coded, coded


class OwnDevice(WireModel):
    """A device that is signed in."""

    device: str
    opened_at: datetime
    last_used_at: datetime
    second_factor_at: datetime | None


class OwnEvent(WireModel):
    """Something one was told about one's account."""

    what: str
    words: str
    at: datetime


class OwnAppointment(WireModel):
    """What one is or was, and where."""

    role: Coded
    organisation: str
    since: date
    until: date | None
    decision: str | None


class OwnAccountOut(WireModel):
    """What signing in knows."""

    id: UUID
    name: str
    birth_year: int | None = Field(description="Để hỏi khi dùng phiếu đăng nhập.")
    state: str
    created_at: datetime
    sign_in_names: list[str] = Field(description="Loại tên đăng nhập; bản thân tên chỉ lưu mã băm.")
    devices: list[OwnDevice]
    events: list[OwnEvent]
    appointments: list[OwnAppointment]


class OwnValue(WireModel):
    """A value that a protected field has or had, in full."""

    field: Coded
    purpose: str
    retention: str = Field(description="Giữ đến bao giờ.")
    value: str
    since: date
    until: date | None


class OwnRecordOut(WireModel):
    """What the record holds, and everything beside it."""

    record: records.RecordOut
    values: list[OwnValue]
    dossier: acts.DossierOut
    transfers: list[transfers.TransferOut]
    corrections: list[corrections.CorrectionOut]
    data_requests: list[DataRequestOut]
    views: list[records.ViewOut] = Field(description="Ai đã mở hoặc sửa hồ sơ; mới nhất trước.")


class OwnAct(WireModel):
    """Something one did here, as the log remembers it."""

    at: datetime
    act: str
    refused: bool


class OwnHolding(WireModel):
    """What one part of the handbook keeps about oneself."""

    code: str
    name: str
    entries: list[dict[str, str]] = Field(description="Mới nhất trước.")


class OwnDataOut(WireModel):
    """Everything held about oneself."""

    made_at: datetime
    made_on: date
    account: OwnAccountOut
    record: OwnRecordOut | None = Field(description="null khi tài khoản không có hồ sơ đảng viên.")
    acts: list[OwnAct] = Field(description="Việc mình đã làm trong hệ thống; mới nhất trước.")
    elsewhere: list[OwnHolding] = Field(
        description="Thông báo đã nhận và trả lời, máy nhận thông báo, lời tìm đã lưu."
    )


def own_data_out(
    session: Session,
    viewer: Identity,
    content: Content,
    data: OwnData,
    words: Words,
    language: str,
) -> OwnDataOut:
    """Return everything in words."""
    record = None
    if data.record is not None:
        record = _record(session, viewer, content, data.record, words, language)
    return OwnDataOut(
        made_at=clock.now(),
        made_on=clock.today(),
        account=_account(content, data.account, words, language),
        record=record,
        acts=[OwnAct(at=one.at, act=one.act, refused=one.refused) for one in data.acts],
        elsewhere=[
            OwnHolding(
                code=one.code,
                name=words.label(f"own_data.{one.code}"),
                entries=[dict(entry) for entry in one.entries],
            )
            for one in data.elsewhere
        ],
    )


def _account(content: Content, own: OwnAccount, words: Words, language: str) -> OwnAccountOut:
    account = own.account
    return OwnAccountOut(
        id=account.id,
        name=account.display_name,
        birth_year=account.birth_year,
        state=account.state,
        created_at=account.created_at,
        sign_in_names=list(own.sign_in_names),
        devices=[
            OwnDevice(
                device=one.device,
                opened_at=one.created_at,
                last_used_at=one.last_used_at,
                second_factor_at=one.second_factor_at,
            )
            for one in own.sessions
        ],
        events=[
            OwnEvent(what=one.what, words=words.label(f"security.{one.what}"), at=one.at)
            for one in own.events
        ],
        appointments=[
            OwnAppointment(
                role=coded(
                    content.roles[Role(row.appointment.role)], row.appointment.role, language
                ),
                organisation=row.organisation.name,
                since=row.appointment.since,
                until=row.appointment.until,
                decision=row.appointment.decision,
            )
            for row in own.appointments
        ],
    )


def _record(
    session: Session,
    viewer: Identity,
    content: Content,
    own: OwnRecord,
    words: Words,
    language: str,
) -> OwnRecordOut:
    return OwnRecordOut(
        record=records.record_out(content, own.record, words, language),
        values=_values(content, own, language),
        dossier=acts.dossier_out(own.papers, language),
        transfers=[
            transfers.transfer_out(
                session, viewer, content, row, own.transfer_steps.get(row.transfer.id, ()), language
            )
            for row in own.transfers
        ],
        corrections=[
            corrections.correction_out(
                session,
                row,
                own.correction_steps.get(row.correction.id, ()),
                corrections.correction_brief(content, row, words, language),
                words,
                seen=True,
            )
            for row in own.corrections
        ],
        data_requests=[request_out(session, content, row, words, language) for row in own.requests],
        views=records.views_out(content, own.views, words, language),
    )


def _values(content: Content, own: OwnRecord, language: str) -> list[OwnValue]:
    fields = content.member_fields
    return [
        OwnValue(
            field=coded(fields[code], code, language),
            purpose=fields[code].purpose,
            retention=fields[code].retention,
            value=value.text,
            since=value.since,
            until=value.until,
        )
        for code, values in own.values.items()
        for value in values
    ]
