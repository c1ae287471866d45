"""Who may do what: acts → grounds, as a table a lawyer can read.

*Seeing* is never decided here: each room's `visible_…` query does that alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Role, Strength


class Act(StrEnum):
    """The base of every room's enum of acts; a value reads “room.act”."""


class Access(StrEnum):
    """What a route asks for when no single act stands behind it."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about, as far as rights care.

    path: the organisation it belongs to. account_id: the person it is about, if any.
    """

    path: str | None = None
    account_id: UUID | None = None


class Refused(HandbookError):
    """The base of refusals by a policy. subject: what the act was to be about."""

    status, remembered = 403, True

    def __init__(self, subject: Subject | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.subject = subject or Subject()


class Forbidden(Refused):
    """The act (`act`) is not within this person's rights; somebody else has to do it."""

    code = "request.forbidden"


class SecondFactorNeeded(Refused):
    """The rights are there but asleep: confirm with the one-time code, then try again."""

    code = "auth.second_factor_needed"


class PasswordNeeded(Refused):
    """Whoever came in by a slip sets a password, or signs in by the one he has, and tries again."""

    code = "auth.password_needed"


Ground = Callable[[Identity, Subject], bool]


class Policy:
    """Rows are alternatives; the grounds inside a row must all hold."""

    def __init__(self, table: Mapping[Act, Sequence[Sequence[Ground]]]) -> None:
        self._table = dict(table)
        _TABLES.append(self._table)

    def allows(self, actor: Identity, act: Act, subject: Subject) -> bool:
        """Whether `actor` may do `act` to `subject` now."""
        return any(all(ground(actor, subject) for ground in row) for row in self._table[act])

    def require(self, actor: Identity, act: Act, subject: Subject) -> None:
        """Return when `actor` may; raises PasswordNeeded, SecondFactorNeeded or Forbidden."""
        if self.allows(actor, act, subject):
            return
        if self.allows(actor.awakened(), act, subject):
            raise asleep(actor)(subject, act=act.value)
        raise Forbidden(subject, act=act.value)


def asleep(actor: Identity) -> type[Refused]:
    """Return what tells `actor` how to wake the rights he has: by a password, or by a code."""
    return PasswordNeeded if actor.strength < Strength.PASSWORD else SecondFactorNeeded


_TABLES: list[dict[Act, Sequence[Sequence[Ground]]]] = []


def every_act() -> Iterator[tuple[Act, Sequence[Sequence[Ground]]]]:
    """Yield every act of every policy that has been loaded, with its rows."""
    for table in _TABLES:
        yield from table.items()


def holds(*roles: Role) -> Ground:
    """One of `roles`, in the subject's own organisation."""

    def ground(actor: Identity, subject: Subject) -> bool:
        path = subject.path
        return path is not None and any(actor.holds(role, path) for role in roles)

    ground.__doc__ = f"{', '.join(roles)} of the organisation itself"
    return ground


def holds_over(*roles: Role) -> Ground:
    """One of `roles`, in the subject's organisation or above it."""

    def ground(actor: Identity, subject: Subject) -> bool:
        path = subject.path
        return path is not None and any(actor.holds_over(role, path) for role in roles)

    ground.__doc__ = f"{', '.join(roles)} of the organisation or of one above it"
    return ground


def is_self(actor: Identity, subject: Subject) -> bool:
    """The person it is about."""
    return actor.account_id is not None and actor.account_id == subject.account_id


def is_signed_in(actor: Identity, subject: Subject) -> bool:
    """Anybody with an account."""
    del subject
    return actor.account_id is not None


def has_second_factor(actor: Identity, subject: Subject) -> bool:
    """Confirmed with a one-time code in this session."""
    del subject
    return actor.strength >= Strength.TWO_FACTOR
