"""Papers and lists: what leaves the house."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO
from uuid import UUID

from flask import Response

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.members.exports.errors import PurposeMissing
from handbook_api.notices import errors
from handbook_api.notices.calling import exporting, papers, schemas
from handbook_api.notices.calling.errors import RecipientsTooMany, TooManyPapers
from handbook_api.notices.calling.queries import PaperFilter
from handbook_api.notices.calling.resources.base import RecipientResource, ns
from handbook_api.notices.calling.sheet import style_source
from handbook_api.notices.policy import NoticeAct
from handbook_api.organisations.errors import OrganisationNotFound

_HTML = "text/html"
_TYPES = {
    exporting.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    exporting.Format.CSV: "text/csv",
}
_PIECE_BYTES = 256 * 1024


@ns.route("/<uuid:notice_id>/papers")
class Papers(RecipientResource):
    """The notice on paper."""

    audited_reads = True

    @operation(
        "printNotice",
        "notices",
        access=Access.SIGNED_IN,
        query=schemas.PapersQuery,
        media_types=(_HTML,),
        refuses=[
            errors.NoticeNotFound,
            errors.NoticeOver,
            errors.NoticeWithdrawn,
            OrganisationNotFound,
            TooManyPapers,
        ],
        conditional=False,
    )
    def get(self, notice_id: UUID, query: schemas.PapersQuery) -> Response:
        """Trang in chữ to, mỗi người nửa tờ A4, cho người được báo trực tiếp; việc in được ghi."""
        sheet = papers.print_papers(
            self.session,
            self.identity,
            self.runtime.content,
            notice_id,
            PaperFilter(query.member_id, self.path_of(query.within)),
            self.runtime.settings.public_url,
        )
        answer = Response(sheet, mimetype=_HTML)
        # The page carries its one style with it, so that it can be kept and printed later.
        answer.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src {style_source()}; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )
        answer.headers["Content-Disposition"] = 'inline; filename="giay-bao.html"'
        return answer


@ns.route("/<uuid:notice_id>/exports")
class Exports(RecipientResource):
    """The list of recipients as a file."""

    @operation(
        "exportNoticeRecipients",
        "notices",
        access=NoticeAct.EXPORT,
        takes=schemas.RecipientExportIn,
        media_types=tuple(_TYPES.values()),
        refuses=[
            errors.NoticeNotFound,
            OrganisationNotFound,
            PurposeMissing,
            RecipientsTooMany,
        ],
        in_steps=True,
    )
    def post(self, notice_id: UUID, body: schemas.RecipientExportIn) -> Response:
        """Xuất danh sách người nhận (Excel hoặc CSV), không có lý do vắng; việc xuất được ghi."""
        folder = self.runtime.settings.var_folder
        with ExitStack() as open_files:
            # Without a name from the beginning: it is gone with whoever reads it.
            file = open_files.enter_context(tempfile.TemporaryFile(dir=folder))
            with self.runtime.transaction(read_only=True) as self.session:
                export = exporting.export_recipients(
                    self.session,
                    self.identity,
                    self.runtime.content,
                    body.wanted(notice_id, self.path_of(body.within)),
                    file,
                    folder,
                )
            # Nobody gets a list that is not in the log.
            with self.step() as session:
                exporting.write_down(session, self.identity, export)
            size = file.tell()
            file.seek(0)
            kept_open = open_files.pop_all()
        answer = Response(_pieces(file, kept_open), mimetype=_TYPES[body.format])
        # Also when the reader is gone before the first piece.
        answer.call_on_close(kept_open.close)
        answer.content_length = size
        name = f"nguoi-nhan-thong-bao.{body.format}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _pieces(file: IO[bytes], kept_open: ExitStack) -> Iterator[bytes]:
    with kept_open:
        while piece := file.read(_PIECE_BYTES):
            yield piece
