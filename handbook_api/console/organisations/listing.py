"""Organisations within reach: one's own to begin with, any by name, code or kind."""

from collections.abc import Iterable, Sequence

from flask import request

from handbook_api.console.offices import require_office
from handbook_api.console.organisations.base import PER_PAGE, OrganisationsPage
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.paging import Page as RowsPage
from handbook_api.http.wire import Limit
from handbook_api.organisations import queries
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import CodeNotUnderstood
from handbook_api.organisations.queries import OrganisationAt, OrganisationFilter
from handbook_api.organisations.schemas import taking


class TreeQuery(taking.OrganisationListQuery):
    """What the list is narrowed to, as many at once as a page shows."""

    limit: Limit = PER_PAGE


class Tree(OrganisationsPage):
    """Where one goes into the tree."""

    def get(self) -> str:
        """Show one's own organisations; or what was looked for, a page at a time."""
        require_office(self.identity)
        query = self.query(TreeQuery)
        is_narrowed = bool(query.q or query.kind or query.closed)
        page = self._found(query) if is_narrowed else RowsPage(self._own(), None)
        language = self.words.language
        return self.render(
            "console/organisations/tree.html",
            organisations=self.briefs(page.rows),
            next_cursor=page.next_cursor,
            query=query,
            is_narrowed=is_narrowed,
            filters=[*_filled()],
            kinds=[(code, kind.called(language)) for code, kind in self.kinds.items()],
        )

    def _found(self, query: TreeQuery) -> RowsPage[OrganisationAt]:
        code = self._code(query.q or "")
        wanted = OrganisationFilter(
            words=None if code else query.q, kinds=query.kind, code=code, closed=query.closed
        )
        return queries.page_of_organisations(
            self.session,
            self.identity,
            wanted,
            clock.today(),
            limit=query.limit,
            cursor=query.cursor,
        )

    def _code(self, typed: str) -> str | None:
        """Return the official code that was typed, if it is one."""
        try:
            return tidy_code(typed, self.runtime.content.organisation_code_digits)
        except CodeNotUnderstood:
            return None

    def _own(self) -> Sequence[OrganisationAt]:
        """Return the organisations in which the reader holds an office, the highest first."""
        held = (*self.identity.grants, *self.identity.dormant)
        ids = {one.organisation_id for one in held if one.role != Role.MEMBER}
        known = [one for one in ids if one is not None]
        found = queries.organisations_by_id(self.session, self.identity, known)
        children = queries.count_children(self.session, self.identity, [*found])
        rows = sorted(found.values(), key=lambda one: (one.path.count("/"), one.sort_name))
        return [OrganisationAt(row, children.get(row.id, 0)) for row in rows]


def _filled() -> Iterable[tuple[str, str]]:
    for name in ("q", "kind", "closed"):
        for value in request.args.getlist(name):
            if value:
                yield name, value
