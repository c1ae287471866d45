"""Saved searches on the wire."""

from uuid import UUID

from pydantic import Field

from handbook_api.documents.vocabulary import DocumentKind
from handbook_api.http.wire import BodyModel, Instant, ShortText, WireModel
from handbook_api.notices.saved_searches.models import SavedSearch
from handbook_api.notices.saved_searches.wanted import Wanted

#: Far above what the rules allow, so that the rules' own words answer.
_MOST_LETTERS = 2_000


class SavedSearchIn(BodyModel):
    """What to be told of; repeated values of one filter mean “or”."""

    q: str = Field(max_length=_MOST_LETTERS, description="Lời tìm, như ở ô tìm kiếm.")
    kind: list[DocumentKind] = Field([], max_length=25, strict=False, description="Loại văn bản.")
    issuer: list[ShortText] = Field([], max_length=50, description="Mã cơ quan ban hành.")
    topic: list[ShortText] = Field([], max_length=50, description="Mã chủ đề.")

    def wanted(self) -> Wanted:
        """Return it as the service takes it."""
        kinds = tuple(kind.value for kind in self.kind)
        return Wanted(self.q, kinds, tuple(self.issuer), tuple(self.topic))


class SavedSearchOut(WireModel):
    """A search that is followed."""

    id: UUID
    q: str
    kind: list[str]
    issuer: list[str]
    topic: list[str]
    created_at: Instant


class SavedSearchesOut(WireModel):
    """All that one follows."""

    items: list[SavedSearchOut]
    most: int = Field(description="Lưu được nhiều nhất chừng này.")


def search_out(saved: SavedSearch, wanted: Wanted) -> SavedSearchOut:
    """Show a saved search to its owner."""
    return SavedSearchOut(
        id=saved.id,
        q=wanted.words,
        kind=list(wanted.kinds),
        issuer=list(wanted.issuers),
        topic=list(wanted.topics),
        created_at=saved.created_at,
    )
