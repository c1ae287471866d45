"""A masked number of a record in full: asked for by itself, shown once, every time written down."""

from uuid import UUID

from handbook_api.console.people.members import MembersPage
from handbook_api.core.errors import NotFound
from handbook_api.core.policy import Subject
from handbook_api.members import queries, service
from handbook_api.members.policy import POLICY, MemberAct
from handbook_api.members.record import MASKED


class FullNumber(MembersPage):
    """One masked number of somebody. Nothing of it is in the address or kept on the device."""

    def get(self, member_id: UUID, field: str) -> str:
        """Ask whether to show it."""
        at = queries.get_member(self.session, self.identity, member_id)
        subject = Subject(at.home.path, at.member.account_id)
        POLICY.require(self.identity, MemberAct.REVEAL, subject)
        return self._shown(at, field, None)

    def post(self, member_id: UUID, field: str) -> str:
        """Show it; that it was shown is written down."""
        at = queries.get_member(self.session, self.identity, member_id)
        content = self.runtime.content
        full = service.reveal(self.session, self.identity, content, member_id, field)
        return self._shown(at, field, full or "")

    def _shown(self, at: queries.MemberAt, field: str, full: str | None) -> str:
        if field not in MASKED:
            raise NotFound
        return self.render(
            "console/records/full_number.html",
            member=at.member,
            called=self.runtime.content.member_fields[field].called(self.words.language),
            full=full,
        )
