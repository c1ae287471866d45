"""Documents that go with a notice, as they are typed: one symbol in each line."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.core.identity import Identity
from handbook_api.documents import queries as library
from handbook_api.notices.errors import LinkUnknown
from handbook_api.notices.service import Link
from search_index.symbols import parse_symbol

#: What the field is called in forms.
SYMBOLS = "symbols"


def typed_links(
    session: Session, viewer: Identity, typed: str, before: Sequence[Link]
) -> Sequence[Link]:
    """Return the documents that are meant, the newest of each symbol; one that was linked before
    stays as it was linked. Raises FieldsRefused for what the library does not hold for `viewer`.
    """
    known = {one.document_id: one for one in before}
    links, faults = [], []
    for line in dict.fromkeys(filter(None, map(str.strip, typed.splitlines()))):
        found = _documents(session, viewer, line)
        if not found:
            faults.append(FieldFault(SYMBOLS, LinkUnknown.code, {"document": line[:80]}))
            continue
        meant = next((one for one in found if one in known), found[0])
        links.append(known.get(meant, Link(meant)))
    if faults:
        raise FieldsRefused(faults, count=len(faults))
    return links


def linked_symbols(session: Session, viewer: Identity, links: Sequence[Link]) -> str:
    """Return how `links` stand in the field; what has no symbol is called by its id."""
    ids = [one.document_id for one in links]
    found = library.documents_by_id(session, viewer, ids, clock.today())
    names = {row.document.id: row.document.symbol or row.document.id for row in found}
    return "\n".join(names.get(id_, id_) for id_ in ids)


def _documents(session: Session, viewer: Identity, line: str) -> Sequence[str]:
    today, symbol = clock.today(), parse_symbol(line)
    if symbol is None:
        rows = library.documents_by_id(session, viewer, [line], today)
    else:
        rows = library.documents_with_symbol(session, viewer, symbol.key, None, today)
    return [row.document.id for row in rows]
