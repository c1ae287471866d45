"""Where everything of one's own is found, and what happened to one's account."""

from flask import request
from werkzeug.wrappers import Response

from handbook_api.auth import own_devices, queries
from handbook_api.auth.schemas.own import event_out
from handbook_api.webclient.own.base import ME, OwnPage

#: So many of the latest happenings stand on the first page, and on each page of all of them.
_LATEST, _A_PAGE = 3, 20


class Me(OwnPage):
    """Who I am, and the list of what is mine."""

    def get(self) -> str:
        """Show it; what happened to the account since the last look stands on top."""
        me = self.me()
        latest = queries.page_of_events(self.session, self.identity, limit=_LATEST)
        unseen = [event_out(one, self.words) for one in latest.rows if one.seen_at is None]
        return self.render(
            "webclient/own/me.html", me=me, unseen=unseen, has_record=self.has_record()
        )


class Happenings(OwnPage):
    """What happened to my account."""

    def get(self) -> str:
        """Show it, the latest first."""
        page = queries.page_of_events(
            self.session, self.identity, limit=_A_PAGE, cursor=request.args.get("cursor")
        )
        return self.render(
            "webclient/own/happenings.html",
            events=[event_out(one, self.words) for one in page.rows],
            next_cursor=page.next_cursor,
        )

    def post(self) -> Response:
        """Note that I have read all of it."""
        own_devices.note_events_seen(self.session, self.identity)
        return self.see(ME)
