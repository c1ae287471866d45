"""Who gets a draft: everybody of the organisation, or those who are chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.notices.choosing import MOST_LISTED, ChoosingPage, People
from handbook_api.core.errors import FieldFault, FieldsRefused, NotFound
from handbook_api.core.identity import Role
from handbook_api.core.policy import Subject
from handbook_api.notices import queries, service
from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import NoticeState
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import GroupRow, NoticeRow
from handbook_api.notices.schemas.writing import AudienceIn
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation

#: Parts of an audience that are lists, by the names of their boxes.
_LISTS = ("organisations", "roles", "statuses", "groups", "members")


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen. below: organisations directly under the sender."""

    below: Sequence[Organisation]
    roles: Sequence[tuple[str, str]]
    statuses: Sequence[tuple[str, str]]
    groups: Sequence[GroupRow]
    people: People


class Recipients(ChoosingPage):
    """Who gets it."""

    def get(self, notice_id: UUID) -> str | Response:
        """Ask; what is no draft any more is followed."""
        row = self.row(notice_id)
        if row.notice.state != NoticeState.DRAFT:
            return self.see(self.address(notice_id))
        place = self._sender(row)
        said = Audience.read(row.notice.audience)
        chosen = self.ticked() if self.is_typed else said.members
        choices = self._choices(place, chosen)
        listed = {str(one.member.id) for one in choices.people.listed}
        to_all = "all" if _is_to_all(said, place) else "some"
        return self.render(
            "console/notices/recipients.html",
            notice=row.notice,
            organisation=place,
            choices=choices,
            chosen=self._chosen(said),
            to_all=(request.form.get("who") if self.is_typed else to_all) == "all",
            exempt="exempt" in request.form if self.is_typed else said.exempt,
            unlisted=[str(one) for one in chosen if str(one) not in listed],
        )

    def post(self, notice_id: UUID) -> str | Response:
        """Keep it, and go on to looking it over; or look for somebody by name."""
        if self.is_looking:
            return self.get(notice_id)
        row = self.row(notice_id)
        place = self._sender(row)
        audience = self._typed(place)
        draft = replace(service.draft_of(row.notice), audience=audience)
        service.rewrite(
            *(self.session, self.identity, self.runtime.content),
            notice_id,
            draft,
            self.revision(),
        )
        return self.see(self.address(notice_id, "kiem-tra"))

    def _sender(self, row: NoticeRow) -> Organisation:
        if row.organisation is None:
            raise NotFound
        POLICY.require(self.identity, NoticeAct.COMPOSE, Subject(row.path))
        return row.organisation

    def _typed(self, place: Organisation) -> Audience:
        """Who was chosen. Raises FieldsRefused where nobody was."""
        who, exempt = request.form.get("who"), "exempt" in request.form
        if who == "all":
            return Audience(organisations=(place.id,), exempt=exempt)
        if who != "some":
            raise FieldsRefused([FieldFault("who", "field.missing")], count=1)
        said = self.form(AudienceIn, exempt=str(exempt).lower()).audience()
        if (said.roles or said.statuses) and not said.organisations:
            # Both narrow an organisation; where none is named, the sender's own is meant.
            said = replace(said, organisations=(place.id,))
        if not any(getattr(said, name) for name in _LISTS):
            raise FieldsRefused([FieldFault("who", "notices.audience_empty")], count=1)
        return said

    def _choices(self, place: Organisation, chosen: Collection[UUID]) -> Choices:
        content, language = self.runtime.content, self.words.language
        under = organisations.children_of(self.session, self.identity, [place.id])
        groups = queries.page_of_groups(self.session, self.identity, place.id, limit=MOST_LISTED)
        roles = [one for one in content.roles.values() if one.role != Role.MEMBER]
        held = [one for one in roles if (one.in_cells if place.is_cell else True)]
        states = content.member_statuses.states.values()
        able = [one for one in states if one.is_member and one.may_sign_in]
        return Choices(
            below=under,
            roles=[(one.code, one.called(language)) for one in held],
            statuses=[(one.code, one.called(language)) for one in able],
            groups=groups.rows,
            people=self.people(place, chosen),
        )

    def _chosen(self, said: Audience) -> Mapping[str, Collection[str]]:
        """Which boxes are ticked: as they were typed, where the form is shown again."""
        if self.is_typed:
            return {name: set(request.form.getlist(name)) for name in _LISTS}
        return {name: {str(one) for one in getattr(said, name)} for name in _LISTS}


def _is_to_all(said: Audience, place: Organisation) -> bool:
    return said == Audience(organisations=(place.id,), exempt=said.exempt)
