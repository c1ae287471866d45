"""What every writing route gets from its base: bodies, rights, repeats, refusals written down."""

import threading
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_restx import Namespace
from sqlalchemy import select

from handbook_api.core.errors import NotFound
from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.core.policy import (
    Access,
    Act,
    Policy,
    Subject,
    has_second_factor,
    is_signed_in,
)
from handbook_api.db import audit
from handbook_api.db.audit_model import AuditEntry
from handbook_api.http import api
from handbook_api.http.authentication import plug_in
from handbook_api.http.operations import operation
from handbook_api.http.repeats import KeptAnswer
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import BodyModel, ShortText, WireModel
from handbook_api.runtime import attach

ACCOUNT = uuid4()
HEADERS = {"Authorization": "Bearer somebody"}
CANARY = "lời-nhắn-riêng-canary"


class TreeAct(Act):
    PLANT = "tree.plant"
    FELL = "tree.fell"


POLICY = Policy({TreeAct.PLANT: [[is_signed_in]], TreeAct.FELL: [[has_second_factor]]})


class TreeIn(BodyModel):
    name: ShortText
    height: int = 1


class TreeOut(WireModel):
    id: UUID
    name: str


def namespace():
    ns = Namespace("trees", path="/trees")

    @ns.route("")
    class Trees(ApiResource):
        @operation(
            "plantTree", "trees", access=TreeAct.PLANT, takes=TreeIn, gives=TreeOut, status=201
        )
        def post(self, body: TreeIn) -> TreeOut:
            """Trồng cây."""
            POLICY.require(self.identity, TreeAct.PLANT, Subject())
            tree = TreeOut(id=uuid4(), name=body.name)
            audit.record(self.session, self.identity, TreeAct.PLANT, "tree", str(tree.id))
            return tree

        @operation("fellTree", "trees", access=TreeAct.FELL, status=204)
        def delete(self) -> None:
            """Chặt cây."""
            POLICY.require(self.identity, TreeAct.FELL, Subject())

    @ns.route("/<uuid:tree_id>")
    class OneTree(ApiResource):
        @operation("getTree", "trees", access=Access.SIGNED_IN, gives=TreeOut, conditional=False)
        def get(self, tree_id: UUID) -> TreeOut:
            """Xem cây."""
            raise NotFound(tree_id=tree_id)

        @operation("fellOneTree", "trees", access=TreeAct.FELL, status=204)
        def delete(self, tree_id: UUID) -> None:
            """Chặt một cây."""
            POLICY.require(self.identity, TreeAct.FELL, Subject("/90/"))

    return ns


@pytest.fixture
def client(runtime):
    app = Flask("trees")
    attach(app, runtime)
    api.install(app, [namespace()])
    who = Identity("account:1", account_id=ACCOUNT, strength=Strength.PASSWORD)
    plug_in(app, lambda session, runtime, token: who)
    return app.test_client()


def plant(client, body, **headers):
    return client.post("/api/v1/trees", json=body, headers={**HEADERS, **headers})


