"""One's own record, and who opened it."""

from handbook_api.auth.errors import LOCKED
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.wire import PageOut
from handbook_api.members import errors, service
from handbook_api.members.resources.base import MemberResource, own
from handbook_api.members.schemas import acts, records


class ViewPageOut(PageOut[records.ViewOut]):
    """A page of who opened or changed one's record."""


@own.route("")
class OwnRecord(MemberResource):
    """One's own record."""

    audited_reads = True

    @operation(
        "readOwnRecord",
        "own-record",
        access=Access.SIGNED_IN,
        gives=records.RecordOut,
        refuses=[errors.MemberNotFound, *LOCKED],
        conditional=False,
    )
    def get(self) -> records.RecordOut:
        """Toàn bộ hồ sơ của mình, và vì sao lưu từng mục."""
        content = self.runtime.content
        return self.shown(service.read_own_record(self.session, self.identity, content))


@own.route("/views")
class OwnRecordViews(MemberResource):
    """Who opened one's record."""

    @operation(
        "listOwnRecordViews",
        "own-record",
        access=Access.SIGNED_IN,
        query=acts.ViewsQuery,
        gives=ViewPageOut,
        refuses=[errors.MemberNotFound, *LOCKED],
        conditional=False,
    )
    def get(self, query: acts.ViewsQuery) -> ViewPageOut:
        """Ai đã mở hoặc sửa hồ sơ của mình, lúc nào; nêu vai trò và tổ chức, không nêu tên."""
        page = service.views_of_own_record(
            self.session, self.identity, limit=query.limit, cursor=query.cursor
        )
        content, language = self.runtime.content, language_of_request()
        items = records.views_out(content, page.rows, words_of_request(), language)
        return ViewPageOut(items=items, next_cursor=page.next_cursor)
