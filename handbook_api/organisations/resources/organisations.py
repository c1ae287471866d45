"""Organisations one by one and in lists; opened, renamed, and what happened to them."""

from uuid import UUID

from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.organisations import errors, queries, service
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.policy import OrganisationAct
from handbook_api.organisations.queries import OrganisationAt
from handbook_api.organisations.resources.base import (
    CODE_REFUSALS,
    KIND_REFUSALS,
    REFUSALS,
    TAG,
    TreeResource,
    ns,
)
from handbook_api.organisations.schemas import giving, taking
from handbook_api.organisations.schemas.planning import OrganisationPlanOut


@ns.route("")
class Organisations(TreeResource):
    """The organisations one sees."""

    @operation(
        "listOrganisations",
        TAG,
        access=Access.SIGNED_IN,
        query=taking.OrganisationListQuery,
        gives=giving.OrganisationPageOut,
        refuses=[errors.CodeNotUnderstood],
    )
    def get(self, query: taking.OrganisationListQuery) -> giving.OrganisationPageOut:
        """Danh sách tổ chức theo tên, lọc theo chữ trong tên, cấp trên, loại, mã (kể cả mã cũ)."""
        content = self.runtime.content
        wanted = queries.OrganisationFilter(
            words=query.q,
            parent_id=query.parent,
            top=query.top,
            kinds=query.kind,
            code=tidy_code(query.code, content.organisation_code_digits) if query.code else None,
            closed=query.closed,
        )
        page = queries.page_of_organisations(
            self.session,
            self.identity,
            wanted,
            clock.today(),
            limit=query.limit,
            cursor=query.cursor,
        )
        kinds, language = content.organisation_kinds, language_of_request()
        items = [giving.organisation_brief(row, kinds, language) for row in page.rows]
        return giving.OrganisationPageOut(items=items, next_cursor=page.next_cursor)

    @operation(
        "openOrganisation",
        TAG,
        access=OrganisationAct.OPEN,
        takes=taking.OpenIn,
        gives=OrganisationPlanOut,
        refuses=[
            errors.OrganisationNotFound,
            errors.OrganisationClosed,
            errors.NameMissing,
            errors.DateInFuture,
            errors.DateTooEarly,
            *KIND_REFUSALS,
            *CODE_REFUSALS,
        ],
    )
    def post(self, body: taking.OpenIn) -> OrganisationPlanOut:
        """Thành lập tổ chức mới, hoặc xem trước."""
        plan = service.plan_opening(
            self.session, self.identity, self.runtime.content, body.told(), body.stated()
        )
        return self.done_or_shown(plan, preview=body.preview)


@ns.route("/kinds")
class OrganisationKinds(TreeResource):
    """Kinds of organisations."""

    @operation(
        "listOrganisationKinds",
        TAG,
        access=Access.SIGNED_IN,
        gives=giving.OrganisationKindsOut,
    )
    def get(self) -> giving.OrganisationKindsOut:
        """Các loại tổ chức đảng và loại nào trực thuộc loại nào."""
        kinds, language = self.runtime.content.organisation_kinds, language_of_request()
        return giving.OrganisationKindsOut(
            items=[giving.kind_out(kind, language) for kind in kinds.values()]
        )


@ns.route("/<uuid:organisation_id>")
class OneOrganisation(TreeResource):
    """One organisation."""

    @operation(
        "getOrganisation",
        TAG,
        access=Access.SIGNED_IN,
        gives=giving.OrganisationOut,
        refuses=[errors.OrganisationNotFound],
    )
    def get(self, organisation_id: UUID) -> giving.OrganisationOut:
        """Một tổ chức: cấp trên, mã hiện nay và mã cũ, tổ chức tiền thân và kế thừa."""
        session, viewer = self.session, self.identity
        row = queries.get_organisation(session, viewer, organisation_id)
        children = queries.count_children(session, viewer, [row.id]).get(row.id, 0)
        return giving.organisation_out(
            OrganisationAt(row, children),
            queries.organisations_above(session, viewer, row),
            queries.codes_of(session, viewer, row),
            queries.kin_of(session, viewer, row),
            self.runtime.content.organisation_kinds,
            language_of_request(),
        )

    @operation(
        "renameOrganisation",
        TAG,
        access=OrganisationAct.CHANGE,
        takes=taking.RenameIn,
        gives=OrganisationPlanOut,
        refuses=[*REFUSALS, errors.NothingChanges, errors.NameMissing, *CODE_REFUSALS],
    )
    def patch(self, organisation_id: UUID, body: taking.RenameIn) -> OrganisationPlanOut:
        """Đổi tên, đổi mã (mã của cấp dưới đổi theo), hoặc xem trước."""
        wanted, content = body.told(organisation_id), self.runtime.content
        plan = service.plan_renaming(self.session, self.identity, content, wanted, body.stated())
        return self.done_or_shown(plan, preview=body.preview)


@ns.route("/<uuid:organisation_id>/history")
class OrganisationHistory(TreeResource):
    """What happened to an organisation."""

    @operation(
        "getOrganisationHistory",
        TAG,
        access=Access.SIGNED_IN,
        query=taking.HistoryQuery,
        gives=giving.OrganisationHistoryOut,
        refuses=[errors.OrganisationNotFound],
    )
    def get(
        self, organisation_id: UUID, query: taking.HistoryQuery
    ) -> giving.OrganisationHistoryOut:
        """Lịch sử của tổ chức: thành lập, đổi tên, mã, chuyển, sáp nhập, chia tách, kết thúc."""
        row = queries.get_organisation(self.session, self.identity, organisation_id)
        page = queries.page_of_changes(
            self.session, self.identity, row, limit=query.limit, cursor=query.cursor
        )
        words = words_of_request()
        return giving.OrganisationHistoryOut(
            items=[giving.change_out(change, words) for change in page.rows],
            next_cursor=page.next_cursor,
        )
