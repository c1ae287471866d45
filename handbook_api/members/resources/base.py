"""What the resources of members share."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.members import errors, service
from handbook_api.members.queries import MemberAt
from handbook_api.members.record import Record
from handbook_api.members.schemas import lists, records

ns = Namespace("members", path="/members")
own = Namespace("own-record", path="/me/record")

#: What a field may be refused for.
VALUES = [
    errors.NameMissing,
    errors.ValueMissing,
    errors.ValueNotUnderstood,
    errors.ValueTooLong,
    errors.FieldUnknown,
    errors.FieldNotYours,
    errors.UnknownChoice,
    errors.DateNotUnderstood,
    errors.DateInFuture,
    errors.DateTooEarly,
    errors.DateNotOfStatus,
    errors.DatesOutOfOrder,
    errors.TooYoung,
    errors.NumberHeld,
]
#: What a cell may be refused for.
CELLS = [errors.CellUnknown, errors.CellClosed, errors.NotACell]


class MemberResource(ApiResource):
    """What the resources of members share."""

    def shown(self, record: Record) -> records.RecordOut:
        """Return a record as whoever asks sees it."""
        content, language = self.runtime.content, language_of_request()
        return records.record_out(content, record, words_of_request(), language)

    def after(self, member_id: UUID) -> records.RecordOut:
        """Return a record as it is after what was done to it: read, and written down as that."""
        content = self.runtime.content
        return self.shown(service.read_record(self.session, self.identity, content, member_id))

    def brief(self, at: MemberAt) -> lists.MemberBrief:
        """Return a member as a list shows him to whoever asks."""
        return lists.member_brief(self.runtime.content, self.identity, at, language_of_request())
