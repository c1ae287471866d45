"""A small province in which every kind of role stands in every relation to somebody else.

province ─ upper A ─ base A1 ─ cell A1a      where cell leaders serve (base A1: committees' roles)
                  │         └─ cell A1b      their sibling
                  └─ base A2 ─ cell A2a
         └ upper B ─ base B1 ─ cell B1a      another committee
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role, Strength
from handbook_api.members.adding import add_members
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.matrix.belongings import Belongings, belongings_of
from tests.support.members import a_new_member
from tests.support.people import a_committee, an_account, an_organisation, appoint, signed_in

#: Roles that are held in a cell; every other is held in a committee here.
CELL_ROLES = (
    Role.MEMBER,
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.CELL_COMMITTEE_MEMBER,
    Role.FOLLOWER,
)
#: Who may stand in a row of the matrix: roles, the leaders of a committee, and three without one.
ACTORS = (
    "guest",
    "nobody",
    "self",
    *(role.value for role in Role),
    "committee_secretary",
)
RELATIONS = ("own", "child", "sibling", "parent", "other", "moved", "disabled")


@dataclass(frozen=True)
class Target:
    """An organisation, and a person of it with everything that may hang on a person."""

    organisation: UUID
    path: str
    cell: UUID
    member: UUID
    account: UUID
    belongings: Belongings
    canary: str
    secret: str
    card: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What tells that an answer is about this person."""
        return (self.canary, self.secret, str(self.member), str(self.account))


@dataclass(frozen=True)
class World:
    """Who asks (tokens by actor and state) and about whom (targets by name)."""

    targets: Mapping[str, Target]
    tokens: Mapping[tuple[str, str], str] = field(repr=False)

    def target(self, actor: str, relation: str) -> Target | None:
        """Return about whom `actor` asks in this relation; None where there is no such thing."""
        return None if (name := _WHERE[_seat(actor)][relation]) is None else self.targets[name]

    def token(self, actor: str, relation: str) -> str | None:
        """Return the token of `actor`, as it is after what `relation` says happened to him."""
        state = relation if relation in ("moved", "disabled") else "now"
        return self.tokens.get((actor, state))


#: Which target is own, child …: of somebody who sits in cell A1a, and in base A1.
_WHERE: Mapping[str, Mapping[str, str | None]] = {
    "cell": {
        "own": "A1a",
        "child": None,
        "sibling": "A1b",
        "parent": "A1",
        "other": "B1a",
        "moved": "A1a",
        "disabled": "A1a",
    },
    "committee": {
        "own": "A1",
        "child": "A1a",
        "sibling": "A2",
        "parent": "A",
        "other": "B1a",
        "moved": "A1",
        "disabled": "A1",
    },
    "nowhere": {
        "own": "A1a",
        "child": None,
        "sibling": None,
        "parent": None,
        "other": None,
        "moved": None,
        "disabled": None,
    },
}


def _seat(actor: str) -> str:
    if actor in ("guest", "nobody", "self"):
        return "nowhere"
    return "cell" if actor in CELL_ROLES else "committee"


def a_world(runtime: Runtime) -> World:
    """Fill an empty database; return who is in it."""
    with runtime.transaction() as session:
        places = _tree(session)
        cells = {"A1a", "A1b", "A2a", "B1a", "A0"}
        people = {name: _person(session, runtime, places[name], name) for name in sorted(cells)}
    cell_of = {"A": "A0", "A1": "A1b", "A2": "A2a", "B1": "B1a"}
    targets = {}
    for name, organisation in places.items():
        home = cell_of.get(name, name)
        if home in people:
            targets[name] = _target(runtime, organisation, places[home], people[home], home)
    return World(targets, _tokens(runtime, places, people))


