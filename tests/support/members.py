"""People who are to get a record, and the small province they live in. Openly fictional."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import TERMINAL, Identity, Role
from handbook_api.members.adding import add_members
from handbook_api.members.people import NewMember
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.support.people import a_committee, an_organisation
from tests.support.records import as_holder

_number = itertools.count(1)


def a_new_member(cell: Organisation | UUID, name: str = "Trần Thị Mẫu", **said: Any) -> NewMember:
    """An official member of many years, with a card number of her own, changed by what is said."""
    number = next(_number)
    sealed: Mapping[str, str] = said.pop("sealed", {"card_number": f"{number:08d}"})
    values: dict[str, Any] = {
        "status": "official",
        "sex": "female",
        "birth_date": date(1960, 2, 3),
        "admission_decided_on": date(1990, 2, 20),
        "joined_on": date(1990, 3, 2),
        "official_on": date(1991, 3, 2),
        "reachable_by": "app",
        "occupation": "Hưu trí",
    }
    cell_id = cell if isinstance(cell, UUID) else cell.id
    return NewMember(cell_id=cell_id, full_name=name, sealed=sealed, **(values | said))


def a_prospect(cell: Organisation, name: str = "Nguyễn Văn Thử", **said: Any) -> NewMember:
    """Somebody whom the cell prepares for admission."""
    young = {
        "status": "prospect",
        "status_since": date(2024, 1, 1),
        "birth_date": date(2000, 5, 6),
        "admission_decided_on": None,
        "joined_on": None,
        "official_on": None,
        "sealed": {},
    }
    return a_new_member(cell, name, **(young | said))


@dataclass(frozen=True)
class Province:
    """Two wards with cells of their own, below one province."""

    runtime: Runtime
    province: Organisation
    ward: Organisation
    cell: Organisation
    sibling: Organisation
    other_ward: Organisation
    far_cell: Organisation

    @property
    def content(self) -> Content:
        return self.runtime.content

    def add(self, session: Session, *people: NewMember, actor: Identity = TERMINAL) -> list[UUID]:
        """Add people in one batch; return their ids."""
        return list(add_members(session, actor, self.content, people))

    def officer(self, organisation: Organisation | None = None) -> Identity:
        """The organisation officer of the province, or of `organisation`."""
        return as_holder(Role.ORGANISATION_OFFICER, organisation or self.province)

    def secretary(self, organisation: Organisation | None = None) -> Identity:
        """The secretary of the cell, or of `organisation`."""
        return as_holder(Role.SECRETARY, organisation or self.cell)


def a_province(runtime: Runtime) -> Province:
    """The tree that most tests of members live in."""
    with runtime.transaction() as session:
        province = a_committee(session, name="Đảng bộ tỉnh Thử", kind="province_committee")
        ward = a_committee(session, province, name="Đảng bộ phường Mẫu")
        other_ward = a_committee(session, province, name="Đảng bộ xã Thử")
        return Province(
            runtime,
            province,
            ward,
            an_organisation(session, ward, name="Chi bộ Một"),
            an_organisation(session, ward, name="Chi bộ Hai"),
            other_ward,
            an_organisation(session, other_ward, name="Chi bộ Xa"),
        )
