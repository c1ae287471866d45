"""My rights over what is kept about me: what I asked, something new, all of it in one file."""

from collections.abc import Sequence
from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.members.data_rights import schemas, service
from handbook_api.members.data_rights.errors import RequestNotFound
from handbook_api.members.data_rights.queries import RequestRow
from handbook_api.members.data_rights.schemas import own_data
from handbook_api.members.data_rights.service.requests import RECEIVED
from handbook_api.webclient.own.guarded import GuardedPage

_RIGHTS = "/toi/quyen"


class RightsPage(GuardedPage):
    """A page about what I asked."""

    def shown(self, row: RequestRow) -> schemas.DataRequestOut:
        """Return a request of mine in words."""
        content, words = self.runtime.content, self.words
        return schemas.request_out(self.session, content, row, words, words.language)

    def requests(self) -> Sequence[schemas.DataRequestOut]:
        """Return all that I asked, the last first."""
        rows = service.own_requests(self.session, self.identity)
        return [self.shown(row) for row in rows]

    def mine(self, request_id: UUID) -> schemas.DataRequestOut:
        """Return one request of mine. Raises RequestNotFound for those of others."""
        for one in self.requests():
            if one.id == request_id:
                return one
        raise RequestNotFound(id=str(request_id))


class Rights(RightsPage):
    """All that I asked."""

    def get(self) -> str:
        """Show it, and what else can be asked."""
        return self.render("webclient/own/rights.html", requests=self.requests())


class NewRequest(RightsPage):
    """Something new is asked."""

    def get(self) -> str:
        """Ask what it is; each kind says what will come of it."""
        kinds = self.runtime.content.request_kinds.values()
        return self.render("webclient/own/new_request.html", kinds=kinds)

    def post(self) -> Response:
        """Send it; the clock of the law begins."""
        body = self.form(schemas.DataRequestIn)
        said = service.NewRequest(body.kind, body.text)
        made = service.ask(self.session, self.identity, self.runtime.content, said)
        return self.see(f"{_RIGHTS}/{made.request.id}?xong=gui")


class OneRequest(RightsPage):
    """What became of a request."""

    def get(self, request_id: UUID) -> str:
        """Show it, and the answer."""
        shown = self.mine(request_id)
        return self.render(
            "webclient/own/one_request.html", request=shown, is_open=shown.state.code == RECEIVED
        )


class TakeBackRequest(RightsPage):
    """A request is taken back."""

    def get(self, request_id: UUID) -> str:
        """Ask whether to."""
        return self.render("webclient/own/take_back_request.html", request=self.mine(request_id))

    def post(self, request_id: UUID) -> Response:
        """Take it back."""
        mine = self.mine(request_id)
        service.withdraw(self.session, self.identity, mine.id)
        return self.see(f"{_RIGHTS}/{mine.id}")


class OwnData(GuardedPage):
    """Everything that is kept about me, in one file."""

    audited_reads = True

    def get(self) -> Response:
        """Give it, as the API does."""
        session, viewer, content = self.session, self.identity, self.runtime.content
        gathered = service.gather_own_data(session, viewer, content)
        told = own_data.own_data_out(
            session, viewer, content, gathered, self.words, self.words.language
        )
        answer = Response(told.model_dump_json(indent=2), mimetype="application/json")
        answer.headers["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
        return answer
