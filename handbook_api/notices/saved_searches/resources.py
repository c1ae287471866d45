"""One's own saved searches over HTTP."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.documents.filters import UnknownFilterValue
from handbook_api.http.operations import operation
from handbook_api.http.resource import ApiResource
from handbook_api.notices.saved_searches import errors, queries, schemas, service
from handbook_api.notices.saved_searches.policy import SavedSearchAct

ns = Namespace("saved-searches", path="/me/saved-searches")


@ns.route("")
class SavedSearches(ApiResource):
    """What one follows."""

    @operation(
        "listSavedSearches",
        "inbox",
        access=Access.SIGNED_IN,
        gives=schemas.SavedSearchesOut,
        conditional=False,
    )
    def get(self) -> schemas.SavedSearchesOut:
        """Các lời tìm mình đã lưu: có văn bản mới hoặc văn bản đổi mà khớp thì được báo."""
        saved = queries.searches_of(self.session, self.identity)
        wanted = service.opened(self.session, saved)
        rules = self.runtime.content.notices(clock.today())
        return schemas.SavedSearchesOut(
            items=[schemas.search_out(*pair) for pair in zip(saved, wanted, strict=True)],
            most=rules.most_saved_searches,
        )

    @operation(
        "saveSearch",
        "inbox",
        access=SavedSearchAct.SAVE,
        takes=schemas.SavedSearchIn,
        gives=schemas.SavedSearchOut,
        status=201,
        refuses=[
            errors.NothingToFind,
            errors.WordsTooLong,
            errors.TooManySearches,
            UnknownFilterValue,
        ],
    )
    def post(self, body: schemas.SavedSearchIn) -> schemas.SavedSearchOut:
        """Lưu một lời tìm để được báo; lưu lại đúng lời ấy thì vẫn là một. Lời tìm được mã hóa."""
        saved = service.save(self.session, self.identity, self.runtime.content, body.wanted())
        return schemas.search_out(saved, *service.opened(self.session, [saved]))


@ns.route("/<uuid:search_id>")
class OneSavedSearch(ApiResource):
    """One thing that one follows."""

    @operation(
        "takeBackSearch",
        "inbox",
        access=SavedSearchAct.TAKE_BACK,
        status=204,
        refuses=[errors.SavedSearchNotFound],
    )
    def delete(self, search_id: UUID) -> None:
        """Thôi theo dõi: lời tìm bị xóa hẳn."""
        service.take_back(self.session, self.identity, search_id)
