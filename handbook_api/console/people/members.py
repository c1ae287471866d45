"""Members: the list, who is found by name, one record."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS, PER_PAGE, PeoplePage
from handbook_api.content_store.parameters.named import Named
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.paging import Page
from handbook_api.core.policy import Act, Policy, Subject
from handbook_api.http.wire import Limit
from handbook_api.members import queries, service
from handbook_api.members.corrections.queries import corrections_of_member
from handbook_api.members.corrections.schemas import CorrectionBrief, correction_brief
from handbook_api.members.data_rights.policy import POLICY as DATA_RIGHTS
from handbook_api.members.data_rights.policy import DataAct
from handbook_api.members.exports.policy import EXPORTING
from handbook_api.members.policy import POLICY as MEMBERS_POLICY
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberFilter
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.members.relations import roles_seeing
from handbook_api.members.schemas import lists, records
from handbook_api.members.transfers.policy import POLICY as TRANSFERS
from handbook_api.members.transfers.policy import TransferAct
from handbook_api.members.transfers.queries import TransferFilter, page_of_transfers
from handbook_api.members.transfers.schemas import TransferBrief, transfer_brief
from handbook_api.members.transfers.service import may_return
from handbook_api.organisations.queries import (
    OrganisationAt,
    OrganisationFilter,
    get_organisation,
    page_of_organisations,
)

Choices = Sequence[tuple[str, str]]

_REACHED_BY = "reachable_by"
#: So many organisations are offered to choose from; with more, one goes by the cells of the rows.
_MOST_ORGANISATIONS = 100
#: So many of somebody's reports are shown beside his record.
_MOST_CORRECTIONS = 5


class MembersQuery(lists.MemberListQuery):
    """What the list is narrowed to, as many at once as a page shows."""

    limit: Limit = PER_PAGE


class MembersPage(PeoplePage):
    """A page of member records."""

    place = MEMBERS

    @property
    def may_import(self) -> bool:
        """Whether taking lists over is offered; the policy decides."""
        return self.serves_as(Role.ORGANISATION_OFFICER)

    @property
    def may_export(self) -> bool:
        """Whether taking lists out is offered; the policy decides."""
        return self.serves_as(*EXPORTING)

    def serves_as(self, *roles: Role) -> bool:
        """Whether the reader holds one of `roles` anywhere, be it asleep."""
        held = (*self.identity.grants, *self.identity.dormant)
        return any(grant.role in roles for grant in held)

    def organisations(self, *, cells_alone: bool = False) -> Choices:
        """Return what lies inside the reader's offices, where it is few and more than one."""
        page = self._organisations_in_reach()
        held = self.identity.paths(*SEEING_PEOPLE)
        inside = [
            (str(row.organisation.id), row.organisation.name)
            for row in page.rows
            if row.organisation.path.startswith(held)
            and (row.organisation.is_cell or not cells_alone)
        ]
        return inside if page.next_cursor is None and len(inside) > 1 else ()

    def cells_to_add_to(self) -> Choices | None:
        """Return the cells that the reader may add people to; None: too many to choose from."""
        page = self._organisations_in_reach()
        if page.next_cursor is not None and self.serves_as(Role.ORGANISATION_OFFICER):
            return None
        return [
            (str(one.id), one.name)
            for one in (row.organisation for row in page.rows)
            if one.is_cell
            and MEMBERS_POLICY.allows(self.identity, MemberAct.ADD, Subject(one.path))
        ]

    def _organisations_in_reach(self) -> Page[OrganisationAt]:
        wanted, today = OrganisationFilter(), clock.today()
        return page_of_organisations(
            self.session, self.identity, wanted, today, limit=_MOST_ORGANISATIONS
        )

    def briefs(self, found: Iterable[queries.MemberAt]) -> Sequence[lists.MemberBrief]:
        """Return members as a list shows them to the reader."""
        content, language = self.runtime.content, self.words.language
        return [lists.member_brief(content, self.identity, at, language) for at in found]


