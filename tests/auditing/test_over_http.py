"""Administrators read what happened inside their organisations, and leave a trace by it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role, Strength
from handbook_api.db import audit
from handbook_api.db.audit_model import AuditEntry
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.people import a_committee, an_account, an_organisation, appoint, signed_in

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def places(runtime):
    """A province with two wards, and who administers what."""
    with runtime.transaction() as session:
        province = a_committee(session, name="Tỉnh")
        ward = a_committee(session, province, name="Xã Một")
        other = a_committee(session, province, name="Xã Hai")
        cell = an_organisation(session, ward)
        people = {
            "province": (province, Role.ADMINISTRATOR),
            "ward": (ward, Role.ADMINISTRATOR),
            "officer": (ward, Role.ORGANISATION_OFFICER),
            "secretary": (cell, Role.SECRETARY),
        }
        ids = {}
        for name, (place, role) in people.items():
            account = an_account(session, name=f"Nguyễn Văn {name.title()}")
            appoint(session, account, place, role)
            ids[name] = account.id
        paths = {"ward": ward.path, "other": other.path, "cell": cell.path}
    with clock.frozen(NOON), runtime.transaction() as session:
        audit.record(session, TERMINAL, "members.read", "member", "m-1", path=paths["cell"])
        audit.record(session, TERMINAL, "members.read", "member", "m-2", path=paths["other"])
        audit.record(session, TERMINAL, "members.change", "member", "m-1", path=paths["ward"])
        audit.record(session, TERMINAL, "keys.rotate", "keys", "ring", refused=True)
    return ids


@pytest.fixture
def ask(runtime, places):
    """Read the log as somebody; return the answer."""
    app = create_app(runtime)

    def read(who, strength=Strength.TWO_FACTOR, **query):
        token = signed_in(runtime, places[who], strength=strength)
        return Client(app, runtime.engine, token).get("/audit", **query)

    return read


def _seen(answer):
    return [(one["act"], one["subject_id"]) for one in answer.json["items"]]


def test_an_administrator_reads_what_happened_inside_and_nothing_else(ask):
    answer = ask("ward")

    assert _seen(answer) == [("members.change", "m-1"), ("members.read", "m-1")]
    assert answer.json["items"][0]["act_name"] == "Sửa hồ sơ"


def test_what_belongs_to_no_organisation_is_read_at_the_top(ask):
    acts = [act for act, _ in _seen(ask("province"))]

    assert acts == ["keys.rotate", "members.change", "members.read", "members.read"]


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_nobody_else_reads_it(ask, who):
    assert ask(who).status == 403


def test_without_the_second_factor_it_stays_shut(ask):
    refused = ask("ward", strength=Strength.PASSWORD)

    assert (refused.status, refused.code) == (403, "auth.second_factor_needed")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"act": "members.read"}, [("members.read", "m-2"), ("members.read", "m-1")]),
        ({"subject_kind": "member", "subject_id": "m-2"}, [("members.read", "m-2")]),
        ({"refused": "true"}, [("keys.rotate", "ring")]),
        ({"until": "2026-11-21"}, []),
        (
            {"since": "2026-11-22", "until": "2026-11-22", "refused": "true"},
            [("keys.rotate", "ring")],
        ),
        ({"account_id": "00000000-0000-0000-0000-000000000000"}, []),
    ],
)
def test_the_log_is_narrowed(ask, query, expected):
    assert _seen(ask("province", **query)) == expected


def test_half_a_subject_is_refused(ask):
    assert ask("province", subject_kind="member").status == 422


def test_pages_follow_one_another(ask):
    first = ask("province", limit="3")
    rest = ask("province", limit="3", cursor=first.json["next_cursor"])

    assert [one["number"] for one in first.json["items"]] == [4, 3, 2]
    assert [one["number"] for one in rest.json["items"]] == [1]


def test_reading_the_log_is_in_the_log(ask, runtime, places):
    ask("ward", subject_kind="member", subject_id="m-1")

    with runtime.transaction(read_only=True) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (last.act, last.actor_account_id) == ("audit.read", places["ward"])
    assert last.facts == {"subject_kind": "member", "subject_id": "m-1"}


def test_names_are_of_those_one_looks_after(ask, places):
    ask("province")
    ask("ward")
    entries = ask("province", act="audit.read").json["items"]

    names = {entry["account_id"]: entry["name"] for entry in entries}
    assert names[str(places["ward"])] == "Nguyễn Văn Ward"
