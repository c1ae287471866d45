"""Groups of people that an organisation writes to again and again."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NOTICES
from handbook_api.console.notices.choosing import ChoosingPage
from handbook_api.console.offices import require_office
from handbook_api.core.errors import FieldFault, FieldsRefused, NotFound
from handbook_api.core.policy import Subject
from handbook_api.http.wire import Cursor, QueryModel
from handbook_api.notices import queries, service
from handbook_api.notices.errors import NameTaken
from handbook_api.notices.offices import KEEPING_GROUPS
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import GroupRow
from handbook_api.notices.schemas.groups import group_brief
from handbook_api.notices.schemas.writing import ChangedGroupIn, NoticeGroupIn
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation

GROUPS = f"{NOTICES}/nhom"
_PER_PAGE = 25


class GroupsQuery(QueryModel):
    """From where on."""

    cursor: Cursor = None


class GroupsPage(ChoosingPage):
    """A page about groups."""

    packed = False

    def keeping(self) -> Sequence[Organisation]:
        """Return the organisations whose groups whoever asks keeps, the highest first."""
        ids = {one.organisation_id for one in self.identity.grants if one.role in KEEPING_GROUPS}
        found = organisations.organisations_by_id(
            self.session, self.identity, [one for one in ids if one is not None]
        )
        living = [one for one in found.values() if one.closed_on is None]
        return sorted(living, key=lambda one: (one.path.count("/"), one.sort_name))

    def asked(self, place: Organisation, row: GroupRow | None, kept: Collection[UUID]) -> str:
        """Show the form of a group. kept: who is in it so far."""
        chosen = self.ticked() if self.is_typed else kept
        typed_name = request.form.get("group", "") if self.is_typed else ""
        return self.render(
            "console/notices/group.html",
            organisation=place,
            group=row.group if row else None,
            version=request.form.get("version") or (row.group.version if row else ""),
            name=typed_name or (row.group.name if row else ""),
            people=self.people(place, chosen),
            chosen={str(one) for one in chosen},
        )


class Groups(GroupsPage):
    """The groups one may write to."""

    def get(self) -> str:
        """Show them, the last made first."""
        require_office(self.identity, KEEPING_GROUPS)
        found = queries.page_of_groups(
            self.session,
            self.identity,
            None,
            limit=_PER_PAGE,
            cursor=self.query(GroupsQuery).cursor,
        )
        return self.render(
            "console/notices/groups.html",
            groups=[group_brief(row) for row in found.rows],
            next_cursor=found.next_cursor,
            keeping=self.keeping(),
        )


class NewGroup(GroupsPage):
    """A group is made."""

    def get(self, organisation_id: UUID) -> str:
        """Ask for its name, and who is in it."""
        return self.asked(self._place(organisation_id), None, ())

    def post(self, organisation_id: UUID) -> str | Response:
        """Make it; or look for somebody by name."""
        if self.is_looking:
            return self.get(organisation_id)
        body = self.form(NoticeGroupIn, organisation_id=organisation_id, name=_name())
        with_name = body.group()
        try:
            row = service.make_group(
                *(self.session, self.identity, self.runtime.content),
                organisation_id,
                with_name,
            )
        except NameTaken as refusal:
            raise _taken(refusal) from refusal
        return self.see(f"{GROUPS}?xong=luu#nhom-{row.group.id}")

    def _place(self, organisation_id: UUID) -> Organisation:
        place = organisations.get_organisation(self.session, self.identity, organisation_id)
        POLICY.require(self.identity, NoticeAct.MANAGE_GROUPS, Subject(place.path))
        return place


class OneGroup(GroupsPage):
    """A group is called otherwise, or made up anew."""

    def get(self, group_id: UUID) -> str:
        """Show it."""
        row = queries.get_group(self.session, self.identity, group_id)
        if not POLICY.allows(
            self.identity, NoticeAct.MANAGE_GROUPS, Subject(row.organisation.path)
        ):
            raise NotFound
        people = queries.accounts_in_group(self.session, self.identity, group_id)
        return self.asked(row.organisation, row, [one.id for one in people])

    def post(self, group_id: UUID) -> str | Response:
        """Keep what it is now; or look for somebody by name."""
        if self.is_looking:
            return self.get(group_id)
        body = self.form(ChangedGroupIn, name=_name())
        try:
            service.change_group(
                *(self.session, self.identity, self.runtime.content),
                group_id,
                body.group(),
                body.version,
            )
        except NameTaken as refusal:
            raise _taken(refusal) from refusal
        return self.see(f"{GROUPS}?xong=luu#nhom-{group_id}")


class DeleteGroup(GroupsPage):
    """A group is given up."""

    def post(self, group_id: UUID) -> Response:
        """Give it up; notices that went to it stay as they are."""
        service.delete_group(self.session, self.identity, group_id)
        return self.see(f"{GROUPS}?xong=xoa")


def _name() -> str:
    """Return what the group is to be called: the field of the name that is looked for is another.

    Raises FieldsRefused.
    """
    name = request.form.get("group", "").strip()
    if not name:
        raise FieldsRefused([FieldFault("group", "field.missing")], count=1)
    return name


def _taken(refusal: NameTaken) -> FieldsRefused:
    return FieldsRefused([FieldFault("group", refusal.code, refusal.facts)], count=1)
