"""One's own account: who I am, my devices, what I was told."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.auth import own_devices, queries
from handbook_api.auth.errors import SessionNotFound
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas import own as schemas
from handbook_api.auth.schemas.me import me_out
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request

ns = Namespace("me", path="/me")


@ns.route("")
class Me(AuthResource):
    """Who is signed in."""

    @operation("getMe", "me", access=Access.SIGNED_IN, gives=schemas.MeOut, conditional=False)
    def get(self) -> schemas.MeOut:
        """Tôi là ai, giữ vai trò gì ở đâu, tài khoản còn cần gì."""
        settings, language = self.runtime.settings, language_of_request()
        return me_out(self.session, self.identity, settings, self.roles, language)


@ns.route("/sessions")
class Sessions(AuthResource):
    """My devices."""

    @operation(
        "listMySessions",
        "me",
        access=Access.SIGNED_IN,
        gives=schemas.SessionsOut,
        conditional=False,
    )
    def get(self) -> schemas.SessionsOut:
        """Các thiết bị đang đăng nhập bằng tài khoản của tôi."""
        devices = queries.sessions_of(self.session, self.identity)
        return schemas.sessions_out(devices, self.identity.session_id)

    @operation("endMyOtherSessions", "me", access=Access.SIGNED_IN, gives=schemas.EndedOut)
    def delete(self) -> schemas.EndedOut:
        """Đăng xuất mọi thiết bị khác; phiếu và mã đặt lại đã cấp hết hiệu lực."""
        ended = own_devices.end_other_devices(self.session, self.identity)
        return schemas.EndedOut(ended=ended)


@ns.route("/sessions/<uuid:session_id>")
class OneSession(AuthResource):
    """One of my devices."""

    @operation("endMySession", "me", access=Access.SIGNED_IN, status=204, refuses=[SessionNotFound])
    def delete(self, session_id: UUID) -> None:
        """Đăng xuất một thiết bị của tôi."""
        own_devices.end_own_device(self.session, self.identity, session_id)


@ns.route("/security-events")
class SecurityEvents(AuthResource):
    """What I was told."""

    @operation(
        "listMySecurityEvents",
        "me",
        access=Access.SIGNED_IN,
        query=schemas.EventListQuery,
        gives=schemas.EventPageOut,
        conditional=False,
    )
    def get(self, query: schemas.EventListQuery) -> schemas.EventPageOut:
        """Những gì đã xảy ra với tài khoản của tôi, mới nhất trước."""
        page = queries.page_of_events(
            self.session, self.identity, limit=query.limit, cursor=query.cursor
        )
        words = words_of_request()
        return schemas.EventPageOut(
            items=[schemas.event_out(row, words) for row in page.rows],
            next_cursor=page.next_cursor,
        )


@ns.route("/security-events/seen")
class SecurityEventsSeen(AuthResource):
    """I have looked."""

    @operation("markMySecurityEventsSeen", "me", access=Access.SIGNED_IN, status=204)
    def post(self) -> None:
        """Đánh dấu đã xem mọi thông báo về tài khoản."""
        own_devices.note_events_seen(self.session, self.identity)
