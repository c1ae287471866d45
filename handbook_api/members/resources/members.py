"""Lists of members, search, look-up by number; somebody is added; the register of fields."""

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.http.wire import PageOut
from handbook_api.members import errors, queries, service
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberFilter
from handbook_api.members.relations import roles_seeing
from handbook_api.members.resources.base import CELLS, VALUES, MemberResource, ns
from handbook_api.members.schemas import acts, fields, lists, records
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.queries import get_organisation

_REACHED_BY = "reachable_by"


class FoundOut(PageOut[lists.MemberBrief]):
    """Those who were found by a number."""


class ListResource(MemberResource):
    """What list and search have in common."""

    def wanted(self, query: lists.Narrowing) -> MemberFilter:
        """Return what the list is narrowed to. Raises OrganisationNotFound."""
        told = roles_seeing(self.runtime.content, _REACHED_BY)
        known = queries.sees_as(self.identity, told)
        path = self._path(query)
        return MemberFilter(query.cell, path, query.status, query.reachable_by, known)

    def _path(self, query: lists.Narrowing) -> str | None:
        if query.organisation is None:
            return None
        return get_organisation(self.session, self.identity, query.organisation).path


@ns.route("")
class Members(ListResource):
    """The members within reach."""

    @operation(
        "listMembers",
        "members",
        access=Access.SIGNED_IN,
        query=lists.MemberListQuery,
        gives=lists.MemberPageOut,
        refuses=[OrganisationNotFound],
        conditional=False,
    )
    def get(self, query: lists.MemberListQuery) -> lists.MemberPageOut:
        """Danh sách đảng viên theo tên."""
        wanted = self.wanted(query)
        page = queries.page_of_members(
            self.session, self.identity, wanted, limit=query.limit, cursor=query.cursor
        )
        return lists.MemberPageOut(
            items=[self.brief(at) for at in page.rows],
            next_cursor=page.next_cursor,
            complete=page.next_cursor is None,
        )

    @operation(
        "addMember",
        "members",
        access=MemberAct.ADD,
        takes=acts.MemberIn,
        gives=records.RecordOut,
        status=201,
        refuses=[
            *VALUES,
            *CELLS,
            errors.StatusCannotBegin,
            errors.LastDayNeeded,
        ],
    )
    def post(self, body: acts.MemberIn) -> records.RecordOut:
        """Thêm một người vào chi bộ: hồ sơ, tài khoản và nơi sinh hoạt cùng một lúc."""
        content = self.runtime.content
        [member_id] = service.add_members(self.session, self.identity, content, [body.person()])
        return self.after(member_id)


@ns.route("/fields")
class Fields(MemberResource):
    """The register of fields."""

    @operation(
        "listMemberFields",
        "members",
        access=Access.PUBLIC,
        gives=fields.RegisterOut,
        conditional=False,
    )
    def get(self) -> fields.RegisterOut:
        """Sổ các mục của hồ sơ: vì sao lưu, ai xem, ai sửa, giữ đến bao giờ."""
        return fields.register_out(self.runtime.content, language_of_request())


@ns.route("/searches")
class Searches(ListResource):
    """People found by name."""

    @operation(
        "searchMembers",
        "members",
        access=Access.SIGNED_IN,
        takes=lists.MemberSearchIn,
        gives=lists.MemberPageOut,
        refuses=[OrganisationNotFound],
    )
    def post(self, body: lists.MemberSearchIn) -> lists.MemberPageOut:
        """Tìm theo họ tên hoặc một phần họ tên, có dấu hay không dấu; giống nhất trước."""
        wanted = self.wanted(body)
        found = queries.search_people(
            self.session, self.identity, body.name, wanted, limit=body.limit
        )
        items = [self.brief(at) for at in found.members]
        return lists.MemberPageOut(items=items, next_cursor=None, complete=found.complete)


@ns.route("/look-ups")
class LookUps(MemberResource):
    """Somebody found by a number."""

    @operation(
        "lookUpMember",
        "members",
        access=Access.SIGNED_IN,
        takes=acts.LookUpIn,
        gives=FoundOut,
        refuses=[errors.FieldUnknown, errors.ValueNotUnderstood, errors.ValueTooLong],
    )
    def post(self, body: acts.LookUpIn) -> FoundOut:
        """Tìm theo đúng số thẻ, số căn cước, số điện thoại; có ghi nhật ký."""
        content = self.runtime.content
        found = service.look_up(self.session, self.identity, content, body.field, body.number)
        return FoundOut(items=[self.brief(at) for at in found], next_cursor=None)
