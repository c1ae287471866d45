"""A list of members is taken over: sent, its columns confirmed, looked over, confirmed."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from uuid import UUID

from flask import request
from pydantic import Field, ValidationError
from werkzeug.wrappers import Response

from handbook_api.console.people.base import MEMBERS, PeoplePage
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.gateways.table_reading import open_table
from handbook_api.gateways.table_reading.errors import WrongTableType
from handbook_api.http.problems import InvalidRequest
from handbook_api.http.wire import BodyModel, QueryModel, ShortText
from handbook_api.members.imports import keeping, queries, schemas, service, targets
from handbook_api.members.imports.blank import write_blank
from handbook_api.members.imports.models import ImportRun

IMPORTS = f"{MEMBERS}/nhap"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXTENSIONS = (".xlsx", ".csv")
#: What goes round a file in a form.
_ROUND_IT = 64 * 1024
#: Imports that one finds again.
_MOST_SHOWN = 10
_FAULTS_SHOWN = 20
_COLUMN = "column_"


class SheetQuery(QueryModel):
    """Which sheet of a workbook is meant."""

    sheet: ShortText | None = None


class TakeOverIn(BodyModel):
    """The yes to a list as it was looked over. mapping: as JSON."""

    mapping: str = Field(max_length=20_000)
    update: bool = False


class ImportPage(PeoplePage):
    """A page of an import."""

    place = MEMBERS
    in_steps = True

    @property
    def folder(self) -> Path:
        """Where files lie while they are read."""
        return self.runtime.settings.var_folder

    def speaker(self) -> service.Speaker:
        """Return who says faults in the reader's language."""
        return service.Speaker(self.runtime.content, self.words)

    def plan(self, run: ImportRun, mapping: schemas.MappingModel) -> service.Plan:
        """Return what taking the list over would do."""
        content = self.runtime.content
        understood = mapping.understood(content)
        with (
            self.runtime.transaction(read_only=True) as session,
            service.confirmed_list(session, self.identity, run, understood, self.folder) as read,
        ):
            return service.plan_import(session, self.identity, content, read, service.AT_ONCE)

    @staticmethod
    def address(import_id: UUID, *more: str) -> str:
        """Return where an import is gone on with, or one of its pages."""
        return "/".join((f"{IMPORTS}/{import_id}", *more))


class SendList(ImportPage):
    """A list is sent; those that were sent before are found again."""

    def get(self) -> str:
        """Ask for the file, and say what may be in it."""
        service.must_be_allowed(self.identity)
        content = self.runtime.content
        missing = targets.groups_missing(frozenset())
        return self.render(
            "console/records/send_list.html",
            most_bytes=keeping.MOST_BYTES,
            most_people=service.MOST_AT_ONCE,
            needed=[content.member_fields[code].name for code in missing],
            columns=list(targets.fields_taken(content).values()),
            imports=queries.latest_imports(self.session, self.identity, limit=_MOST_SHOWN),
        )

    def post(self) -> Response:
        """Keep it, sealed, and go on to its columns."""
        service.must_be_allowed(self.identity)
        request.max_content_length = keeping.MOST_BYTES + _ROUND_IT
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise FieldsRefused([FieldFault("file", "field.missing")], count=1)
        extension = PurePath(sent.filename).suffix.lower()
        if extension not in _EXTENSIONS:
            raise WrongTableType
        with (
            keeping.file_at(sent.read(), extension, self.folder) as path,
            open_table(path) as table,
        ):
            with self.runtime.transaction(read_only=True) as session:
                proposal = service.propose_columns(
                    session, self.identity, self.runtime.content, table
                )
            with self.step() as session:
                run = service.receive(session, self.identity, path, proposal)
                return self.see(self.address(run.id))


class BlankList(ImportPage):
    """An empty list to fill in."""

    def get(self) -> Response:
        """Return it."""
        service.must_be_allowed(self.identity)
        written = io.BytesIO()
        write_blank(written, self.runtime.content)
        return _workbook(written, "mau-danh-sach-dang-vien.xlsx")


