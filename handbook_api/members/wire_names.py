"""How codes, cells and people are named on the wire in the rooms beside the record."""

from uuid import UUID

from handbook_api.content_store.parameters.named import Named
from handbook_api.core.words import Words
from handbook_api.http.wire import WireModel
from handbook_api.organisations.models import Organisation


class Coded(WireModel):
    """A code for programs and its name for people."""

    code: str
    name: str


class CellRef(WireModel):
    """Just enough of an organisation to name it."""

    id: UUID
    name: str
    code: str | None


def coded(entry: Named | None, code: str, language: str) -> Coded:
    """Return `entry` in words; a code that the content no longer knows names itself."""
    return Coded(code=code, name=entry.called(language) if entry else code)


def labelled(group: str, code: str, words: Words) -> Coded:
    """Return `code` with its label “group.code” of content/messages."""
    return Coded(code=code, name=words.label(f"{group}.{code}"))


def cell_ref(cell: Organisation) -> CellRef:
    """Return how `cell` is named."""
    return CellRef(id=cell.id, name=cell.name, code=cell.code)
