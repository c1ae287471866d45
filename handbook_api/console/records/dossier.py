"""The checklist of a dossier: which papers are there, and where each is kept. Never a scan."""

from itertools import groupby
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS
from handbook_api.console.records.changing import ChangingPage
from handbook_api.members import queries, service
from handbook_api.members.dossier import PaperNote
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.members.schemas import acts

_HELD, _KEPT = "held_", "kept_"
_YES, _NO = "co", "chua"
#: As long as the API takes it.
_LONGEST = 200


class Dossier(ChangingPage):
    """The checklist; that it was read is written down."""

    def get(self, member_id: UUID) -> str:
        """Show every kind of paper, with what was noted of it."""
        require_office(self.identity, SEEING_PEOPLE)
        content, language = self.runtime.content, self.words.language
        at = queries.get_member(self.session, self.identity, member_id)
        papers = service.read_dossier(self.session, self.identity, content, member_id)
        shown = acts.dossier_out(papers, language).papers
        return self.render(
            "console/records/dossier.html",
            member=at.member,
            record=f"{MEMBERS}/{member_id}",
            stages=[[*group] for _, group in groupby(shown, lambda paper: paper.stage)],
            held={paper.code: self._held(paper) for paper in shown},
            kept={
                paper.code: request.form.get(_KEPT + paper.code, paper.where_kept or "")
                for paper in shown
            },
        )

    def post(self, member_id: UUID) -> Response:
        """Note what is different now."""
        content, language = self.runtime.content, self.words.language
        papers = service.read_dossier(self.session, self.identity, content, member_id)
        notes = {
            paper.code: note
            for paper in acts.dossier_out(papers, language).papers
            if (note := _typed(paper)) is not None
        }
        if notes:
            service.note_papers(self.session, self.identity, content, member_id, notes)
        return self.see(f"{MEMBERS}/{member_id}/giay-to?xong=luu")

    @staticmethod
    def _held(paper: acts.PaperOut) -> str:
        said = {True: _YES, False: _NO, None: ""}[paper.held]
        return request.form.get(_HELD + paper.code, said)


def _typed(paper: acts.PaperOut) -> PaperNote | None:
    """Return what is noted of a paper; None where nobody says anything new."""
    said = {_YES: True, _NO: False}.get(request.form.get(_HELD + paper.code, ""))
    where = " ".join(request.form.get(_KEPT + paper.code, "").replace("\x00", "").split())
    if said is None or (said, where) == (paper.held, paper.where_kept or ""):
        return None
    return PaperNote(said, where[:_LONGEST] or None)
