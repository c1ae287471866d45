"""One's own account: who I am, my devices, what I was told."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_restx import Namespace
from sqlalchemy import update

from handbook_api.auth import accounts, queries, sessions, standing
from handbook_api.auth.errors import SessionNotFound
from handbook_api.auth.models import Account, SecurityEvent
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas import own as schemas
from handbook_api.auth.standing import Held
from handbook_api.core import clock
from handbook_api.core.identity import Strength
from handbook_api.core.policy import Access
from handbook_api.db import audit
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request

ns = Namespace("me", path="/me")


@ns.route("")
class Me(AuthResource):
    """Who is signed in."""

    @operation("getMe", "me", access=Access.SIGNED_IN, gives=schemas.MeOut, conditional=False)
    def get(self) -> schemas.MeOut:
        """Tôi là ai, giữ vai trò gì ở đâu, tài khoản còn cần gì."""
        session, viewer = self.session, self.identity
        account = queries.own_account(session, viewer)
        held = standing.held_by(session, account.id)
        names = queries.names_of_organisations(session, viewer)
        settings = self.runtime.settings
        return schemas.MeOut(
            account_id=account.id,
            name=account.display_name,
            strength=schemas.strength_name(viewer.strength),
            has_password=account.password_hash is not None,
            second_factor=self._factor(account, held),
            backup_codes_left=queries.count_backup_codes(session, viewer),
            sign_in_names=list(queries.kinds_of_names(session, viewer)),
            unseen_events=queries.count_unseen_events(session, viewer),
            responsible=schemas.ResponsibleOut(
                system_owner=settings.system_owner,
                system_operator=settings.system_operator,
                data_owner=settings.data_owner,
            ),
            grants=self._awake(held, names),
            dormant=self._asleep(held, names),
        )

    def _factor(self, account: Account, held: Sequence[Held]) -> schemas.FactorState:
        if account.totp_confirmed_at is not None:
            return "given" if self.identity.strength == Strength.TWO_FACTOR else "on"
        needed = any(standing.needs_two_factors(one, self.roles) for one in held)
        return "needed" if needed else "off"

    def _awake(self, held: Sequence[Held], names: Mapping[UUID, str]) -> list[schemas.GrantOut]:
        shown = (one for one in held if one.grant in self.identity.grants)
        return [self._grant(one, names) for one in shown]

    def _asleep(
        self, held: Sequence[Held], names: Mapping[UUID, str]
    ) -> list[schemas.DormantGrantOut]:
        return [
            schemas.DormantGrantOut(
                **dict(self._grant(one, names)),
                needs="second_factor"
                if standing.needs_two_factors(one, self.roles)
                else "password",
            )
            for one in held
            if one.grant not in self.identity.grants
        ]

    def _grant(self, one: Held, names: Mapping[UUID, str]) -> schemas.GrantOut:
        return schemas.grant_out(one, names, self.roles, language_of_request())


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
        account = queries.own_account(self.session, self.identity)
        keep = self.identity.session_id
        ended = sessions.end_sessions(self.session, [account.id], "by_owner", but=keep)
        accounts.withdraw_invitations(self.session, [account.id])
        audit.record(
            self.session, self.identity, "auth.end_own_sessions", "account", str(account.id)
        )
        return schemas.EndedOut(ended=ended)


@ns.route("/sessions/<uuid:session_id>")
class OneSession(AuthResource):
    """One of my devices."""

    @operation("endMySession", "me", access=Access.SIGNED_IN, status=204, refuses=[SessionNotFound])
    def delete(self, session_id: UUID) -> None:
        """Đăng xuất một thiết bị của tôi."""
        device = queries.get_session(self.session, self.identity, session_id)
        sessions.end_session(device, "by_owner")
        account = str(device.account_id)
        audit.record(self.session, self.identity, "auth.end_own_session", "account", account)


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
        account = queries.own_account(self.session, self.identity)
        unseen = (SecurityEvent.account_id == account.id, SecurityEvent.seen_at.is_(None))
        self.session.execute(update(SecurityEvent).where(*unseen).values(seen_at=clock.now()))
