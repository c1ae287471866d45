"""My record: what stands in it and why, who opened it, and what I may write myself."""

from collections.abc import Mapping
from functools import cached_property

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.content_store.parameters.fields import SELF, FieldSpec
from handbook_api.http.wire import BodyModel
from handbook_api.members import service
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.queries import get_own_member
from handbook_api.members.record import MASKED
from handbook_api.members.schemas import records
from handbook_api.members.schemas.fields import FieldOut
from handbook_api.webclient.own.fields import (
    Asked,
    beside_its_field,
    choices_of,
    typed_value,
    writers_of,
)
from handbook_api.webclient.own.guarded import GuardedPage

RECORD = "/toi/ho-so"
_VIEWS_A_PAGE = 25


class VersionIn(BodyModel):
    """The version of the record that was read before it was written."""

    version: int = Field(ge=1, le=2**31 - 1)


class RecordPage(GuardedPage):
    """A page on which my record, or a part of it, is read: every time that is written down."""

    audited_reads = True

    @cached_property
    def record(self) -> records.RecordOut:
        """My record; reading it is written down once."""
        content = self.runtime.content
        read = service.read_own_record(self.session, self.identity, content)
        return records.record_out(content, read, self.words, self.words.language)

    def spec(self, field: str) -> FieldSpec:
        """Return what is known of a field that I see. Raises MemberNotFound for others."""
        spec = self.runtime.content.member_fields.get(field)
        if spec is None or SELF not in spec.seen_by:
            raise MemberNotFound
        return spec

    def asked(self, field: str) -> Asked:
        """Return how a question about `field` is put, and what stands there now."""
        spec, language = self.spec(field), self.words.language
        lines = (one.lines for one in self.record.lists if one.code == field)
        return Asked(
            spec=spec,
            name=spec.called(language),
            now=self._fields.get(field),
            lines=next(lines, []),
            choices=choices_of(self.runtime.content, spec, language),
        )

    @property
    def _fields(self) -> Mapping[str, FieldOut]:
        return {field.code: field for group in self.record.groups for field in group.fields}


class OwnRecord(RecordPage):
    """All of my record."""

    def get(self) -> str:
        """Show every field with what it is for and who writes it."""
        content, language = self.runtime.content, self.words.language
        fields = content.member_fields
        return self.render(
            "webclient/own/record.html",
            record=self.record,
            writers={code: writers_of(content, spec, language) for code, spec in fields.items()},
            papers={code: spec.upstream for code, spec in fields.items() if spec.upstream},
            own={code for code, spec in fields.items() if SELF in spec.changed_by},
        )


class FullNumber(RecordPage):
    """A number of mine in full."""

    def get(self, field: str) -> str:
        """Ask whether to show it."""
        if field not in MASKED:
            raise MemberNotFound
        return self.render("webclient/own/full_number.html", asked=self.asked(field), full=None)

    def post(self, field: str) -> str:
        """Show it; that it was shown is written down."""
        at = get_own_member(self.session, self.identity)
        content = self.runtime.content
        full = service.reveal(self.session, self.identity, content, at.member.id, field)
        return self.render(
            "webclient/own/full_number.html", asked=self.asked(field), full=full or ""
        )


class ChangeField(RecordPage):
    """A field that its owner writes himself."""

    def get(self, field: str) -> str:
        """Ask what it is to say."""
        asked = self.asked(field)
        if SELF not in asked.spec.changed_by:
            raise MemberNotFound
        return self.render(
            "webclient/own/change_field.html", asked=asked, version=self.record.version
        )

    def post(self, field: str) -> Response:
        """Write it; nothing typed: nothing is kept there any more."""
        spec = self.spec(field)
        change = {field: typed_value(spec, request.form) or None}
        read = self.form(VersionIn)
        member = get_own_member(self.session, self.identity).member
        content = self.runtime.content
        with beside_its_field(spec.called(self.words.language)):
            service.change_fields(
                self.session, self.identity, content, member.id, change, version=read.version
            )
        return self.see(f"{RECORD}?xong=sua#muc-{field}")


class RecordViews(GuardedPage):
    """Who opened my record."""

    def get(self) -> str:
        """Show who looked or changed something, the latest first; never by name."""
        page = service.views_of_own_record(
            self.session,
            self.identity,
            limit=_VIEWS_A_PAGE,
            cursor=request.args.get("cursor"),
        )
        content, language = self.runtime.content, self.words.language
        fields = content.member_fields
        return self.render(
            "webclient/own/views.html",
            views=records.views_out(content, page.rows, self.words, language),
            names={code: spec.called(language) for code, spec in fields.items()},
            next_cursor=page.next_cursor,
        )
