"""What the resources of notices share."""

from flask_restx import Namespace

from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.notices import errors, queries
from handbook_api.notices.queries import NoticeRow, Totals
from handbook_api.notices.queries.notices import OUT
from handbook_api.notices.schemas.notices import NoticeOut, NoticeSeen, notice_out

ns = Namespace("notices", path="/notices")
group_ns = Namespace("notice-groups", path="/notice-groups")
template_ns = Namespace("notice-templates", path="/notice-templates")

#: What a draft may be refused for.
DRAFTS = [
    errors.KindUnknown,
    errors.UrgentNotAllowed,
    errors.TemplateUnknown,
    errors.WordsMissing,
    errors.MarkedSecret,
    errors.TooLong,
    errors.TooMany,
    errors.LinkUnknown,
    errors.EventNeeded,
    errors.TimesOutOfOrder,
    errors.AudienceOutside,
    errors.ContactOutside,
]
#: What an act on a notice that was read may be refused for.
ACTS = [errors.NoticeNotFound, errors.NotOpen, errors.ChangedMeanwhile]


class NoticeResource(ApiResource):
    """What the resources of notices share."""

    def seen(self, row: NoticeRow, totals: Totals | None = None) -> NoticeSeen:
        """Return a notice as whoever asks sees it."""
        return NoticeSeen(row, totals, queries.sees_whole(self.identity, row))

    def shown(self, row: NoticeRow) -> NoticeOut:
        """Return a notice as whoever asks sees it."""
        totals = None
        if row.notice.state in OUT:
            totals = queries.counts_by_reach(self.session, self.identity, row)
        words, language = words_of_request(), language_of_request()
        return notice_out(self.runtime.content, self.seen(row, totals), words, language)
