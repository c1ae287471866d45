"""What is out is corrected, or taken back: a reason is given in both cases."""

from dataclasses import replace
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NoticesPage
from handbook_api.console.notices.form import as_it_was, told_in_form, typed_text, typed_times
from handbook_api.console.notices.symbols import SYMBOLS, linked_symbols, typed_links
from handbook_api.console.typed_times import Parts
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.core.policy import Subject
from handbook_api.notices import service
from handbook_api.notices.models import NoticeState
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.schemas.writing import CancellationIn, NoticeCorrectionIn
from handbook_api.notices.service import Correction


class Correct(NoticesPage):
    """How it is to read from now on."""

    def get(self, notice_id: UUID) -> str | Response:
        """Ask, with what it says now; where there is nothing to correct, it is followed."""
        row = self.row(notice_id)
        POLICY.require(self.identity, NoticeAct.CORRECT, Subject(row.path))
        if row.notice.state != NoticeState.SENT:
            return self.see(self.address(notice_id))
        before = service.draft_of(row.notice)
        return self.render(
            "console/notices/correct.html",
            notice=row.notice,
            kind=self.runtime.content.notice_kinds[row.notice.kind],
            symbols=linked_symbols(self.session, self.identity, before.links),
            parts=Parts.of,
        )

    def post(self, notice_id: UUID) -> Response:
        """Correct it; everybody hears of it."""
        self.row(notice_id)
        said, revision = self._typed(notice_id)
        with told_in_form(self):
            service.correct(
                *(self.session, self.identity, self.runtime.content, notice_id),
                said,
                revision,
            )
        return self.see(f"{self.address(notice_id)}?xong=dinh-chinh")

    def _typed(self, notice_id: UUID) -> tuple[Correction, int]:
        times, faults = typed_times(request.form)
        needed = ("reason", "title", "text")
        missing = [one for one in needed if not request.form.get(one, "").strip()]
        faults += [FieldFault(one, "field.missing") for one in missing]
        if faults:
            raise FieldsRefused(faults, count=len(faults))
        times.pop("send_at", None)
        before = service.draft_of(self.row(notice_id).notice)
        given = {name: as_it_was(before, name, at).isoformat() for name, at in times.items()}
        body = self.form(NoticeCorrectionIn, text=typed_text(request.form), **given)
        typed = request.form.get(SYMBOLS, "")
        links = typed_links(self.session, self.identity, typed, before.links)
        said = replace(body.correction(), links=links, endless="expires_at" not in times)
        return said, body.revision


class Withdraw(NoticesPage):
    """Why it is taken back."""

    def get(self, notice_id: UUID) -> str | Response:
        """Ask; what is not out is followed."""
        row = self.row(notice_id)
        POLICY.require(self.identity, NoticeAct.CANCEL, Subject(row.path))
        if row.notice.state not in (NoticeState.SENT, NoticeState.SENDING):
            return self.see(self.address(notice_id))
        return self.render("console/notices/withdraw.html", notice=self.shown(row))

    def post(self, notice_id: UUID) -> Response:
        """Take it back; whoever knows of it is told why."""
        self.row(notice_id)
        body = self.form(CancellationIn)
        reason = body.reason.strip()
        service.cancel(self.session, self.identity, notice_id, reason, body.revision)
        return self.see(f"{self.address(notice_id)}?xong=thu-hoi")
