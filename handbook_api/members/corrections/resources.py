"""Corrections over HTTP: asked by members, checked and decided by those above, listed for above."""

from uuid import UUID

from flask import Response
from flask_restx import Namespace

from handbook_api.auth.errors import LOCKED
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import PageOut
from handbook_api.members.corrections import errors, queries, schemas, service
from handbook_api.members.corrections.policy import CorrectionAct
from handbook_api.members.errors import MemberNotFound, NumberHeld, PersonRefused

own = Namespace("own-corrections", path="/me/corrections")
ns = Namespace("corrections", path="/corrections")

#: Every namespace of this room.
NAMESPACES = (own, ns)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CorrectionPageOut(PageOut[schemas.CorrectionBrief]):
    """A page of corrections."""


class CorrectionResource(ApiResource):
    """What the resources of corrections share."""

    def brief(self, row: queries.CorrectionRow) -> schemas.CorrectionBrief:
        """Return a correction as a line of a list."""
        words, language = words_of_request(), language_of_request()
        return schemas.correction_brief(self.runtime.content, row, words, language)

    def shown(
        self, row: queries.CorrectionRow, steps: queries.StepsById, *, seen: bool
    ) -> schemas.CorrectionOut:
        """Return a correction with its words, where its reader sees the field."""
        own_steps = steps.get(row.correction.id, [])
        brief, words = self.brief(row), words_of_request()
        return schemas.correction_out(self.session, row, own_steps, brief, words, seen=seen)

    def shown_alone(self, row: queries.CorrectionRow) -> schemas.CorrectionOut:
        """Return one correction to whoever asks for it."""
        steps = queries.steps_of(self.session, self.identity, [row.correction.id])
        content = self.runtime.content
        seen = schemas.sees_field(self.session, self.identity, content, row)
        return self.shown(row, steps, seen=seen)


@own.route("")
class OwnCorrections(CorrectionResource):
    """One's own corrections."""

    @operation(
        "listOwnCorrections",
        "corrections",
        access=CorrectionAct.ASK,
        gives=schemas.CorrectionsOut,
        refuses=[MemberNotFound, *LOCKED],
        conditional=False,
    )
    def get(self) -> schemas.CorrectionsOut:
        """Các đề nghị đính chính của mình, đang ở đâu, kết quả thế nào."""
        rows = service.own_corrections(self.session, self.identity)
        ids = [row.correction.id for row in rows]
        steps = queries.steps_of(self.session, self.identity, ids)
        return schemas.CorrectionsOut(items=[self.shown(row, steps, seen=True) for row in rows])

    @operation(
        "askForCorrection",
        "corrections",
        access=CorrectionAct.ASK,
        takes=schemas.CorrectionIn,
        gives=schemas.CorrectionOut,
        status=201,
        refuses=[
            MemberNotFound,
            *LOCKED,
            errors.UnknownField,
            errors.ChangeItYourself,
            errors.AskedAlready,
            PersonRefused,
        ],
    )
    def post(self, body: schemas.CorrectionIn) -> schemas.CorrectionOut:
        """Báo một mục sai trong hồ sơ của mình và đề nghị sửa."""
        said = service.NewCorrection(body.field, body.wanted, body.reason)
        return self.shown_alone(
            service.ask(self.session, self.identity, self.runtime.content, said)
        )


@own.route("/<uuid:correction_id>")
class OwnCorrection(CorrectionResource):
    """One of one's own corrections."""

    @operation(
        "withdrawCorrection",
        "corrections",
        access=CorrectionAct.ASK,
        status=204,
        refuses=[errors.CorrectionNotFound, errors.CorrectionDone],
    )
    def delete(self, correction_id: UUID) -> None:
        """Rút đề nghị chưa giải quyết."""
        service.withdraw(self.session, self.identity, self.runtime.content, correction_id)


