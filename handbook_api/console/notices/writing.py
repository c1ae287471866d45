"""A notice is begun, and what it says is written: one question on a page."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NOTICES, NoticesPage
from handbook_api.console.notices.form import Sheet, told_in_form, typed_draft
from handbook_api.console.notices.symbols import linked_symbols
from handbook_api.console.notices.template_fields import asked_fields
from handbook_api.console.offices import require_office
from handbook_api.console.typed_times import Parts
from handbook_api.content_store import NoticeKind, NoticeTemplate
from handbook_api.core import clock
from handbook_api.core.errors import FieldFault, FieldsRefused, NotFound
from handbook_api.core.policy import Subject
from handbook_api.http.wire import QueryModel, ShortText
from handbook_api.notices import service
from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import NoticeState
from handbook_api.notices.offices import SENDING
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.schemas.notices import AnswerKindOut
from handbook_api.notices.schemas.templates import templates_out
from handbook_api.notices.service import Draft
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation

_NEW = f"{NOTICES}/moi/noi-dung"
_STATE_TO_WRITE = NoticeState.DRAFT


class BegunQuery(QueryModel):
    """What a notice is begun with: a template, or a kind to write freely."""

    organisation_id: UUID
    template: ShortText | None = None
    kind: ShortText | None = None


class Begin(NoticesPage):
    """Who speaks, and what it is about."""

    def get(self) -> str:
        """Ask; who speaks only where there is a choice."""
        require_office(self.identity, SENDING)
        content, language = self.runtime.content, self.words.language
        return self.render(
            "console/notices/begin.html",
            organisations=self._speaking_for(),
            offered=templates_out(content, clock.today(), language),
        )

    def post(self) -> Response:
        """Go on to the words; nothing is kept before there are any."""
        what = request.form.get("what", "")
        kind, _, code = what.partition(":")
        mine = [str(one.id) for one in self._speaking_for()]
        chosen = request.form.get("organisation_id", mine[0] if len(mine) == 1 else "")
        told = (("organisation_id", chosen in mine), ("what", kind in ("template", "kind")))
        faults = [FieldFault(name, "field.missing") for name, is_said in told if not is_said]
        if faults:
            raise FieldsRefused(faults, count=len(faults))
        return self.see(f"{_NEW}?organisation_id={chosen}&{kind}={code}")

    def _speaking_for(self) -> list[Organisation]:
        """The organisations for which whoever asks writes notices."""
        ids = {one.organisation_id for one in self.identity.grants if one.role in SENDING}
        found = organisations.organisations_by_id(
            self.session, self.identity, [one for one in ids if one is not None]
        )
        living = [one for one in found.values() if one.closed_on is None]
        return sorted(living, key=lambda one: (one.path.count("/"), one.sort_name))


class Writing(NoticesPage):
    """The page on which the words are written."""

    def asked(self, sheet: Sheet, row: NoticeRow | None = None) -> str:
        """Show the form, filled with what stands there so far."""
        before, version = sheet.before, sheet.version
        return self.render(
            "console/notices/words.html",
            sheet=sheet,
            notice=row.notice if row else None,
            kind_name=sheet.kind.called(self.words.language),
            template_name=sheet.template.called(self.words.language) if sheet.template else None,
            fields=asked_fields(version, sheet.kind, before.values) if version else [],
            answers=self._answers(sheet.kind),
            symbols=linked_symbols(self.session, self.identity, before.links),
            parts=Parts.of,
        )

    def template_of(self, code: str | None) -> NoticeTemplate | None:
        """Return the template `code`; None for none. Raises NotFound."""
        if code is None:
            return None
        found = self.runtime.content.notice_templates.get(code)
        if found is None:
            raise NotFound
        return found

    def _answers(self, kind: NoticeKind) -> list[AnswerKindOut]:
        language = self.words.language
        return [
            AnswerKindOut(code=one.code, name=one.called(language), needs_reason=one.needs_reason)
            for one in kind.answers
        ]


class NewWords(Writing):
    """What a new notice says."""

    def get(self) -> str:
        """Ask."""
        return self.asked(self._sheet())

    def post(self) -> Response:
        """Keep it as a draft, and go on to who gets it."""
        sheet = self._sheet()
        draft = typed_draft(self, sheet)
        with told_in_form(self):
            row = service.compose(
                *(self.session, self.identity, self.runtime.content),
                sheet.organisation.id,
                draft,
            )
        return self.see(self.address(row.notice.id, "nguoi-nhan"))

    def _sheet(self) -> Sheet:
        """What was chosen on the page before. Raises OrganisationNotFound, Forbidden, NotFound."""
        require_office(self.identity, SENDING)
        begun = self.query(BegunQuery)
        place = organisations.get_organisation(self.session, self.identity, begun.organisation_id)
        POLICY.require(self.identity, NoticeAct.COMPOSE, Subject(place.path))
        template = self.template_of(begun.template)
        kind = self.runtime.content.notice_kinds.get(
            template.kind if template else begun.kind or ""
        )
        if kind is None or kind.by_system:
            raise NotFound
        to_all = Audience(organisations=(place.id,), exempt=kind.exempt_by_default)
        before = Draft(kind.code, to_all, template=begun.template)
        return Sheet(
            place, kind, template, template.on(clock.today()) if template else None, before
        )


class Words(Writing):
    """What a draft says."""

    def get(self, notice_id: UUID) -> str | Response:
        """Show it to be changed; what is no draft any more is followed."""
        row = self.row(notice_id)
        if row.notice.state != _STATE_TO_WRITE:
            return self.see(self.address(notice_id))
        return self.asked(self._sheet(row), row)

    def post(self, notice_id: UUID) -> Response:
        """Keep it, and go on to who gets it."""
        draft = typed_draft(self, self._sheet(self.row(notice_id)))
        revision = self.revision()
        with told_in_form(self):
            service.rewrite(
                *(self.session, self.identity, self.runtime.content),
                notice_id,
                draft,
                revision,
            )
        return self.see(self.address(notice_id, "nguoi-nhan"))

    def _sheet(self, row: NoticeRow) -> Sheet:
        if row.organisation is None:
            raise NotFound
        POLICY.require(self.identity, NoticeAct.COMPOSE, Subject(row.path))
        before = service.draft_of(row.notice)
        template = self.template_of(before.template)
        kind = self.runtime.content.notice_kinds[row.notice.kind]
        version = template.on(clock.today()) if template else None
        return Sheet(row.organisation, kind, template, version, before)
