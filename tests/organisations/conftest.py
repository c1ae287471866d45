"""A small fictional tree, grown by the acts themselves."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Grant, Identity, Role, Strength
from handbook_api.db import audit, events
from handbook_api.organisations import queries, service
from handbook_api.organisations.events import MEMBERS, MembersIn, PeopleOf
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import NewOrganisation, Plan, Read, Stated
from handbook_api.runtime import build_runtime
from tests.conftest import _migrated as migrated

BEGAN = date(2024, 1, 1)
ON = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def summer():
    with clock.frozen(datetime(2026, 7, 1, 5, tzinfo=UTC)):
        yield


def officer(row: Any, *, awake: bool = True) -> Identity:
    """The organisation officer of `row`, with or without the second factor."""
    grants = (Grant(Role.ORGANISATION_OFFICER, row.path, row.id),)
    if awake:
        return Identity("officer", grants=grants, strength=Strength.TWO_FACTOR)
    return Identity("officer", dormant=grants, strength=Strength.PASSWORD)


def holder(role: Role, row: Any) -> Identity:
    return Identity("holder", grants=(Grant(role, row.path, row.id),), strength=Strength.PASSWORD)


class Tree:
    """Acts on a tree, all in one transaction that is given up in the end."""

    def __init__(self, session: Session, content: Content) -> None:
        self.session = session
        self.content = content

    def get(self, id_: UUID) -> Any:
        """What an organisation is now, as a copy that stays as it is."""
        self.session.expire_all()
        row = queries.get_organisation(self.session, TERMINAL, id_)
        names = [column.key for column in Organisation.__table__.columns]
        return SimpleNamespace(**{name: getattr(row, name) for name in names})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The session, with everything to be read anew."""
        audit.write_pending(self.session)
        self.session.expire_all()
        yield self.session

    def read(self, *rows: Any) -> list[Read]:
        return [Read(row.id, self.get(row.id).version) for row in rows]

    def open(self, name, kind="cell", under=None, code=None, on=BEGAN, by=TERMINAL) -> Any:
        new = NewOrganisation(name, kind, under.id if under else None, code)
        plan = self.act(service.plan_opening, new, on=on, by=by)
        return self.get(plan.openings[0].id)

    def act(self, plan_it, wanted, *, on=ON, by=TERMINAL, decision=None) -> Plan:
        """Plan and carry out; a refusal leaves nothing behind."""
        with self.session.begin_nested():
            plan = self.plan(plan_it, wanted, on=on, by=by, decision=decision)
            service.carry_out(self.session, by, plan)
        return plan

    def plan(self, plan_it, wanted, *, on=ON, by=TERMINAL, decision=None) -> Plan:
        """Plan only."""
        stated = Stated(on, decision)
        if plan_it is service.plan_closing:
            return plan_it(self.session, by, wanted, stated)
        return plan_it(self.session, by, self.content, wanted, stated)

    def rename(self, row: Any, **said) -> Plan:
        on = said.pop("on", ON)
        by = said.pop("by", TERMINAL)
        (read,) = self.read(row)
        return self.act(service.plan_renaming, service.Renaming(read, **said), on=on, by=by)

    def move(self, row: Any, under: Any | None, **said) -> Plan:
        on = said.pop("on", ON)
        by = said.pop("by", TERMINAL)
        (read,) = self.read(row)
        wanted = service.Moving(read, under.id if under else None, **said)
        return self.act(service.plan_moving, wanted, on=on, by=by)

    def merge(self, *rows: Any, into, on: date = ON, by: Identity = TERMINAL, codes=None):
        heir = into if isinstance(into, NewOrganisation) else into.id
        wanted = service.Merging(self.read(*rows), heir, codes or {})
        return self.act(service.plan_merging, wanted, on=on, by=by)

    def split(self, row: Any, *parts, stays=False, on: date = ON, by=TERMINAL) -> Plan:
        (read,) = self.read(row)
        wanted = service.Splitting(read, parts, stays)
        return self.act(service.plan_splitting, wanted, on=on, by=by)

    def close(self, row: Any, *, on: date = ON, by: Identity = TERMINAL) -> Plan:
        (read,) = self.read(row)
        return self.act(service.plan_closing, read, on=on, by=by)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def grown(request, tmp_path_factory, settings_for):
    """A runtime over a database with the commune in it, and the commune; one for many tests."""
    copies = request.getfixturevalue(f"{request.param}_copies")
    with copies.copy("migrated", migrated) as url:
        runtime = build_runtime(settings_for(url, tmp_path_factory.mktemp("var")))
        with runtime.transaction() as session:
            commune = Commune(Tree(session, runtime.content))
        yield runtime, commune
        runtime.close()


@pytest.fixture
def tree(grown) -> Iterator[Tree]:
    runtime, _ = grown
    with suppress(_GivenUp), runtime.transaction() as session:
        yield Tree(session, runtime.content)
        raise _GivenUp


class _GivenUp(Exception):
    pass


class Commune:
    """tỉnh 19 → xã 19.024 → đảng bộ cơ sở 19.024.003 → hai chi bộ; và một chi bộ cơ sở."""

    def __init__(self, tree: Tree) -> None:
        self.province = tree.open("Đảng bộ tỉnh Thử", "province_committee", None, "19")
        self.commune = tree.open("Đảng bộ xã Mẫu", "upper_committee", self.province, "19.024")
        self.school = tree.open("Đảng bộ trường Thử", "base_committee", self.commune, "19.024.003")
        self.maths = tree.open("Chi bộ Toán", "cell", self.school, "19.024.003.001")
        self.letters = tree.open("Chi bộ Văn", "cell", self.school, "19.024.003.002")
        self.clinic = tree.open("Chi bộ Trạm y tế", "base_cell", self.commune, "19.024.004")


@pytest.fixture
def commune(grown) -> Commune:
    return copy(grown[1])


@contextmanager
def hearing(*kinds: type) -> Iterator[list[object]]:
    """Collect the facts of these kinds that are emitted; nobody else hears them meanwhile."""
    heard: list[object] = []
    with listening({kind: lambda _, fact: heard.append(fact) for kind in kinds}):
        yield heard


@contextmanager
def listening(listeners: dict) -> Iterator[None]:
    """Replace whoever listens to these kinds for a while."""
    before = dict(events._LISTENERS)
    for kind, listener in listeners.items():
        events.listen(kind, listener)
    try:
        yield
    finally:
        events._LISTENERS.clear()
        events._LISTENERS.update(before)


@contextmanager
def inhabited(people: dict[UUID, list[UUID]]) -> Iterator[None]:
    """Organisations have these members, whatever the room above knows."""

    def count(_, question):
        return {MEMBERS: sum(len(people.get(id_, ())) for id_ in question.organisation_ids)}

    def who(_, question):
        return people.get(question.organisation_id, ())

    with listening({PeopleOf: count, MembersIn: who}):
        yield
