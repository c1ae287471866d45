"""The planned tree becomes organisations, by the same acts by which officers make them."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import TERMINAL
from handbook_api.demo.tree import MERGED_ON, Planned
from handbook_api.organisations import queries
from handbook_api.organisations.service import (
    ListedOrganisation,
    Merging,
    NewOrganisation,
    Read,
    Stated,
    carry_out,
    plan_listing,
    plan_merging,
)

#: When cells that were merged later had been founded.
FOUNDED = date(2004, 5, 19)
_MERGER = "Quyết định số 15-QĐ/ĐU, ngày 10/7/2025"

#: By the code of the living organisation: its id, or those of the cells it was before.
Planted = dict[str, Sequence[UUID]]


def plant(session: Session, content: Content, tree: Sequence[Planned]) -> Planted:
    """The tree stands as it did before MERGED_ON; return who is found under which code."""
    listing = plan_listing(session, TERMINAL, content, list(_lines(tree)))
    if listing.problems:
        raise listing.problems[0].refusal
    carry_out(session, TERMINAL, listing.plan)
    ids = {one.state.code: one.id for one in listing.plan.openings}
    return {one.code: [ids[code] for _, code in one.merged_from] or [ids[one.code]] for one in tree}


def merge(session: Session, content: Content, one: Planned, cells: Sequence[UUID]) -> UUID:
    """The cells `one` was before are one now, and their people belong to it; return its id."""
    sources = [queries.get_organisation(session, TERMINAL, id_) for id_ in cells]
    new = NewOrganisation(one.name, one.kind, sources[0].parent_id, one.code)
    wanted = Merging([Read(row.id, row.version) for row in sources], new)
    stated = Stated(MERGED_ON, _MERGER)
    plan = plan_merging(session, TERMINAL, content, wanted, stated)
    carry_out(session, TERMINAL, plan)
    return plan.openings[0].id


def _lines(tree: Sequence[Planned]) -> Iterator[ListedOrganisation]:
    number = 0
    for one in tree:
        before = [(name, code, FOUNDED) for name, code in one.merged_from]
        for name, code, opened_on in before or [(one.name, one.code, one.opened_on)]:
            number += 1
            yield ListedOrganisation(number, name, one.kind, opened_on, code, one.parent or None)
