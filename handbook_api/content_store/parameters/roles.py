"""What each role is called, where it is held and by how many (roles.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import ROLES, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.tables import TableReader
from handbook_api.core.identity import Role


@dataclass(frozen=True, slots=True)
class RoleSpec(Named):
    """A role's limits. `code` equals `role`.

    in_cells, in_committees: where it may be held.
    most_in_cell, most_in_committee: holders at one time; None: any number.
    second_factor: “never”, “in_committee” (asleep without it unless held in a cell), “always”.
    stand_ins: roles of the same organisation whose holder may act in its stead for a time.
    """

    role: Role
    in_cells: bool
    in_committees: bool
    most_in_cell: int | None
    most_in_committee: int | None
    second_factor: str
    stand_ins: frozenset[Role]
    note: str

    def may_be_held(self, *, in_cell: bool) -> bool:
        """Whether an organisation (a cell, or a committee above cells) knows this role."""
        return self.in_cells if in_cell else self.in_committees

    def most(self, *, in_cell: bool) -> int | None:
        """Return how many may hold it at once in one organisation; None: any number."""
        return self.most_in_cell if in_cell else self.most_in_committee

    def needs_second_factor(self, *, in_cell: bool) -> bool:
        """Whether the role sleeps until the session has its second factor."""
        return self.second_factor == "always" or (
            self.second_factor == "in_committee" and not in_cell
        )

    @property
    def delegable(self) -> bool:
        """Whether somebody may act in its stead for a time."""
        return bool(self.stand_ins)


def roles_of(folder: Path) -> Mapping[Role, RoleSpec]:
    """Return the limits of every role. Raises ContentUnreadable, also when a role is missing."""
    told = TableReader(table_of(folder, ROLES), ROLES)
    found = {spec.role: spec for spec in told.each("roles", _spec)}
    if missing := ", ".join(sorted(role for role in Role if role not in found)):
        raise ContentUnreadable(file=ROLES, problem=f"thiếu vai trò: {missing}; hãy thêm vào")
    return found


def role_of(code: str, told: TableReader, key: str) -> Role:
    """Return the role called `code`, read under `key`. Raises ContentUnreadable."""
    try:
        return Role(code)
    except ValueError:
        raise told.refusal(key) from None


def _spec(told: TableReader) -> RoleSpec:
    code, name, name_en = named(told)
    return RoleSpec(
        code,
        name,
        name_en,
        role=role_of(code, told, "code"),
        in_cells=told.truth("in_cells"),
        in_committees=told.truth("in_committees"),
        most_in_cell=told.maybe_number("most_in_cell"),
        most_in_committee=told.maybe_number("most_in_committee"),
        second_factor=told.text("second_factor"),
        stand_ins=frozenset(role_of(one, told, "stand_ins") for one in told.texts("stand_ins")),
        note=told.text_or("note"),
    )
