"""What helps in writing a notice and in following it: its timeline, kinds, templates."""

from uuid import UUID

from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.notices import errors, queries
from handbook_api.notices.resources.base import NoticeResource, ns, template_ns
from handbook_api.notices.schemas import notices as shapes
from handbook_api.notices.schemas.templates import TemplatesOut, templates_out


@ns.route("/<uuid:notice_id>/timeline")
class Timeline(NoticeResource):
    """What happened to a notice."""

    @operation(
        "getNoticeTimeline",
        "notices",
        access=Access.SIGNED_IN,
        gives=shapes.TimelineOut,
        refuses=[errors.NoticeNotFound],
        conditional=False,
    )
    def get(self, notice_id: UUID) -> shapes.TimelineOut:
        """Diễn biến của một thông báo, và các bản của nó."""
        row = queries.get_notice(self.session, self.identity, notice_id)
        events = queries.events_of(self.session, self.identity, row)
        versions = queries.versions_of(self.session, self.identity, notice_id)
        words, whole = words_of_request(), queries.sees_whole(self.identity, row)
        told = shapes.told_of(events, whole=whole)
        return shapes.TimelineOut(
            events=[shapes.event_out(one, words, whole=whole) for one in told],
            versions=[shapes.version_out(one) for one in versions],
        )


@template_ns.route("")
class Templates(NoticeResource):
    """Kinds and templates."""

    @operation(
        "listNoticeTemplates",
        "notices",
        access=Access.SIGNED_IN,
        gives=TemplatesOut,
        conditional=False,
    )
    def get(self) -> TemplatesOut:
        """Các loại thông báo và các mẫu đang dùng, với các ô cần điền."""
        return templates_out(self.runtime.content, clock.today(), language_of_request())