def _tree(session: Session) -> dict[str, Organisation]:
    def upper(name: str, parent: Organisation, code: str) -> Organisation:
        return a_committee(session, parent, name=name, kind="upper_committee", code=code)

    province = a_committee(session, name="Tỉnh Thử", kind="province_committee", code="90")
    a, b = upper("Xã A", province, "90.001"), upper("Xã B", province, "90.002")
    a1 = a_committee(session, a, name="Cơ sở A1", code="90.001.001")
    a2 = a_committee(session, a, name="Cơ sở A2", code="90.001.002")
    b1 = a_committee(session, b, name="Cơ sở B1", code="90.002.001")

    def cell(name: str, parent: Organisation, code: str, kind: str = "cell") -> Organisation:
        return an_organisation(session, parent, name=f"Chi bộ {name}", code=code, kind=kind)

    return {
        "province": province,
        "A": a,
        "B": b,
        "A1": a1,
        "A2": a2,
        "B1": b1,
        "A0": cell("A0", a, "90.001.009", "base_cell"),
        "A1a": cell("A1a", a1, "90.001.001.000.001"),
        "A1b": cell("A1b", a1, "90.001.001.000.002"),
        "A2a": cell("A2a", a2, "90.001.002.000.001"),
        "B1a": cell("B1a", b1, "90.002.001.000.001"),
    }


def _person(session: Session, runtime: Runtime, cell: Organisation, name: str) -> UUID:
    canary = canary_of(name)
    newcomer: Any = a_new_member(
        cell,
        f"Thử {canary}",
        occupation=f"nghề {canary}",
        qualification=f"bằng {canary}",
        sealed={
            "card_number": card_of(name),
            "residence": f"thôn {secret_of(name)}",
            "home_town": f"quê {secret_of(name)}",
            "email": f"{secret_of(name)}@example.vn",
        },
    )
    (member_id,) = add_members(session, TERMINAL, runtime.content, [newcomer])
    return member_id


def canary_of(name: str) -> str:
    """A word that stands in every text of one target, and nowhere else."""
    return f"yến{name.lower()}hót"


def secret_of(name: str) -> str:
    """The same for sensitive fields: nobody but those who may read them ever sees it."""
    return f"kinmat{name.lower()}trong"


def card_of(name: str) -> str:
    """The card number of one target."""
    return f"77{int.from_bytes(name.encode()) % 1_000_000:06d}"


def _target(
    runtime: Runtime, organisation: Organisation, cell: Organisation, member_id: UUID, home: str
) -> Target:
    with runtime.transaction() as session:
        member = session.get_one(Member, member_id)
        belongings = belongings_of(session, runtime, organisation, cell, member, canary_of(home))
        return Target(
            organisation.id,
            organisation.path,
            cell.id,
            member.id,
            member.account_id,
            belongings,
            canary_of(home),
            secret_of(home),
            card_of(home),
        )


def _tokens(
    runtime: Runtime, places: Mapping[str, Organisation], people: Mapping[str, UUID]
) -> dict[tuple[str, str], str]:
    tokens = {}
    yesterday = clock.today() - timedelta(days=1)
    with runtime.transaction() as session:
        nobody = an_account(session, name="Người ngoài")
        myself = session.get_one(Member, people["A1a"]).account_id
        accounts: dict[tuple[str, str], UUID] = {
            ("nobody", "now"): nobody.id,
            ("self", "now"): myself,
        }
        for actor in ACTORS[3:]:
            role = Role.SECRETARY if actor == "committee_secretary" else Role(actor)
            seat = places["A1a"] if _seat(actor) == "cell" else places["A1"]
            for state in ("now", "moved", "disabled"):
                until = yesterday if state == "moved" else None
                account = an_account(session, name=f"Người {actor}")
                appoint(session, account, seat, role, until=until)
                if seat.is_cell and role not in (Role.MEMBER, Role.FOLLOWER):
                    appoint(session, account, seat, Role.MEMBER, until=until)
                if state == "moved":
                    appoint(session, account, places["B1a"], Role.MEMBER)
                accounts[actor, state] = account.id
    for key, account_id in accounts.items():
        tokens[key] = signed_in(runtime, account_id, strength=Strength.TWO_FACTOR)
    with runtime.transaction() as session:
        for (_, state), account_id in accounts.items():
            if state == "disabled":
                _disable(session, account_id)
    return tokens


def _disable(session: Session, account_id: UUID) -> None:
    session.get_one(Account, account_id).state = "disabled"
