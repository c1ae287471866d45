"""What the pages about one's own account and record share."""

from flask import request

from handbook_api.auth.schemas.me import me_out
from handbook_api.auth.schemas.own import MeOut
from handbook_api.auth.standing import Roles
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.queries import get_own_member
from handbook_api.pages.addresses import local
from handbook_api.pages.page import Page

#: Where everything of one's own is listed.
ME = "/toi"


class OwnPage(Page):
    """A page about whoever asks, and about nobody else: no address names a person."""

    #: Nobody learns from an answer's length what stands in a record.
    packed = False

    @property
    def rules(self) -> SecurityRules:
        """The rules of signing in, as they stand today."""
        return self.runtime.content.security(clock.today())

    @property
    def roles(self) -> Roles:
        """Every role's limits."""
        return self.runtime.content.roles

    @property
    def back(self) -> str:
        """Where the reader was led here from, or where everything of his own is."""
        return local(request.form.get("tiep") or request.args.get("tiep"), ME)

    def me(self) -> MeOut:
        """Return who asks."""
        settings, language = self.runtime.settings, self.words.language
        return me_out(self.session, self.identity, settings, self.roles, language)

    def has_record(self) -> bool:
        """Return whether who asks has a record: an officer need not."""
        try:
            get_own_member(self.session, self.identity)
        except MemberNotFound:
            return False
        return True
