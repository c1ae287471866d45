"""A cell with its people, and notices to them: openly fictional."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role, Strength
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.support.apps import create_app
from tests.support.client import Answer, Client
from tests.support.jobs import work_off
from tests.support.members import Province, a_province
from tests.support.people import appoint, signed_in
from tests.support.records import a_record


@dataclass
class Committee:
    """A province with people in it, who ask the API as themselves."""

    runtime: Runtime
    tree: Province
    client: Client
    people: dict[str, Member]

    def member(
        self,
        name: str,
        cell: Organisation | None = None,
        *roles: Role,
        serves: Organisation | None = None,
        **columns: Any,
    ) -> Member:
        """Somebody new of `cell` (the first one); `roles` in `serves`, or in the cell."""
        cell = cell or self.tree.cell
        with self.runtime.transaction() as session:
            held = () if serves else roles
            made = a_record(session, cell, *held, name=name, **columns)
            if serves:
                for role in roles:
                    appoint(session, session.get_one(Account, made.account_id), serves, role)
        self.people[name] = made
        return made

    def as_(self, name: str) -> Client:
        """The client of somebody signed in with all he has."""
        account = self.people[name].account_id
        return self.client.acting_as(signed_in(self.runtime, account, strength=Strength.TWO_FACTOR))

    def work(self, **said: Any) -> int:
        """Let the worker do what is due."""
        return work_off(self.runtime, **said)


def a_peopled_committee(runtime: Runtime) -> Committee:
    """Two wards and three cells; a secretary and three members in the first cell, one elsewhere."""
    tree = a_province(runtime)
    made = Committee(runtime, tree, Client(create_app(runtime), runtime.engine), {})
    made.member("Nguyễn Văn Bí", tree.cell, Role.SECRETARY)
    made.member("Trần Thị Máy")
    made.member("Lê Văn Giấy", reachable_by="in_person")
    made.member("Phạm Thị Xa", reachable_by="phone")
    made.member("Hoàng Văn Khác", tree.sibling)
    made.member("Đỗ Thị Viên", tree.sibling, Role.ORGANISATION_OFFICER, serves=tree.ward)
    made.member("Bùi Văn Đoàn", tree.far_cell, Role.SECRETARY, serves=tree.ward)
    return made


def said(organisation: Organisation, **more: Any) -> dict[str, Any]:
    """A notice of `organisation` to everybody in it, as JSON."""
    return {
        "organisation_id": str(organisation.id),
        "kind": "information",
        "title": "Lịch trực tuần này",
        "text": "Các đồng chí xem lịch trực ở nhà văn hóa.",
        "audience": {"organisations": [str(organisation.id)]},
    } | more


def compose_and_send(client: Client, body: dict[str, Any]) -> Answer:
    """Write a notice and send it; what came back last."""
    written = client.post("/notices", body)
    if written.status != 201:
        return written
    found = written.json
    return client.post(f"/notices/{found['id']}/sending", {"revision": found["revision"]})


def accounts(runtime: Runtime, *people: Member) -> list[UUID]:
    """The accounts of `people`."""
    with runtime.transaction(read_only=True) as session:
        ids = [one.id for one in people]
        return list(session.scalars(select(Member.account_id).where(Member.id.in_(ids))))
