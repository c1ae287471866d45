"""The committee whose lists are read in, and its officer. Openly fictional."""

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.gateways.table_reading import open_table
from handbook_api.gateways.text_extraction.nursery import Nursery
from handbook_api.members.imports.service import (
    Confirmed,
    Order,
    Outcome,
    Plan,
    carry_out,
    new_run,
    plan_import,
    propose_columns,
)
from handbook_api.organisations.models import Organisation, OrganisationCode, Succession
from handbook_api.runtime import Runtime
from tests.support.people import FIRST_DAY, a_committee, an_account, an_organisation

#: Two base committees that each have a “Chi bộ Thôn 1”.
VILLAGES = 6


@dataclass(frozen=True)
class Committee:
    """A commune with two base committees, and a stranger's commune beside it."""

    runtime: Runtime
    ward: Organisation
    base: Organisation
    cells: Mapping[str, Organisation]
    stranger: Organisation
    officer: Identity
    nursery: Nursery

    def propose(self, path: Path, sheet: str = ""):
        with self.reading() as session, self.opened(path, sheet) as table:
            return propose_columns(session, self.officer, self.runtime.content, table)

    def plan(self, path: Path, mapping=None, actor: Identity | None = None) -> Plan:
        mapping = mapping or self.propose(path).mapping
        with self.reading() as session, self.opened(path, sheet=mapping.sheet) as table:
            who, confirmed = actor or self.officer, Confirmed(table, mapping)
            return plan_import(session, who, self.runtime.content, confirmed)

    def take(
        self, path: Path, mapping=None, actor: Identity | None = None, *, update: bool = False
    ) -> Outcome:
        """Take a list over in a transaction of its own."""
        proposal = self.propose(path)
        mapping, who = mapping or proposal.mapping, actor or self.officer
        with (
            self.runtime.transaction() as session,
            self.opened(path, sheet=mapping.sheet) as table,
        ):
            order = Order(new_run(who, path, proposal.digest), update)
            content = self.runtime.content
            return carry_out(session, who, content, Confirmed(table, mapping), order)

    def opened(self, path: Path, sheet: str = ""):
        """The list at `path`, read by the process that all these tests share."""
        return open_table(path, sheet=sheet or None, nursery=self.nursery)

    @contextmanager
    def reading(self):
        with self.runtime.transaction(read_only=True) as session:
            yield session


def a_communal_committee(runtime: Runtime, nursery: Nursery) -> Committee:
    """Build it; its cells have codes, and one of them has closed."""
    with runtime.transaction() as session:
        ward = a_committee(session, name="Đảng ủy xã Thử Nghiệm", code="19.024")
        base = a_committee(session, ward, name="Đảng bộ Cơ sở Mẫu", code="19.024.003")
        other = a_committee(session, ward, name="Đảng bộ Cơ sở Thử", code="19.024.004")
        cells = {
            code: an_organisation(session, under, name=name, code=code)
            for code, under, name in (
                *(
                    (f"19.024.003.000.{n:03}", base, f"Chi bộ Thôn {n}")
                    for n in range(1, VILLAGES + 1)
                ),
                ("19.024.004.000.001", other, "Chi bộ Thôn 1"),
            )
        }
        old = "19.024.003.000.099"
        closed = an_organisation(
            session, base, name="Chi bộ Thôn Cũ", code=old, closed_on=date(2025, 7, 1)
        )
        renamed = "19.024.003.000.050"
        for organisation, code in (
            *((cell, code) for code, cell in cells.items()),
            (closed, old),
            (cells["19.024.003.000.002"], renamed),
        ):
            session.add(
                OrganisationCode(organisation_id=organisation.id, code=code, since=FIRST_DAY)
            )
        for heir in ("19.024.003.000.001", "19.024.003.000.002"):
            session.add(
                Succession(
                    predecessor_id=closed.id, successor_id=cells[heir].id, on=date(2025, 7, 1)
                )
            )
        far = a_committee(session, name="Đảng ủy xã Khác", code="19.099")
        stranger = an_organisation(session, far, name="Chi bộ Xa", code="19.099.001.000.001")
        account = an_account(session, name="Cán bộ Thử")
        grant = Grant(Role.ORGANISATION_OFFICER, ward.path, ward.id)
        officer = Identity(
            "officer", account_id=account.id, grants=(grant,), strength=Strength.TWO_FACTOR
        )
    return Committee(runtime, ward, base, cells, stranger, officer, nursery)
