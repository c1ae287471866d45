"""What members report wrong in their records: the queue, and a decision with its reason."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import PeoplePage
from handbook_api.core.paging import Page
from handbook_api.members.corrections import queries, schemas, service, wording
from handbook_api.members.corrections.policy import DECIDING

CORRECTIONS = "/lam-viec/dinh-chinh"


class CorrectionsPage(PeoplePage):
    """A page of what was reported wrong."""

    place = CORRECTIONS

    def brief(self, row: queries.CorrectionRow) -> schemas.CorrectionBrief:
        """Return a correction as a line of a list."""
        content, words = self.runtime.content, self.words
        return schemas.correction_brief(content, row, words, words.language)

    def said(self, field: str, value: str | None) -> str:
        """Return a value as a person reads it."""
        return wording.said_of(self.runtime.content, field, value or "", self.words.language)


class Corrections(CorrectionsPage):
    """The queue."""

    def get(self) -> str:
        """Show what waits, who has waited longest first; or what is decided, the last first."""
        require_office(self.identity, DECIDING)
        query = self.query(schemas.CorrectionListQuery)
        found = self._page(query)
        return self.render(
            "console/people/corrections.html",
            corrections=[self.brief(row) for row in found.rows],
            next_cursor=found.next_cursor,
            query=query,
            is_open=not query.state,
        )

    def _page(self, query: schemas.CorrectionListQuery) -> Page[queries.CorrectionRow]:
        viewer, limit, cursor = self.identity, query.limit, query.cursor
        if query.state:
            return queries.page_of_corrections(
                self.session, viewer, states=query.state, limit=limit, cursor=cursor
            )
        return queries.page_of_waiting(
            self.session, viewer, overdue=query.overdue, limit=limit, cursor=cursor
        )


class OneCorrection(CorrectionsPage):
    """One correction; that it was read is written down."""

    audited_reads = True

    def get(self, correction_id: UUID) -> str:
        """Show what stands there, what is wanted and why, and ask for a decision."""
        require_office(self.identity, DECIDING)
        content, words = self.runtime.content, self.words
        row = service.read_correction(self.session, self.identity, correction_id)
        steps = queries.steps_of(self.session, self.identity, [correction_id])
        seen = schemas.sees_field(self.session, self.identity, content, row)
        shown = schemas.correction_out(
            self.session, row, steps.get(correction_id, []), self.brief(row), words, seen=seen
        )
        now = wording.present_text(self.session, content, row, words.language) if seen else None
        steps_now = service.steps_open_to(self.identity, content, row)
        return self.render(
            "console/people/correction.html",
            correction=shown,
            now=now,
            may_accept="accept" in steps_now,
            open_steps=[(code, words.label(f"correction.{code}")) for code in steps_now],
        )

    def post(self, correction_id: UUID) -> Response:
        """Take the step; accepted, the record says it at once."""
        body = self.form(schemas.CorrectionStepIn)
        taken = service.StepTaken(body.code, body.note)
        service.take_step(self.session, self.identity, self.runtime.content, correction_id, taken)
        return self.see(f"{CORRECTIONS}/{correction_id}?xong={body.code}")
