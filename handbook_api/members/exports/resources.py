"""Exports over HTTP: the answer is the workbook itself."""

from flask import Response
from flask_restx import Namespace

from handbook_api.http.operations import operation
from handbook_api.http.resource import ApiResource
from handbook_api.members.exports import errors, schemas
from handbook_api.members.exports.giving_out import XLSX, workbook_of
from handbook_api.members.exports.policy import ExportAct
from handbook_api.organisations.errors import OrganisationNotFound

ns = Namespace("member-exports", path="/member-exports")


@ns.route("")
class Exports(ApiResource):
    """Lists that go out."""

    @operation(
        "exportMembers",
        "member-exports",
        access=ExportAct.EXPORT,
        takes=schemas.ExportIn,
        media_types=(XLSX,),
        refuses=[
            errors.PurposeMissing,
            errors.FieldsUnknown,
            errors.FieldsNotSeen,
            errors.StatusesUnknown,
            errors.ExportTooLong,
            OrganisationNotFound,
        ],
        in_steps=True,
    )
    def post(self, body: schemas.ExportIn) -> Response:
        """Xuất danh sách ra Excel, chỉ những mục mình được xem; việc xuất được ghi nhật ký."""
        return workbook_of(self.identity, self.runtime, body.wanted, self.step)
