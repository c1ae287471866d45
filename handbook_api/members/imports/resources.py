"""Lists of members over HTTP: sent, confirmed column by column, previewed, taken over."""

import io
from pathlib import Path
from uuid import UUID

from flask import Response, request
from flask_restx import Namespace

from handbook_api.gateways.table_reading import errors as tables
from handbook_api.gateways.table_reading import open_table
from handbook_api.gateways.text_extraction.errors import ReaderStopped, ReadingTooSlow
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.members.imports import errors, keeping, schemas, service
from handbook_api.members.imports.policy import ImportAct

ns = Namespace("member-imports", path="/member-imports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXTENSIONS = {XLSX: ".xlsx", "text/csv": ".csv"}
_TAG = "member-imports"
_OF_MAPPING = (errors.MappingNotUnderstood, errors.FieldsMissing)
_OF_WAITING = (errors.ImportNotFound, errors.CarriedOutAlready, errors.FileForgotten)
_OF_FILE = (*tables.BY_CODE.values(), tables.NoRows, ReadingTooSlow, ReaderStopped)
_OF_LIST = (*_OF_FILE, errors.NobodyInList, errors.ListTooLong)


class ImportResource(ApiResource):
    """What the resources of imports share."""

    @property
    def folder(self) -> Path:
        """Where files lie while they are read."""
        return self.runtime.settings.var_folder

    def speaker(self) -> service.Speaker:
        """Return who says faults in the language of this request."""
        return service.Speaker(self.runtime.content, words_of_request())


@ns.route("")
class Imports(ImportResource):
    """Lists that come in."""

    @operation(
        "sendMemberList",
        _TAG,
        access=ImportAct.IMPORT,
        query=schemas.ImportQuery,
        takes_file=tuple(_EXTENSIONS),
        most_bytes=keeping.MOST_BYTES,
        gives=schemas.ProposalOut,
        status=201,
        refuses=[errors.HeadingsNotFound, *_OF_FILE],
        in_steps=True,
    )
    def post(self, query: schemas.ImportQuery) -> schemas.ProposalOut:
        """Gửi danh sách (.xlsx, .csv); trả lời cột nào có vẻ là mục nào, để xác nhận."""
        service.must_be_allowed(self.identity)
        content, extension = self.runtime.content, _EXTENSIONS[request.mimetype]
        with (
            keeping.file_at(request.get_data(), extension, self.folder) as path,
            open_table(path, sheet=query.sheet) as table,
        ):
            with self.runtime.transaction(read_only=True) as session:
                proposal = service.propose_columns(session, self.identity, content, table)
                remembered = service.remembered(session, self.identity, content, proposal)
            with self.step() as session:
                run = service.receive(session, self.identity, path, proposal)
        return schemas.proposal_out(
            content,
            words_of_request(),
            run,
            proposal,
            remembered=remembered,
            kept_until=service.kept_until(content, run),
        )


@ns.route("/<uuid:import_id>/preview")
class ImportPreview(ImportResource):
    """What taking a list over would do."""

    @operation(
        "previewMemberImport",
        _TAG,
        access=ImportAct.IMPORT,
        takes=schemas.MappingModel,
        gives=schemas.PreviewOut,
        refuses=[*_OF_MAPPING, *_OF_WAITING, *_OF_LIST],
        in_steps=True,
    )
    def post(self, import_id: UUID, body: schemas.MappingModel) -> schemas.PreviewOut:
        """Xem trước: bao nhiêu người mới, đã có, khác hồ sơ, và một trăm lỗi đầu."""
        mapping = body.understood(self.runtime.content)
        with self.runtime.transaction(read_only=True) as session:
            run = service.get_waiting(session, self.identity, import_id)
            with service.confirmed_list(session, self.identity, run, mapping, self.folder) as read:
                plan = service.plan_import(
                    session, self.identity, self.runtime.content, read, service.AT_ONCE
                )
        with self.step() as session:
            service.note_preview(session, self.identity, import_id, mapping, plan)
        return schemas.preview_out(self.speaker(), plan)


@ns.route("/<uuid:import_id>/faults")
class ImportFaults(ImportResource):
    """The list with its faults marked."""

    @operation(
        "getMemberImportFaults",
        _TAG,
        access=ImportAct.IMPORT,
        media_types=(XLSX,),
        refuses=[errors.NotPreviewed, *_OF_WAITING, *_OF_LIST],
        conditional=False,
        in_steps=True,
    )
    def get(self, import_id: UUID) -> Response:
        """Tải danh sách có đánh dấu từng lỗi ở đúng ô, theo bảng ghép cột đã xem trước."""
        content, written = self.runtime.content, io.BytesIO()
        with self.runtime.transaction(read_only=True) as session:
            run = service.get_waiting(session, self.identity, import_id)
            mapping = service.previewed_mapping(content, run)
            with service.confirmed_list(session, self.identity, run, mapping, self.folder) as read:
                plan = service.plan_import(session, self.identity, content, read, service.AT_ONCE)
                service.give_back(written, self.speaker(), read, plan, self.folder)
        with self.step() as session:
            service.note_given_back(session, self.identity, import_id)
        answer = Response(written.getvalue(), mimetype=XLSX)
        answer.headers["Content-Disposition"] = 'attachment; filename="danh-sach-loi.xlsx"'
        return answer


@ns.route("/<uuid:import_id>/confirmation")
class ImportConfirmation(ImportResource):
    """The yes to a list."""

    @operation(
        "confirmMemberImport",
        _TAG,
        access=ImportAct.IMPORT,
        takes=schemas.ConfirmationIn,
        gives=schemas.OutcomeOut,
        status=201,
        refuses=[errors.ListRefused, *_OF_MAPPING, *_OF_WAITING, *_OF_LIST],
    )
    def post(self, import_id: UUID, body: schemas.ConfirmationIn) -> schemas.OutcomeOut:
        """Nhập danh sách: tất cả hoặc không ai; tệp được xóa ngay sau đó."""
        mapping = body.mapping.understood(self.runtime.content)
        run = service.get_waiting_to_carry_out(self.session, self.identity, import_id)
        order = service.Order(run, body.update, service.AT_ONCE)
        with service.confirmed_list(
            self.session, self.identity, run, mapping, self.folder
        ) as confirmed:
            outcome = service.carry_out(
                self.session, self.identity, self.runtime.content, confirmed, order
            )
        return schemas.outcome_out(outcome)