def entries(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()


def test_a_body_becomes_its_model_and_the_answer_is_never_stored_on_the_way(client):
    answer = plant(client, {"name": "xoài"})

    assert (answer.status_code, answer.json["name"]) == (201, "xoài")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "name"), ({"name": "x", "owner": "me"}, "owner"), ({"name": 5}, "name")],
)
def test_every_wrong_field_is_named(client, body, field):
    answer = plant(client, body)

    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    assert [problem["field"] for problem in answer.json["errors"]] == [field]


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"name":"\\ud800"}', "application/json", 400),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b'{"name":"' + b"x" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_what_is_not_json_of_a_bearable_size_is_refused(runtime, client, data, kind, status):
    client.application.config["MAX_CONTENT_LENGTH"] = 64 * 1024

    answer = client.post("/api/v1/trees", data=data, content_type=kind, headers=HEADERS)

    assert answer.status_code == status


def test_a_guest_is_turned_away_before_his_body_is_read(client):
    answer = client.post("/api/v1/trees", data=b"{", content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (401, "auth.sign_in_needed")


def test_the_same_key_acts_once_and_answers_twice(runtime, client):
    first = plant(client, {"name": CANARY}, **{"Idempotency-Key": "khoa-ngau-nhien"})
    again = plant(client, {"name": CANARY}, **{"Idempotency-Key": "khoa-ngau-nhien"})

    assert again.json == first.json
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(entries(runtime)) == 1
    with runtime.transaction(read_only=True) as session:
        kept = session.scalars(select(KeptAnswer)).one()
    assert CANARY.encode() not in kept.sealed


def test_the_same_key_with_another_body_is_a_conflict(client):
    plant(client, {"name": "xoài"}, **{"Idempotency-Key": "khoa-ngau-nhien"})

    answer = plant(client, {"name": "mít"}, **{"Idempotency-Key": "khoa-ngau-nhien"})

    assert (answer.status_code, answer.json["code"]) == (409, "request.idempotency_conflict")


def test_a_refused_act_is_not_kept_and_can_be_sent_again(client):
    refused = plant(client, {}, **{"Idempotency-Key": "khoa-ngau-nhien"})

    answer = plant(client, {"name": "mít"}, **{"Idempotency-Key": "khoa-ngau-nhien"})

    assert (refused.status_code, answer.status_code) == (422, 201)


def test_a_strange_key_is_refused(client):
    answer = plant(client, {"name": "mít"}, **{"Idempotency-Key": "ngắn"})

    assert (answer.status_code, answer.json["code"]) == (422, "request.idempotency_key")


def test_two_sendings_at_the_same_moment_act_once(runtime, client):
    statuses = []

    def send():
        answer = plant(
            client.application.test_client(), {"name": "ổi"}, **{"Idempotency-Key": "cung-mot-luc"}
        )
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert len(entries(runtime)) == 1


def test_a_refused_act_is_written_down_once(runtime, client):
    answer = client.delete("/api/v1/trees", headers=HEADERS)

    assert (answer.status_code, answer.json["code"]) == (403, "auth.second_factor_needed")
    (entry,) = entries(runtime)
    assert (entry.act, entry.refused, entry.actor_account_id) == ("tree.fell", True, ACCOUNT)
    assert (entry.subject_kind, entry.subject_id) == ("route", "DELETE /trees")


def test_a_kept_answer_is_not_given_to_the_same_person_with_other_rights(runtime, client):
    first = plant(client, {"name": "xoài"}, **{"Idempotency-Key": "khoa-ngau-nhien"})
    stronger = Identity("account:1", account_id=ACCOUNT, strength=Strength.TWO_FACTOR)
    plug_in(client.application, lambda session, runtime, token: stronger)

    again = plant(client, {"name": "xoài"}, **{"Idempotency-Key": "khoa-ngau-nhien"})

    assert again.json["id"] != first.json["id"]


def test_whoever_has_sleeping_rights_is_asked_for_his_code_where_he_sees_nothing(client):
    asleep = Grant(Role.ORGANISATION_OFFICER, "/")
    who = Identity("account:1", account_id=ACCOUNT, dormant=(asleep,), strength=Strength.PASSWORD)
    plug_in(client.application, lambda session, runtime, token: who)

    answer = client.get(f"/api/v1/trees/{uuid4()}", headers=HEADERS)

    assert (answer.status_code, answer.json["code"]) == (403, "auth.second_factor_needed")


def test_an_entry_of_a_refused_act_says_about_what(runtime, client):
    tree = uuid4()

    client.delete(f"/api/v1/trees/{tree}", headers=HEADERS)

    (entry,) = entries(runtime)
    assert (entry.path, entry.facts) == ("/90/", {"tree_id": str(tree)})
