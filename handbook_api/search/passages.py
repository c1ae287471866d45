"""From a document of the library to the passages people find."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import SYSTEM
from handbook_api.documents import queries
from handbook_api.documents.models import Document, Provision
from search_index import Passage

_HEADING = re.compile(r"^##+\s*(.+)$")
#: Marks of Markdown and keys of sources are for the page, not for the reader of an excerpt.
_MARKUP = re.compile(r"\*\*|\s*\[S\d+\]|^[-*]\s+", re.MULTILINE)


def passages_of(session: Session, document_id: str) -> list[Passage]:
    """Return everything of a document that can be found; nothing when it is gone.

    A passage is a numbered provision together with its lettered points: a) and b) rarely answer
    without the sentence that leads them in.
    """
    try:
        row = queries.get_document(session, SYSTEM, document_id, clock.today())
    except NotFound:
        return []
    document = row.document
    found = [_card(document)]
    found += _summary(document)
    found += _provisions(document, queries.provisions_of(session, SYSTEM, document_id))
    return found


def _passage(document: Document, order: int, anchor: str, origin: str, text: str) -> Passage:
    return Passage(
        document_id=document.id,
        anchor=anchor,
        number="",
        path=(),
        heading="",
        text=text,
        origin=origin,
        symbol=document.symbol,
        title=document.title,
        order=order,
    )


def _card(document: Document) -> Passage:
    names = [document.title, *document.aliases]
    return _passage(document, 0, "", "title", "\n".join(names))


def _summary(document: Document) -> Iterator[Passage]:
    """Yield one passage per heading of our own summary."""
    heading, lines, order = "", list[str](), 0
    for line in [*(document.summary or "").splitlines(), "## "]:
        found = _HEADING.match(line) or (line == "## ")
        if not found:
            lines.append(line)
            continue
        text = _MARKUP.sub("", "\n".join(lines)).strip()
        if text:
            order += 1
            yield Passage(
                document_id=document.id,
                anchor=f"tom-tat-{order}",
                number="",
                path=(("", "Tóm tắt"),),
                heading=heading,
                text=text,
                origin="summary",
                symbol=document.symbol,
                title=document.title,
                order=order,
            )
        heading = found[1].strip() if isinstance(found, re.Match) else ""
        lines = []


def _provisions(document: Document, provisions: Sequence[Provision]) -> Iterator[Passage]:
    order = 100
    for index, provision in enumerate(provisions):
        if provision.kind == "letter" and provision.parent_anchor is not None:
            continue
        lettered = _letters_of(provision, provisions[index + 1 :])
        text = "\n".join(part for part in (provision.text, *lettered) if part)
        if not text:
            continue  # a heading alone; it is in the path of what stands below it
        order += 1
        yield Passage(
            document_id=document.id,
            anchor=provision.anchor,
            number=provision.number,
            path=tuple((number, heading) for _, number, heading in provision.path),
            heading=provision.heading,
            text=text,
            origin="text",
            symbol=document.symbol,
            title=document.title,
            order=order,
        )


def _letters_of(provision: Provision, following: Sequence[Provision]) -> Iterator[str]:
    for part in following:
        if part.kind != "letter" or not part.anchor.startswith(f"{provision.anchor}."):
            break
        letter = part.anchor.rsplit(".", 1)[-1].removeprefix("diem-")
        yield " ".join(filter(None, (f"{letter})", part.heading, part.text)))
