"""One record: read, changed, its masked numbers revealed, its status moved on, erased."""

from uuid import UUID

from handbook_api.auth.errors import LOCKED
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.members import errors, service
from handbook_api.members.policy import MemberAct
from handbook_api.members.resources.base import CELLS, VALUES, MemberResource, ns
from handbook_api.members.schemas import acts, records


@ns.route("/<uuid:member_id>")
class OneMember(MemberResource):
    """One record."""

    audited_reads = True

    @operation(
        "readMember",
        "members",
        access=Access.SIGNED_IN,
        gives=records.RecordOut,
        refuses=[errors.MemberNotFound, *LOCKED],
        conditional=False,
    )
    def get(self, member_id: UUID) -> records.RecordOut:
        """Hồ sơ của một người, những mục mình được xem; có ghi nhật ký."""
        content = self.runtime.content
        return self.shown(service.read_record(self.session, self.identity, content, member_id))

    @operation(
        "changeMember",
        "members",
        access=MemberAct.CHANGE,
        takes=acts.ChangesIn,
        gives=records.RecordOut,
        refuses=[errors.MemberNotFound, errors.VersionPassed, *LOCKED, *VALUES],
    )
    def patch(self, member_id: UUID, body: acts.ChangesIn) -> records.RecordOut:
        """Sửa các mục mình được sửa; giữ lại giá trị cũ của mục nhạy cảm."""
        service.change_fields(
            self.session,
            self.identity,
            self.runtime.content,
            member_id,
            body.fields,
            version=body.version,
        )
        return self.after(member_id)


@ns.route("/<uuid:member_id>/reveals")
class Reveals(MemberResource):
    """A masked number in full."""

    @operation(
        "revealMemberField",
        "members",
        access=MemberAct.REVEAL,
        takes=acts.RevealIn,
        gives=acts.RevealOut,
        refuses=[errors.MemberNotFound, errors.FieldNotYours, *LOCKED],
    )
    def post(self, member_id: UUID, body: acts.RevealIn) -> acts.RevealOut:
        """Xem đầy đủ một số đang che bớt; có ghi nhật ký."""
        content = self.runtime.content
        value = service.reveal(self.session, self.identity, content, member_id, body.field)
        return acts.RevealOut(field=body.field, value=value)


@ns.route("/<uuid:member_id>/status-changes")
class StatusChanges(MemberResource):
    """Steps of the status."""

    @operation(
        "changeMemberStatus",
        "members",
        access=MemberAct.CHANGE_STATUS,
        takes=acts.StatusStepIn,
        gives=records.RecordOut,
        status=201,
        refuses=[
            errors.MemberNotFound,
            errors.VersionPassed,
            errors.StepUnknown,
            errors.StepByTransfer,
            errors.DecisionNeeded,
            errors.StepBeforeLast,
            errors.LastDayNeeded,
            errors.ExemptionTooLong,
            errors.ProbationRunning,
            errors.ReadmissionTooEarly,
            errors.UnknownChoice,
            errors.DateInFuture,
            errors.DatesOutOfOrder,
            errors.TooYoung,
            *CELLS,
        ],
    )
    def post(self, member_id: UUID, body: acts.StatusStepIn) -> records.RecordOut:
        """Chuyển tình trạng: kết nạp, công nhận, miễn, đình chỉ, kết thúc, và mọi việc kéo theo."""
        service.change_status(
            self.session,
            self.identity,
            self.runtime.content,
            member_id,
            body.step(),
            version=body.version,
        )
        return self.after(member_id)


@ns.route("/<uuid:member_id>/erasure")
class Erasure(MemberResource):
    """A record is erased."""

    @operation(
        "eraseMember",
        "members",
        access=MemberAct.ERASE,
        status=204,
        refuses=[errors.MemberNotFound, errors.StillAMember],
    )
    def post(self, member_id: UUID) -> None:
        """Xóa hẳn hồ sơ của người không còn trong danh sách; chỉ nhật ký còn ghi việc xóa."""
        service.erase_member(self.session, self.identity, member_id)