class Members(MembersPage):
    """Everybody within reach, narrowed; or who is found by name.

    A name is typed into the body of a form and stands in no address.
    """

    def get(self) -> str:
        """Show them by name."""
        require_office(self.identity, SEEING_PEOPLE)
        query = self.query(MembersQuery)
        page = queries.page_of_members(
            self.session, self.identity, self._wanted(query), limit=query.limit, cursor=query.cursor
        )
        shown = self.briefs(page.rows)
        return self._render(query, shown, next_cursor=page.next_cursor, complete=True)

    def post(self) -> str:
        """Show who bears the name, the most alike first."""
        require_office(self.identity, SEEING_PEOPLE)
        asked = self.form(lists.MemberSearchIn)
        found = queries.search_people(
            self.session, self.identity, asked.name, self._wanted(asked), limit=asked.limit
        )
        shown = self.briefs(found.members)
        return self._render(asked, shown, complete=found.complete, searched=asked.name)

    def _render(
        self,
        query: lists.Narrowing,
        members: Sequence[lists.MemberBrief],
        *,
        complete: bool,
        next_cursor: str | None = None,
        searched: str = "",
    ) -> str:
        content = self.runtime.content
        chosen = content.lists[content.member_fields[_REACHED_BY].choices].choices
        within = query.organisation or query.cell
        organisation = within and get_organisation(self.session, self.identity, within)
        return self.render(
            "console/people/members.html",
            members=members,
            several_cells=len({one.cell.id for one in members if one.cell}) > 1,
            complete=complete,
            next_cursor=next_cursor,
            searched=searched,
            query=query,
            filters=[*_filled(query)],
            organisation=organisation.name if organisation else "",
            organisations=self.organisations(),
            may_add=self.may_import or bool(self.cells_to_add_to()),
            statuses=self._named(content.member_statuses.states),
            ways=self._named(chosen),
        )

    def _wanted(self, query: lists.Narrowing) -> MemberFilter:
        """Return what the list is narrowed to. Raises OrganisationNotFound."""
        known = queries.sees_as(self.identity, roles_seeing(self.runtime.content, _REACHED_BY))
        path = None
        if query.organisation is not None:
            path = get_organisation(self.session, self.identity, query.organisation).path
        return MemberFilter(query.cell, path, query.status, query.reachable_by, known)

    def _named(self, listed: Mapping[str, Named]) -> Choices:
        return [(code, one.called(self.words.language)) for code, one in listed.items()]


def _filled(query: lists.Narrowing) -> Iterable[tuple[str, str]]:
    for name in lists.Narrowing.model_fields:
        value = getattr(query, name)
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield name, str(one)


class OneMember(MembersPage):
    """One record, as far as the reader sees it; that he read it is written down."""

    audited_reads = True

    def get(self, member_id: UUID) -> str:
        """Show it."""
        require_office(self.identity, SEEING_PEOPLE)
        content = self.runtime.content
        read = service.read_record(self.session, self.identity, content, member_id)
        account_id = read.at.member.account_id
        return self.render(
            "console/people/member.html",
            name=read.at.member.full_name,
            record=records.record_out(content, read, self.words, self.words.language),
            account=self.account_if_seen(account_id),
            corrections=self._corrections(member_id),
            transfers=self._transfers(member_id),
            may_transfer=self._may(TRANSFERS, TransferAct.START, read.at),
            may_come_back=self._may_come_back(read.at),
            may_reveal=self._may(MEMBERS_POLICY, MemberAct.REVEAL, read.at),
            may_note_papers=self._may(MEMBERS_POLICY, MemberAct.NOTE_DOSSIER, read.at),
            may_enter_paper=self._may(DATA_RIGHTS, DataAct.ENTER, read.at),
        )

    def _may(self, policy: Policy, act: Act, at: queries.MemberAt) -> bool:
        """Whether `act` on this record is offered."""
        return policy.allows(self.identity, act, Subject(at.home.path, at.member.account_id))

    def _may_come_back(self, at: queries.MemberAt) -> bool:
        """Whether it is offered to take back, by transfer, somebody who left by transfer."""
        left = at.member.cell_id is None and self._may(TRANSFERS, TransferAct.REGISTER, at)
        return left and may_return(self.session, self.runtime.content, at.member)

    def _transfers(self, member_id: UUID) -> Sequence[TransferBrief]:
        """Return the transfers under way of the member, as far as the reader has a part in them."""
        content, language = self.runtime.content, self.words.language
        under_way = [one.code for one in content.transfer_flow.states.values() if not one.done]
        wanted = TransferFilter(states=under_way, member_id=member_id)
        found = page_of_transfers(self.session, self.identity, wanted, limit=_MOST_CORRECTIONS)
        return [transfer_brief(content, row, language) for row in found.rows]

    def _corrections(self, member_id: UUID) -> Sequence[CorrectionBrief]:
        """Return what the member reported wrong, the last first, as far as the reader sees it."""
        content, words = self.runtime.content, self.words
        rows = corrections_of_member(
            self.session, self.identity, member_id, limit=_MOST_CORRECTIONS
        )
        return [correction_brief(content, row, words, words.language) for row in rows]
