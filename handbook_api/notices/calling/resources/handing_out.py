"""Papers and lists: what leaves the house."""

from uuid import UUID

from flask import Response

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.members.exports.errors import PurposeMissing
from handbook_api.notices import errors
from handbook_api.notices.calling import papers, schemas
from handbook_api.notices.calling.downloads import MEDIA_TYPES, download
from handbook_api.notices.calling.errors import RecipientsTooMany, TooManyPapers
from handbook_api.notices.calling.queries import PaperFilter
from handbook_api.notices.calling.resources.base import RecipientResource, ns
from handbook_api.notices.calling.sheet import style_source
from handbook_api.notices.policy import NoticeAct
from handbook_api.organisations.errors import OrganisationNotFound

_HTML = "text/html"


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
        media_types=tuple(MEDIA_TYPES.values()),
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
        return download(
            self.runtime,
            self.identity,
            self.step,
            lambda session: body.wanted(notice_id, self.path_of(body.within, session)),
        )
