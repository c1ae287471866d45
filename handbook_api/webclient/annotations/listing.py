"""All that somebody keeps for himself, by document."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from handbook_api.annotations import queries
from handbook_api.annotations.models import Motivation
from handbook_api.http.wire import Cursor, QueryModel, ShortText
from handbook_api.webclient.annotations.base import NOTES, AnnotationPage, Line

_A_PAGE = 30

#: What narrows the list, as it stands in the address.
KINDS: Mapping[str, Motivation] = {
    "ghi-chu": Motivation.COMMENTING,
    "dau": Motivation.BOOKMARKING,
    "to-sang": Motivation.HIGHLIGHTING,
}


class Asked(QueryModel):
    """Which of them. loc: a kind; van_ban: a document; xoa, xong: what was done just before."""

    loc: ShortText = ""
    van_ban: ShortText = ""
    cursor: Cursor = None
    xoa: ShortText = ""
    xong: ShortText = ""


class Notes(AnnotationPage):
    """The list."""

    def get(self) -> str:
        """Show it, what was written last first; what stands together in one document together."""
        asked = self.query(Asked)
        page = queries.page_of_annotations(
            self.session,
            self.identity,
            document_id=asked.van_ban or None,
            motivation=KINDS.get(asked.loc),
            limit=_A_PAGE,
            cursor=asked.cursor,
        )
        return self.render(
            "webclient/annotations/list.html",
            asked=asked,
            address=NOTES,
            groups=_by_document(self.lines(page.rows)),
            next_cursor=page.next_cursor,
        )


def _by_document(lines: Sequence[Line]) -> Sequence[Sequence[Line]]:
    """Each document where its newest line stands."""
    first = {line.out.document_id: at for at, line in reversed([*enumerate(lines)])}
    ordered = sorted(lines, key=lambda line: first[line.out.document_id])
    return [list(some) for _, some in groupby(ordered, key=lambda line: line.out.document_id)]