class ConfirmColumns(ImportPage):
    """What each column of the list says; when it has been taken over, what came of that."""

    def get(self, import_id: UUID) -> str:
        """Show what the columns seem to be, or the outcome."""
        run = queries.get_import(self.session, self.identity, import_id)
        if run.carried_out_at is not None:
            return self.render("console/records/list_taken.html", run=run)
        service.get_waiting(self.session, self.identity, import_id)
        proposed = self._proposed(run)
        chosen = proposed.mapping
        if run.mapping is not None:
            chosen = schemas.MappingModel.model_validate(run.mapping)
        elif proposed.remembered is not None:
            chosen = proposed.remembered
        content, language = self.runtime.content, self.words.language
        states = content.member_statuses.states.values()
        return self.render(
            "console/records/list_columns.html",
            proposed=proposed,
            chosen=chosen,
            is_remembered=run.mapping is None and proposed.remembered is not None,
            needed=[content.member_fields[one].name for one in targets.groups_missing(frozenset())],
            targets=[(one.code, one.name) for one in proposed.targets],
            statuses=[(one.name, one.called(language)) for one in states if one.may_begin],
        )

    def post(self, import_id: UUID) -> Response:
        """Keep what the columns are, and go on to looking the list over."""
        mapping = _typed_mapping(request.form)
        with self.runtime.transaction(read_only=True) as session:
            run = service.get_waiting(session, self.identity, import_id)
        plan = self.plan(run, mapping)
        understood = mapping.understood(self.runtime.content)
        with self.step() as session:
            service.note_preview(session, self.identity, import_id, understood, plan)
        return self.see(self.address(import_id, "xem-truoc"))

    def _proposed(self, run: ImportRun) -> schemas.ProposalOut:
        session, viewer, content = self.session, self.identity, self.runtime.content
        sheet = self.query(SheetQuery).sheet or (run.mapping or {}).get("sheet") or None
        proposal = service.propose_again(session, viewer, content, run, self.folder, sheet)
        return schemas.proposal_out(
            content,
            self.words,
            run,
            proposal,
            remembered=service.remembered(session, viewer, content, proposal),
            kept_until=service.kept_until(content, run),
        )


class LookOver(ImportPage):
    """What taking the list over would do; and the yes to it."""

    def get(self, import_id: UUID) -> str | Response:
        """Show numbers and faults; ask for the yes where there is no fault."""
        run = queries.get_import(self.session, self.identity, import_id)
        if run.carried_out_at is not None:
            return self.see(self.address(import_id))
        if run.mapping is None:
            return self.see(self.address(import_id))
        mapping = schemas.MappingModel.model_validate(run.mapping)
        preview = schemas.preview_out(self.speaker(), self.plan(run, mapping))
        return self.render(
            "console/records/list_preview.html",
            run=run,
            preview=preview,
            faults=preview.faults[:_FAULTS_SHOWN],
            kept_until=service.kept_until(self.runtime.content, run),
            mapping=mapping.model_dump_json(),
        )

    def post(self, import_id: UUID) -> Response:
        """Take it over, whole or not at all."""
        asked = self.form(TakeOverIn)
        mapping = _said_mapping(asked.mapping).understood(self.runtime.content)
        with self.step() as session:
            run = service.get_waiting_to_carry_out(session, self.identity, import_id)
            order = service.Order(run, asked.update, service.AT_ONCE)
            with service.confirmed_list(session, self.identity, run, mapping, self.folder) as read:
                service.carry_out(session, self.identity, self.runtime.content, read, order)
        return self.see(f"{self.address(import_id)}?xong=nhap")


class MarkedList(ImportPage):
    """The list given back with each fault at its box."""

    def post(self, import_id: UUID) -> Response:
        """Return it; that it was fetched is written down."""
        content, written = self.runtime.content, io.BytesIO()
        with self.runtime.transaction(read_only=True) as session:
            run = service.get_waiting(session, self.identity, import_id)
            mapping = service.previewed_mapping(content, run)
            with service.confirmed_list(session, self.identity, run, mapping, self.folder) as read:
                plan = service.plan_import(session, self.identity, content, read, service.AT_ONCE)
                service.give_back(written, self.speaker(), read, plan, self.folder)
        with self.step() as session:
            service.note_given_back(session, self.identity, import_id)
        return _workbook(written, "danh-sach-loi.xlsx")


def _typed_mapping(form: Mapping[str, str]) -> schemas.MappingModel:
    columns = {
        name.removeprefix(_COLUMN): target
        for name, target in form.items()
        if name.startswith(_COLUMN) and target
    }
    whole: Sequence[str] = (targets.CELL, targets.STATUS)
    said = {target: form.get(f"fixed_{target}", "").strip() for target in whole}
    given = {
        "sheet": form.get("sheet", ""),
        "first_row": form.get("first_row", ""),
        "columns": columns,
        "fixed": {target: text for target, text in said.items() if text},
        "cells_in_titles": "cells_in_titles" in form,
    }
    try:
        return schemas.MappingModel.model_validate(given, strict=False)
    except ValidationError as error:
        raise InvalidRequest(error) from error


def _said_mapping(text: str) -> schemas.MappingModel:
    try:
        return schemas.MappingModel.model_validate_json(text)
    except ValidationError as error:
        raise InvalidRequest(error) from error


def _workbook(written: io.BytesIO, name: str) -> Response:
    answer = Response(written.getvalue(), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
