"""What the resources of recipients share."""

from uuid import UUID

from flask_restx import Namespace
from sqlalchemy.orm import Session

from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.notices.calling.telling import Telling
from handbook_api.notices.models import Notice
from handbook_api.organisations.queries import get_organisation

ns = Namespace("notice-recipients", path="/notices")
device_ns = Namespace("member-devices", path="/member-devices")


class RecipientResource(ApiResource):
    """What the resources of recipients share."""

    def telling(self, notice: Notice) -> Telling:
        """Return what says recipients of `notice` in the words of whoever asks."""
        content, words = self.runtime.content, words_of_request()
        return Telling(content, notice, words, language_of_request())

    def path_of(self, organisation_id: UUID | None, session: Session | None = None) -> str | None:
        """Return where a list is narrowed to. Raises OrganisationNotFound.

        session: of one of the steps, where there are several.
        """
        if organisation_id is None:
            return None
        return get_organisation(session or self.session, self.identity, organisation_id).path
