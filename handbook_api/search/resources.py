"""Search over HTTP."""

from flask_restx import Namespace

from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.documents.filters import UnknownFilterValue, require_known_codes
from handbook_api.documents.resources import LibraryResource
from handbook_api.http.operations import operation
from handbook_api.http.problems import QueryTooLongRefusal, words_of_request
from handbook_api.runtime import current_runtime
from handbook_api.search import schemas, service

ns = Namespace("search", path="/search")


class FollowingResource(LibraryResource):
    """An answer that changes with the library or with the index behind it."""

    def state_tag(self) -> str:
        """The library's tag and how far the index has followed."""
        index = current_runtime().index
        index.refresh()
        return f"{super().state_tag()}-{index.sequence}"


@ns.route("")
class Search(FollowingResource):
    """The main question."""

    @operation(
        "search",
        "search",
        access=Access.PUBLIC,
        query=schemas.SearchQuery,
        gives=schemas.SearchOut,
        refuses=[UnknownFilterValue, QueryTooLongRefusal],
    )
    def get(self, query: schemas.SearchQuery) -> schemas.SearchOut:
        """Tìm điều khoản trả lời câu hỏi; kết quả gộp theo văn bản, còn hiệu lực đứng trước."""
        require_known_codes(self.session, query.issuer, query.topic)
        found = service.search(
            current_runtime(),
            self.session,
            self.identity,
            query.question,
            query.as_at or clock.today(),
        )
        return schemas.search_out(found, words_of_request())


@ns.route("/suggest")
class Suggest(FollowingResource):
    """Completions while typing."""

    @operation(
        "suggest",
        "search",
        access=Access.PUBLIC,
        query=schemas.SuggestQuery,
        gives=schemas.SuggestionsOut,
        refuses=[QueryTooLongRefusal],
    )
    def get(self, query: schemas.SuggestQuery) -> schemas.SuggestionsOut:
        """Gợi ý khi đang gõ: tên văn bản, số ký hiệu, đề mục."""
        found = service.suggest(
            current_runtime(),
            self.session,
            self.identity,
            query.q,
            query.as_at or clock.today(),
            limit=query.limit,
        )
        return schemas.SuggestionsOut(
            items=[
                schemas.SuggestionOut(
                    text=item.text,
                    kind=item.kind,
                    document_id=item.document_id,
                    anchor=item.anchor or None,
                )
                for item in found
            ]
        )
