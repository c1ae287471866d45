"""Something in my record is wrong: reported, followed, taken back."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.content_store.parameters.fields import SELF
from handbook_api.members.corrections import queries, schemas, service
from handbook_api.members.corrections.errors import ChangeItYourself, CorrectionNotFound
from handbook_api.members.corrections.service.recording import OPEN
from handbook_api.webclient.own.fields import WANTED, beside_its_field, said_of, typed_value
from handbook_api.webclient.own.guarded import GuardedPage
from handbook_api.webclient.own.record import RecordPage

_REPORTS = "/toi/bao-sai"


class Report(RecordPage):
    """One field is wrong."""

    def get(self, field: str) -> str:
        """Ask what is right."""
        asked = self.asked(field)
        if SELF in asked.spec.changed_by:
            raise ChangeItYourself
        return self.render("webclient/own/report.html", asked=asked)

    def post(self, field: str) -> Response:
        """Send it to the secretary."""
        spec = self.spec(field)
        typed = typed_value(spec, request.form)
        more = {WANTED: typed} if typed else {}
        body = self.form(schemas.CorrectionIn, field=field, **more)
        said = service.NewCorrection(body.field, body.wanted, body.reason)
        with beside_its_field(spec.called(self.words.language)):
            made = service.ask(self.session, self.identity, self.runtime.content, said)
        return self.see(f"{_REPORTS}/{made.correction.id}?xong=gui")


class ReportPage(GuardedPage):
    """A page about what I reported."""

    def shown(self, rows: Sequence[queries.CorrectionRow]) -> Sequence[schemas.CorrectionOut]:
        """Return my reports in words, each with its steps."""
        ids = [row.correction.id for row in rows]
        steps = queries.steps_of(self.session, self.identity, ids)
        content, words = self.runtime.content, self.words
        return [
            schemas.correction_out(
                self.session,
                row,
                steps.get(row.correction.id, []),
                schemas.correction_brief(content, row, words, words.language),
                words,
                seen=True,
            )
            for row in rows
        ]

    def said(self, field: str, value: str) -> str:
        """Return a value as a person reads it; what was told in words stays as it was told."""
        spec = self.runtime.content.member_fields.get(field)
        return said_of(self.runtime.content, spec, value, self.words.language) if spec else value

    def mine(self, correction_id: UUID) -> queries.CorrectionRow:
        """Return one of my own reports. Raises CorrectionNotFound for those of others."""
        rows = service.own_corrections(self.session, self.identity)
        for row in rows:
            if row.correction.id == correction_id:
                return row
        raise CorrectionNotFound(id=str(correction_id))


class Reports(ReportPage):
    """Everything I reported."""

    def get(self) -> str:
        """Show each with its state, the last first."""
        rows = service.own_corrections(self.session, self.identity)
        return self.render("webclient/own/reports.html", reports=self.shown(rows))


class OneReport(ReportPage):
    """What became of one report."""

    def get(self, correction_id: UUID) -> str:
        """Show it, with every step."""
        row = self.mine(correction_id)
        return self.render(
            "webclient/own/one_report.html",
            report=self.shown([row])[0],
            is_open=row.correction.state in OPEN,
        )


class TakeBackReport(ReportPage):
    """A report is taken back."""

    def get(self, correction_id: UUID) -> str:
        """Ask whether to."""
        shown = self.shown([self.mine(correction_id)])[0]
        return self.render("webclient/own/take_back_report.html", report=shown)

    def post(self, correction_id: UUID) -> Response:
        """Take it back."""
        mine = self.mine(correction_id).correction
        service.withdraw(self.session, self.identity, self.runtime.content, mine.id)
        return self.see(f"{_REPORTS}/{mine.id}")
