"""Exports over HTTP: the answer is the workbook itself."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO

from flask import Response
from flask_restx import Namespace

from handbook_api.http.operations import operation
from handbook_api.http.resource import ApiResource
from handbook_api.members.exports import errors, schemas, service
from handbook_api.members.exports.policy import ExportAct
from handbook_api.organisations.errors import OrganisationNotFound

ns = Namespace("member-exports", path="/member-exports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE_BYTES = 256 * 1024


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
        folder = self.runtime.settings.var_folder
        with ExitStack() as open_files:
            # Without a name from the beginning: it is gone with whoever reads it.
            file = open_files.enter_context(tempfile.TemporaryFile(dir=folder))
            with self.runtime.transaction(read_only=True) as session:
                export = service.export_members(
                    session, self.identity, self.runtime.content, body.wanted, file, folder
                )
            # Nobody gets a list that is not in the log.
            with self.step() as session:
                service.write_down(session, self.identity, export)
            size = file.tell()
            file.seek(0)
            kept_open = open_files.pop_all()
        answer = Response(_pieces(file, kept_open), mimetype=XLSX)
        # Also when the reader is gone before the first piece.
        answer.call_on_close(kept_open.close)
        answer.content_length = size
        answer.headers["Content-Disposition"] = 'attachment; filename="danh-sach-dang-vien.xlsx"'
        return answer


def _pieces(file: IO[bytes], kept_open: ExitStack) -> Iterator[bytes]:
    with kept_open:
        while piece := file.read(_PIECE_BYTES):
            yield piece
