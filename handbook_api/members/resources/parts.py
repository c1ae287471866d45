"""What hangs on a record: lines of its lists, and the checklist of its dossier."""

from uuid import UUID

from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.members import errors, service
from handbook_api.members.policy import MemberAct
from handbook_api.members.resources.base import MemberResource, ns
from handbook_api.members.schemas import acts


@ns.route("/<uuid:member_id>/lines")
class Lines(MemberResource):
    """The lists of a record."""

    @operation(
        "addMemberLine",
        "members",
        access=MemberAct.CHANGE_LINES,
        takes=acts.LineIn,
        gives=acts.LineMade,
        status=201,
        refuses=[
            errors.MemberNotFound,
            errors.FieldUnknown,
            errors.FieldNotYours,
            errors.UnknownChoice,
            errors.ValueNotUnderstood,
            errors.ValueTooLong,
            errors.DateInFuture,
            errors.DatesOutOfOrder,
        ],
    )
    def post(self, member_id: UUID, body: acts.LineIn) -> acts.LineMade:
        """Ghi một dòng: chức vụ, đào tạo, khen thưởng, kỷ luật, xếp loại."""
        content = self.runtime.content
        made = service.add_line(self.session, self.identity, content, member_id, body.line())
        return acts.LineMade(id=made)


@ns.route("/<uuid:member_id>/lines/<uuid:line_id>")
class OneLine(MemberResource):
    """One line."""

    @operation(
        "endMemberLine",
        "members",
        access=MemberAct.CHANGE_LINES,
        takes=acts.LineEndIn,
        status=204,
        refuses=[
            errors.MemberNotFound,
            errors.LineNotFound,
            errors.LineEnded,
            errors.FieldNotYours,
            errors.DatesOutOfOrder,
        ],
    )
    def patch(self, member_id: UUID, line_id: UUID, body: acts.LineEndIn) -> None:
        """Ghi ngày kết thúc của một dòng."""
        content = self.runtime.content
        service.end_line(self.session, self.identity, content, member_id, line_id, body.until)

    @operation(
        "removeMemberLine",
        "members",
        access=MemberAct.CHANGE_LINES,
        status=204,
        refuses=[errors.MemberNotFound, errors.LineNotFound, errors.FieldNotYours],
    )
    def delete(self, member_id: UUID, line_id: UUID) -> None:
        """Xóa một dòng ghi nhầm."""
        service.remove_line(self.session, self.identity, self.runtime.content, member_id, line_id)


@ns.route("/<uuid:member_id>/dossier")
class Dossier(MemberResource):
    """The checklist of the dossier; never a scan."""

    audited_reads = True

    @operation(
        "readMemberDossier",
        "members",
        access=MemberAct.READ_DOSSIER,
        gives=acts.DossierOut,
        refuses=[errors.MemberNotFound],
        conditional=False,
    )
    def get(self, member_id: UUID) -> acts.DossierOut:
        """Giấy tờ nào đã có, lưu ở đâu."""
        content = self.runtime.content
        papers = service.read_dossier(self.session, self.identity, content, member_id)
        return acts.dossier_out(papers, language_of_request())

    @operation(
        "noteMemberDossier",
        "members",
        access=MemberAct.NOTE_DOSSIER,
        takes=acts.DossierIn,
        gives=acts.DossierOut,
        refuses=[errors.MemberNotFound, errors.UnknownPaper],
    )
    def put(self, member_id: UUID, body: acts.DossierIn) -> acts.DossierOut:
        """Ghi giấy tờ đã có hay chưa, nơi lưu; loại không nêu thì giữ nguyên."""
        content = self.runtime.content
        notes = {code: paper.note() for code, paper in body.papers.items()}
        papers = service.note_papers(self.session, self.identity, content, member_id, notes)
        return acts.dossier_out(papers, language_of_request())