@ns.route("")
class Corrections(CorrectionResource):
    """The queue of secretaries and organisation officers."""

    @operation(
        "listCorrections",
        "corrections",
        access=Access.SIGNED_IN,
        query=schemas.CorrectionListQuery,
        gives=CorrectionPageOut,
        conditional=False,
    )
    def get(self, query: schemas.CorrectionListQuery) -> CorrectionPageOut:
        """Các đề nghị đính chính của chi bộ, của đảng bộ; mới nhất trước."""
        page = queries.page_of_corrections(
            self.session,
            self.identity,
            states=query.state,
            overdue=query.overdue,
            limit=query.limit,
            cursor=query.cursor,
        )
        return CorrectionPageOut(
            items=[self.brief(row) for row in page.rows], next_cursor=page.next_cursor
        )


@ns.route("/<uuid:correction_id>")
class OneCorrection(CorrectionResource):
    """One correction."""

    audited_reads = True

    @operation(
        "getCorrection",
        "corrections",
        access=CorrectionAct.READ,
        gives=schemas.CorrectionOut,
        refuses=[errors.CorrectionNotFound, *LOCKED],
        conditional=False,
    )
    def get(self, correction_id: UUID) -> schemas.CorrectionOut:
        """Một đề nghị đính chính: muốn sửa gì, vì sao, ai đã xem."""
        return self.shown_alone(service.read_correction(self.session, self.identity, correction_id))


@ns.route("/<uuid:correction_id>/steps")
class CorrectionSteps(CorrectionResource):
    """What is done with a correction."""

    @operation(
        "stepCorrection",
        "corrections",
        access=CorrectionAct.STEP,
        takes=schemas.CorrectionStepIn,
        gives=schemas.CorrectionOut,
        status=201,
        refuses=[
            errors.CorrectionNotFound,
            errors.CorrectionDone,
            errors.ForwardedAlready,
            errors.NoteNeeded,
            errors.UnknownField,
            PersonRefused,
            NumberHeld,
        ],
    )
    def post(self, correction_id: UUID, body: schemas.CorrectionStepIn) -> schemas.CorrectionOut:
        """Chuyển lên, từ chối, hoặc chấp nhận; chấp nhận thì hồ sơ được sửa ngay."""
        taken = service.StepTaken(body.code, body.note)
        content = self.runtime.content
        return self.shown_alone(
            service.take_step(self.session, self.identity, content, correction_id, taken)
        )


@ns.route("/exports")
class CorrectionExports(CorrectionResource):
    """Lists of accepted corrections for the database above."""

    @operation(
        "exportCorrections",
        "corrections",
        access=CorrectionAct.EXPORT,
        takes=schemas.CorrectionExportIn,
        gives=schemas.CorrectionExportOut,
        status=201,
        refuses=[errors.NothingToExport],
    )
    def post(self, body: schemas.CorrectionExportIn) -> schemas.CorrectionExportOut:
        """Lập danh sách đính chính chưa báo lên cơ sở dữ liệu cấp trên; ghi rõ mục đích."""
        content = self.runtime.content
        return schemas.export_out(
            service.export_corrections(self.session, self.identity, content, body.purpose)
        )


@ns.route("/exports/<uuid:export_id>")
class CorrectionExportFile(CorrectionResource):
    """The file of a list."""

    audited_reads = True

    @operation(
        "getCorrectionExport",
        "corrections",
        access=CorrectionAct.EXPORT,
        media_types=[_XLSX],
        refuses=[errors.ExportNotFound],
        conditional=False,
    )
    def get(self, export_id: UUID) -> Response:
        """Tệp Excel của danh sách mình đã lập; tải lại được trong vài ngày."""
        file = service.fetch_export(
            self.session, self.identity, self.runtime.content, export_id, words_of_request()
        )
        answer = Response(file, mimetype=_XLSX)
        answer.headers["Content-Disposition"] = 'attachment; filename="dinh-chinh.xlsx"'
        return answer
