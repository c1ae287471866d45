"""The acts that change more than one organisation, or where one stands."""

from uuid import UUID

from handbook_api.http.operations import operation
from handbook_api.organisations import errors, service
from handbook_api.organisations.policy import OrganisationAct
from handbook_api.organisations.resources.base import (
    CODE_REFUSALS,
    KIND_REFUSALS,
    REFUSALS,
    TAG,
    TreeResource,
    ns,
)
from handbook_api.organisations.schemas import taking
from handbook_api.organisations.schemas.planning import OrganisationPlanOut


@ns.route("/<uuid:organisation_id>/move")
class OrganisationMove(TreeResource):
    """Another place in the tree."""

    @operation(
        "moveOrganisation",
        TAG,
        access=OrganisationAct.MOVE,
        takes=taking.MoveIn,
        gives=OrganisationPlanOut,
        refuses=[
            *REFUSALS,
            errors.NothingChanges,
            errors.Cycle,
            errors.CellAndCommittee,
            *KIND_REFUSALS,
            *CODE_REFUSALS,
        ],
    )
    def post(self, organisation_id: UUID, body: taking.MoveIn) -> OrganisationPlanOut:
        """Chuyển tổ chức sang cấp trên khác cùng mọi tổ chức bên dưới, hoặc xem trước."""
        wanted, content = body.told(organisation_id), self.runtime.content
        plan = service.plan_moving(self.session, self.identity, content, wanted, body.stated())
        return self.done_or_shown(plan, preview=body.preview)


@ns.route("/<uuid:organisation_id>/merging")
class OrganisationMerging(TreeResource):
    """Several become one."""

    @operation(
        "mergeOrganisations",
        TAG,
        access=OrganisationAct.MERGE,
        takes=taking.MergeIn,
        gives=OrganisationPlanOut,
        refuses=[
            *REFUSALS,
            errors.TooFew,
            errors.NamedTwice,
            errors.NotBelow,
            errors.Cycle,
            errors.CellAndCommittee,
            errors.NameMissing,
            *KIND_REFUSALS,
            *CODE_REFUSALS,
        ],
        most_bytes=256 * 1024,
    )
    def post(self, organisation_id: UUID, body: taking.MergeIn) -> OrganisationPlanOut:
        """Sáp nhập với tổ chức khác: người và tổ chức trực thuộc về nơi mới, hoặc xem trước."""
        wanted, content = body.told(organisation_id), self.runtime.content
        plan = service.plan_merging(self.session, self.identity, content, wanted, body.stated())
        return self.done_or_shown(plan, preview=body.preview)


@ns.route("/<uuid:organisation_id>/splitting")
class OrganisationSplitting(TreeResource):
    """One becomes several."""

    @operation(
        "splitOrganisation",
        TAG,
        access=OrganisationAct.SPLIT,
        takes=taking.SplitIn,
        gives=OrganisationPlanOut,
        refuses=[
            *REFUSALS,
            errors.TooFew,
            errors.NamedTwice,
            errors.NotBelow,
            errors.LeftOver,
            errors.CellAndCommittee,
            errors.NameMissing,
            *KIND_REFUSALS,
            *CODE_REFUSALS,
        ],
        most_bytes=256 * 1024,
    )
    def post(self, organisation_id: UUID, body: taking.SplitIn) -> OrganisationPlanOut:
        """Chia tách tổ chức, phân công đảng viên và tổ chức trực thuộc, hoặc xem trước."""
        wanted, content = body.told(organisation_id), self.runtime.content
        plan = service.plan_splitting(self.session, self.identity, content, wanted, body.stated())
        return self.done_or_shown(plan, preview=body.preview)


@ns.route("/<uuid:organisation_id>/closing")
class OrganisationClosing(TreeResource):
    """It ends."""

    @operation(
        "closeOrganisation",
        TAG,
        access=OrganisationAct.CLOSE,
        takes=taking.CloseIn,
        gives=OrganisationPlanOut,
        refuses=[*REFUSALS, errors.HasChildren, errors.HasPeople],
    )
    def post(self, organisation_id: UUID, body: taking.CloseIn) -> OrganisationPlanOut:
        """Kết thúc hoạt động của tổ chức không còn người và cấp dưới, hoặc xem trước."""
        read = body.read(organisation_id)
        plan = service.plan_closing(self.session, self.identity, read, body.stated())
        return self.done_or_shown(plan, preview=body.preview)
