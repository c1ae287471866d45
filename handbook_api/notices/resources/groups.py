"""Groups over HTTP."""

from uuid import UUID

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.wire import PageOut
from handbook_api.notices import errors, queries, service
from handbook_api.notices.policy import NoticeAct
from handbook_api.notices.queries import GroupRow
from handbook_api.notices.resources.base import NoticeResource, group_ns
from handbook_api.notices.schemas import groups as shapes
from handbook_api.notices.schemas.writing import ChangedGroupIn, NoticeGroupIn
from handbook_api.organisations.errors import OrganisationNotFound

_GROUPS = [errors.NameTaken, errors.TooMany, errors.AudienceOutside]


class GroupPageOut(PageOut[shapes.NoticeGroupBrief]):
    """A page of groups."""


class GroupResource(NoticeResource):
    """What the resources of groups share."""

    def with_people(self, row: GroupRow) -> shapes.NoticeGroupOut:
        """Return a group with who is in it."""
        people = queries.accounts_in_group(self.session, self.identity, row.group.id)
        return shapes.group_out(row, list(people))


@group_ns.route("")
class Groups(GroupResource):
    """The groups of the organisations one speaks for."""

    @operation(
        "listNoticeGroups",
        "notices",
        access=Access.SIGNED_IN,
        query=shapes.GroupListQuery,
        gives=GroupPageOut,
        conditional=False,
    )
    def get(self, query: shapes.GroupListQuery) -> GroupPageOut:
        """Các nhóm người nhận đã lưu."""
        page = queries.page_of_groups(
            self.session,
            self.identity,
            query.organisation_id,
            limit=query.limit,
            cursor=query.cursor,
        )
        items = [shapes.group_brief(row) for row in page.rows]
        return GroupPageOut(items=items, next_cursor=page.next_cursor)

    @operation(
        "makeNoticeGroup",
        "notices",
        access=NoticeAct.MANAGE_GROUPS,
        takes=NoticeGroupIn,
        gives=shapes.NoticeGroupOut,
        status=201,
        refuses=[OrganisationNotFound, *_GROUPS],
    )
    def post(self, body: NoticeGroupIn) -> shapes.NoticeGroupOut:
        """Lưu một nhóm người nhận."""
        content = self.runtime.content
        return self.with_people(
            service.make_group(
                self.session, self.identity, content, body.organisation_id, body.group()
            )
        )


@group_ns.route("/<uuid:group_id>")
class OneGroup(GroupResource):
    """One group."""

    @operation(
        "getNoticeGroup",
        "notices",
        access=Access.SIGNED_IN,
        gives=shapes.NoticeGroupOut,
        refuses=[errors.GroupNotFound],
        conditional=False,
    )
    def get(self, group_id: UUID) -> shapes.NoticeGroupOut:
        """Một nhóm và những người trong nhóm."""
        return self.with_people(queries.get_group(self.session, self.identity, group_id))

    @operation(
        "changeNoticeGroup",
        "notices",
        access=NoticeAct.MANAGE_GROUPS,
        takes=ChangedGroupIn,
        gives=shapes.NoticeGroupOut,
        refuses=[errors.GroupNotFound, errors.ChangedMeanwhile, *_GROUPS],
    )
    def put(self, group_id: UUID, body: ChangedGroupIn) -> shapes.NoticeGroupOut:
        """Đổi tên nhóm, đổi người trong nhóm."""
        content = self.runtime.content
        return self.with_people(
            service.change_group(
                self.session, self.identity, content, group_id, body.group(), body.version
            )
        )

    @operation(
        "deleteNoticeGroup",
        "notices",
        access=NoticeAct.MANAGE_GROUPS,
        status=204,
        refuses=[errors.GroupNotFound],
    )
    def delete(self, group_id: UUID) -> None:
        """Xoá nhóm; thông báo đã gửi không đổi."""
        service.delete_group(self.session, self.identity, group_id)
