"""A record is changed: a group of its fields, a step of its status."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS
from handbook_api.console.people.members import Choices, MembersPage
from handbook_api.console.typed_times import Mistyped, Parts, typed_day
from handbook_api.core import clock
from handbook_api.core.errors import FieldFault, FieldsRefused, NotFound
from handbook_api.http.wire import BodyModel
from handbook_api.members import service
from handbook_api.members.errors import FieldNotYours, PersonRefused
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.members.schemas import acts, records
from handbook_api.members.schemas.fields import FieldOut, GroupOut

Changes = dict[str, str | date | None]


class VersionIn(BodyModel):
    """The state of the record that a form was made from."""

    version: int = Field(ge=1, le=2**31 - 1)


@dataclass(frozen=True, slots=True)
class Box:
    """A field to fill in. choices: of a closed list; day: its parts, for a date. hint: what to
    write; of what is masked only a new value is asked for."""

    field: FieldOut
    kind: str
    value: str
    day: Parts
    choices: Choices
    hint: str


class ChangingPage(MembersPage):
    """A page that changes a record; that it was read for that is written down."""

    audited_reads = True

    def record(self, member_id: UUID) -> tuple[str, records.RecordOut]:
        """Return whose record it is, and the record as the reader sees it."""
        require_office(self.identity, SEEING_PEOPLE)
        read = service.read_record(self.session, self.identity, self.runtime.content, member_id)
        shown = records.record_out(self.runtime.content, read, self.words, self.words.language)
        return read.at.member.full_name, shown

    def day(self, name: str) -> date | None:
        """Return the day that was typed. Raises FieldsRefused."""
        try:
            return typed_day(request.form, name)
        except Mistyped as error:
            raise FieldsRefused([error.fault], count=1) from error

    @contextmanager
    def told_in_form(self, beside: str = "") -> Iterator[None]:
        """What is refused about a field is told beside it, or beside `beside`, by its name."""
        try:
            yield
        except (PersonRefused, FieldNotYours) as refusal:
            code = str(refusal.facts.get("field", ""))
            spec = self.runtime.content.member_fields.get(code)
            if spec is None:
                raise
            facts = {**refusal.facts, **self._named(refusal.facts)}
            raise FieldsRefused(
                [FieldFault(beside or code, refusal.code, facts)], count=1
            ) from refusal

    def _named(self, facts: Mapping[str, object]) -> Mapping[str, str]:
        """Return what the fields in `facts` are called; of a line, its two days are meant."""
        if facts.get("field") == facts.get("before"):
            say = self.words.say
            return {
                "field": say("console_records.until_line"),
                "before": say("console_records.since"),
            }
        specs, language = self.runtime.content.member_fields, self.words.language
        return {
            fact: specs[code].called(language)
            for fact in ("field", "before")
            if isinstance(code := facts.get(fact), str) and code in specs
        }


class ChangeGroup(ChangingPage):
    """Fields that belong together say something else."""

    def get(self, member_id: UUID, group: str) -> str:
        """Show what the reader may change of them."""
        name, record = self.record(member_id)
        found = _group(record, group)
        return self.render(
            "console/records/change.html",
            name=name,
            record=record,
            group=found,
            boxes=[self._box(one) for one in found.fields if one.changeable],
        )

    def post(self, member_id: UUID, group: str) -> Response:
        """Write what is different now, and nothing else."""
        version = self.form(VersionIn).version
        _, record = self.record(member_id)
        fields = [one for one in _group(record, group).fields if one.changeable]
        changes = self._changes(fields)
        if changes:
            with self.told_in_form():
                service.change_fields(
                    *(self.session, self.identity, self.runtime.content),
                    member_id,
                    changes,
                    version=version,
                )
        return self.see(f"{MEMBERS}/{member_id}?xong=sua")

    def _changes(self, fields: Sequence[FieldOut]) -> Changes:
        changes: Changes = {}
        for field in fields:
            typed = self._typed(field)
            said = typed.isoformat() if isinstance(typed, date) else typed
            kept = field.masked and typed is None
            if not kept and said != field.value:
                changes[field.code] = typed
        return changes

    def _typed(self, field: FieldOut) -> str | date | None:
        if self.runtime.content.member_fields[field.code].kind == "date":
            return self.day(field.code)
        return request.form.get(field.code, "").strip() or None

    def _box(self, field: FieldOut) -> Box:
        content, language = self.runtime.content, self.words.language
        spec = content.member_fields[field.code]
        listed = content.lists[spec.choices].choices if spec.kind == "choice" else {}
        is_day = spec.kind == "date" and not self.problem
        return Box(
            field,
            spec.kind,
            value="" if field.masked else field.value or "",
            day=_parts(date.fromisoformat(field.value) if is_day and field.value else None),
            choices=[(code, one.called(language)) for code, one in listed.items()],
            hint=spec.hint,
        )


class StepStatus(ChangingPage):
    """The status moves on, by a decision: looked over once more before it is written."""

    def get(self, member_id: UUID) -> str:
        """Ask which step, from when, by which decision."""
        name, record = self.record(member_id)
        return self.render(
            "console/records/status.html",
            name=name,
            record=record,
            steps=[(one.to.code, one.name) for one in record.steps],
            any_until=[one.name for one in record.steps if one.needs_until],
            needing=[one.name for one in record.steps if one.needs_decision],
            cells=self.organisations(cells_alone=True) if record.cell is None else (),
            empty=Parts(),
        )

    def post(self, member_id: UUID) -> str | Response:
        """Show what would be written; with the yes, write it."""
        body = self._body()
        if "sure" not in request.form:
            return self._check(member_id, body)
        with self.told_in_form():
            service.change_status(
                *(self.session, self.identity, self.runtime.content),
                member_id,
                body.step(),
                version=body.version,
            )
        return self.see(f"{MEMBERS}/{member_id}?xong=tinh-trang")

    def _body(self) -> acts.StatusStepIn:
        days = {name: self.day(name) for name in ("on", "until", "decided_on")}
        if days["on"] is None:
            raise FieldsRefused([FieldFault("on", "field.missing")], count=1)
        return self.form(
            acts.StatusStepIn, **{name: day for name, day in days.items() if day is not None}
        )

    def _check(self, member_id: UUID, body: acts.StatusStepIn) -> str:
        name, record = self.record(member_id)
        step = next((one for one in record.steps if one.to.code == body.to), None)
        return self.render(
            "console/records/status_check.html",
            name=name,
            record=record,
            step=step.name if step else body.to,
            body=body,
            typed=[(key, value) for key, value in request.form.items() if value],
        )


def _group(record: records.RecordOut, code: str) -> GroupOut:
    found = next((one for one in record.groups if one.code == code), None)
    if found is None or not any(one.changeable for one in found.fields):
        raise NotFound
    return found


def _parts(day: date | None) -> Parts:
    return Parts.of(datetime.combine(day, time(), clock.VIETNAM)) if day else Parts()
