"""Lines of a record's lists: written, ended, and taken out again when they were a mistake."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.people.base import MEMBERS
from handbook_api.console.records.changing import ChangingPage
from handbook_api.console.typed_times import Parts
from handbook_api.core.errors import FieldFault, FieldsRefused, NotFound
from handbook_api.members import service
from handbook_api.members.errors import LineNotFound
from handbook_api.members.schemas import acts


class AddLine(ChangingPage):
    """A line is written into one of the lists of a record."""

    def get(self, member_id: UUID, code: str) -> str:
        """Ask what it says, and from when to when."""
        name, record = self.record(member_id)
        found = next((one for one in record.lists if one.code == code and one.changeable), None)
        if found is None:
            raise NotFound
        content, language = self.runtime.content, self.words.language
        choices = content.member_fields[code].choices
        listed = content.lists[choices].choices if choices else {}
        return self.render(
            "console/records/line.html",
            name=name,
            record=record,
            list=found,
            choices=[(one, named.called(language)) for one, named in listed.items()],
            empty=Parts(),
        )

    def post(self, member_id: UUID, code: str) -> Response:
        """Write it."""
        days = {name: self.day(name) for name in ("since", "until")}
        given = {name: day for name, day in days.items() if day is not None}
        body = self.form(acts.LineIn, list=code, **given)
        with self.told_in_form("text"):
            service.add_line(
                self.session, self.identity, self.runtime.content, member_id, body.line()
            )
        return self.see(f"{MEMBERS}/{member_id}?xong=dong")


class EndLine(ChangingPage):
    """A line that still runs comes to its last day."""

    def get(self, member_id: UUID, line_id: UUID) -> str:
        """Ask for the day."""
        name, record = self.record(member_id)
        running = (
            (found, line)
            for found in record.lists
            for line in found.lines
            if found.changeable and line.id == line_id and line.until is None
        )
        found, line = next(running, (None, None))
        if found is None:
            raise LineNotFound
        return self.render(
            "console/records/end_line.html",
            name=name,
            record=record,
            list=found,
            line=line,
            empty=Parts(),
        )

    def post(self, member_id: UUID, line_id: UUID) -> Response:
        """Write it."""
        until = self.day("until")
        if until is None:
            raise FieldsRefused([FieldFault("until", "field.missing")], count=1)
        body = self.form(acts.LineEndIn, until=until)
        with self.told_in_form("until"):
            service.end_line(
                *(self.session, self.identity, self.runtime.content),
                member_id,
                line_id,
                body.until,
            )
        return self.see(f"{MEMBERS}/{member_id}?xong=het-dong")


class RemoveLine(ChangingPage):
    """A line that was written by mistake is taken out again."""

    def post(self, member_id: UUID, line_id: UUID) -> Response:
        """Take it out."""
        content = self.runtime.content
        service.remove_line(self.session, self.identity, content, member_id, line_id)
        return self.see(f"{MEMBERS}/{member_id}?xong=bo-dong")
