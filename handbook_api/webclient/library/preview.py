"""A cited provision in short, so that a reader sees it without leaving what he reads."""

from collections.abc import Sequence

from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.documents import queries
from handbook_api.documents.models import Provision
from handbook_api.documents.schemas import document_brief
from handbook_api.http.wire import QueryModel, ShortText
from handbook_api.pages.page import Page
from handbook_api.webclient.library.addresses import document_address
from handbook_api.webclient.library.outline import cited_as, label_of

#: Letters of the cited text that are shown.
_MOST = 600


class Asked(QueryModel):
    """Which point; none: the document as a whole."""

    diem: ShortText = ""


class Preview(Page):
    """A piece of a page; the link to the whole stands in it."""

    access = Access.PUBLIC

    def get(self, document_id: str) -> str:
        """Give it. Raises DocumentNotFound, ProvisionNotFound."""
        anchor = self.query(Asked).diem
        row = queries.get_document(self.session, self.identity, document_id, clock.today())
        found: Sequence[Provision] = ()
        if anchor:
            cited = queries.get_provision(self.session, self.identity, document_id, anchor)
            found = queries.provisions_under(self.session, self.identity, cited)
        return self.render(
            "webclient/library/preview.html",
            document=document_brief(row, self.words),
            name=cited_as(found[0].number) if found and found[0].number else "",
            lines=_in_short(found),
            address=document_address(document_id, anchor or None),
        )


def _in_short(provisions: Sequence[Provision]) -> Sequence[str]:
    """The beginning of a point and of what stands under it."""
    lines, left = list[str](), _MOST
    for row in provisions:
        words = " ".join(f"{label_of(row.number)} {row.heading} {row.text}".split())
        if len(words) > left:
            lines.append(words[: max(words.rfind(" ", 0, left), 0)] + "…")
            break
        lines.append(words)
        left -= len(words)
    return lines
