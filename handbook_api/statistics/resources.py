"""Figures over HTTP."""

from flask import Response
from flask_restx import Namespace

from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.statistics import exporting, service
from handbook_api.statistics.errors import TooFewPeople
from handbook_api.statistics.policy import StatisticsAct
from handbook_api.statistics.schemas import AdoptionOut, AdoptionQuery, adoption_out

ns = Namespace("statistics", path="/statistics")

_TAG = "statistics"
_REFUSALS = [OrganisationNotFound, TooFewPeople]


@ns.route("/adoption")
class AdoptionFigures(ApiResource):
    """How far the handbook is used."""

    @operation(
        "getAdoption",
        _TAG,
        access=StatisticsAct.READ,
        query=AdoptionQuery,
        gives=AdoptionOut,
        refuses=_REFUSALS,
        conditional=False,
    )
    def get(self, query: AdoptionQuery) -> AdoptionOut:
        """Bao nhiêu đảng viên đã dùng sổ tay, ở từng nơi; nơi ít người chỉ người trông coi xem."""
        content = self.runtime.content
        found = service.adoption(self.session, self.identity, content, query.organisation_id)
        return adoption_out(found, content, language_of_request())


@ns.route("/adoption.csv")
class AdoptionTable(ApiResource):
    """The same as a table."""

    audited_reads = True

    @operation(
        "exportAdoption",
        _TAG,
        access=StatisticsAct.EXPORT,
        query=AdoptionQuery,
        media_types=(exporting.MEDIA_TYPE,),
        refuses=_REFUSALS,
        conditional=False,
    )
    def get(self, query: AdoptionQuery) -> Response:
        """Bảng số liệu sử dụng, dạng CSV, như khi xem; việc tải được ghi nhật ký."""
        table = exporting.export_adoption(
            self.session, self.identity, self.runtime.content, query.organisation_id
        )
        return as_file(table)


def as_file(table: bytes) -> Response:
    """Return the table as an answer that browsers keep as a file."""
    answer = Response(table, mimetype=exporting.MEDIA_TYPE)
    name = exporting.FILE_NAME
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
