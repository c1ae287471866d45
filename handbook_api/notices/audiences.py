"""Who is meant: an audience as it is written down, and the people it stands for, in SQL."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from handbook_api.auth.models import Appointment
from handbook_api.auth.standing import counts_on
from handbook_api.content_store import Content
from handbook_api.core.identity import Role
from handbook_api.members.models import Member
from handbook_api.members.statuses import AWAY
from handbook_api.notices.models import GroupMember
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

#: The organisation in which somebody takes part now: as a guest, or at home.
PLACE = func.coalesce(Member.host_cell_id, Member.cell_id)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody in `organisations` (with all below, where `below` says so) who holds one of
    `roles` and has one of `statuses`, as far as these are named; and besides those in `groups`,
    and `members` by their records; `accounts` by their accounts, where the handbook itself speaks.

    exempt: those exempt from meetings are meant too. Whom a status keeps from signing in (expelled,
    suspended …) is never meant.
    """

    organisations: tuple[UUID, ...] = ()
    below: bool = True
    roles: tuple[Role, ...] = ()
    statuses: tuple[str, ...] = ()
    groups: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    accounts: tuple[UUID, ...] = ()
    exempt: bool = False

    def written(self) -> dict[str, Any]:
        """Return it as JSON, for keeping."""
        return {
            "organisations": [str(one) for one in self.organisations],
            "below": self.below,
            "roles": [role.value for role in self.roles],
            "statuses": [*self.statuses],
            "groups": [str(one) for one in self.groups],
            "members": [str(one) for one in self.members],
            "accounts": [str(one) for one in self.accounts],
            "exempt": self.exempt,
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """Return what `written` was made from."""
        return cls(
            organisations=tuple(map(UUID, written["organisations"])),
            below=written["below"],
            roles=tuple(map(Role, written["roles"])),
            statuses=tuple(written["statuses"]),
            groups=tuple(map(UUID, written["groups"])),
            members=tuple(map(UUID, written["members"])),
            accounts=tuple(map(UUID, written["accounts"])),
            exempt=written["exempt"],
        )


@dataclass(frozen=True, slots=True)
class Meant:
    """An audience with what it takes to find its people on one day.

    places: paths of the organisations it names. within: nobody outside these paths is found,
    whoever is named; None: the handbook itself speaks, to anybody.
    """

    audience: Audience
    places: tuple[str, ...]
    within: str | None
    able: frozenset[str]
    exempt: frozenset[str]
    on: date

    @property
    def people(self) -> Select[UUID, UUID]:
        """Select account and place of everybody meant, each once."""
        return self._of(self.able if self.audience.exempt else self.able - self.exempt)

    @property
    def left_out(self) -> Select[UUID, UUID]:
        """Select those who are left out only because they are exempt."""
        return self._of(frozenset() if self.audience.exempt else self.exempt)

    def outside(self, path: str) -> Select[UUID, UUID]:
        """Select of `people` those who do not stand at `path` or below it."""
        return self.people.where(~_stands((path,), below=True))

    def _of(self, statuses: Collection[str]) -> Select[UUID, UUID]:
        within = () if self.within is None else (_stands((self.within,), below=True),)
        return select(Member.account_id, PLACE.label("organisation_id")).where(
            Member.cell_id.is_not(None),
            Member.erased_at.is_(None),
            Member.status.in_(sorted(statuses)),
            *within,
            or_(false(), *self._grounds()),
        )

    def _grounds(self) -> list[ColumnElement[bool]]:
        said, grounds = self.audience, []
        if self.places:
            grounds.append(self._in_places())
        if said.members:
            grounds.append(Member.id.in_(said.members))
        if said.accounts:
            grounds.append(Member.account_id.in_(said.accounts))
        if said.groups:
            of_group = GroupMember.account_id == Member.account_id
            in_group = exists().where(of_group, GroupMember.group_id.in_(said.groups))
            grounds.append(in_group.correlate(Member))
        return grounds

    def _in_places(self) -> ColumnElement[bool]:
        said = self.audience
        if not said.roles:
            where = _stands(self.places, below=said.below)
        else:
            where = (
                exists()
                .where(
                    Appointment.account_id == Member.account_id,
                    Appointment.role.in_([role.value for role in said.roles]),
                    Appointment.organisation_id == Organisation.id,
                    counts_on(self.on),
                    _at(Organisation.path, self.places, below=said.below),
                )
                .correlate(Member)
            )
        return and_(where, Member.status.in_(said.statuses)) if said.statuses else where


def meant_by(
    audience: Audience, places: Collection[str], within: str | None, content: Content, on: date
) -> Meant:
    """Return `audience` ready for finding its people on the day `on`."""
    states = content.member_statuses.states.values()
    able = frozenset(one.code for one in states if one.is_member and one.may_sign_in)
    exempt = able - content.member_statuses.counted - {AWAY}
    return Meant(audience, tuple(places), within, able, exempt, on)


def _stands(paths: Collection[str], *, below: bool) -> ColumnElement[bool]:
    """The member's place stands at one of `paths` (or below it)."""
    at = _at(Organisation.path, paths, below=below)
    return exists().where(Organisation.id == PLACE, at).correlate(Member)


def _at(
    column: InstrumentedAttribute[str], paths: Collection[str], *, below: bool
) -> ColumnElement[bool]:
    if not below:
        return column.in_(sorted(paths))
    return or_(false(), *(inside(column, path) for path in paths))
