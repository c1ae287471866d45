"""The tree over HTTP."""

from uuid import uuid4

import pytest

from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.http.authentication import SignInNeeded, plug_in
from tests.organisations.conftest import Commune, Tree
from tests.support.apps import create_app
from tests.support.client import Client

ON = "2026-06-01"


@pytest.fixture
def commune(runtime):
    """The commune, committed."""
    with runtime.transaction() as session:
        return Commune(Tree(session, runtime.content))


def somebody(role, row, strength=Strength.TWO_FACTOR, *, asleep=False):
    grants = (Grant(role, row.path, row.id),)
    return Identity(
        "somebody",
        account_id=uuid4(),
        grants=() if asleep else grants,
        dormant=grants if asleep else (),
        strength=strength,
    )


@pytest.fixture
def people(commune):
    """Access tokens by what their owners are."""
    office = Role.ORGANISATION_OFFICER
    return {
        "officer": somebody(office, commune.commune),
        "asleep": somebody(office, commune.commune, Strength.PASSWORD, asleep=True),
        "secretary": somebody(Role.SECRETARY, commune.maths, Strength.PASSWORD),
        "member": somebody(Role.MEMBER, commune.maths, Strength.PASSWORD),
        "elsewhere": somebody(office, commune.clinic),
        "nobody": Identity("nobody", account_id=uuid4(), strength=Strength.PASSWORD),
    }


@pytest.fixture
def api(runtime, people):
    """Ask as one of `people`: api("officer").get(…)."""
    app = create_app(runtime)

    def authenticate(session, runtime, token):
        if token not in people:
            raise SignInNeeded
        return people[token]

    plug_in(app, authenticate)
    client = Client(app, runtime.engine)
    return client.acting_as


def names(answer):
    assert answer.status == 200, answer.json
    return [item["name"] for item in answer.json["items"]]


def test_a_guest_is_asked_to_sign_in(api, commune):
    for path in ("/organisations", "/organisations/kinds", f"/organisations/{commune.maths.id}"):
        answer = api(None).get(path)
        assert (answer.status, answer.code) == (401, "auth.sign_in_needed")


def test_everybody_lists_what_he_sees(api):
    assert names(api("nobody").get("/organisations")) == []
    assert names(api("member").get("/organisations", q="chi bo")) == ["Chi bộ Toán"]
    assert "Chi bộ Văn" in names(api("officer").get("/organisations"))


def test_a_list_costs_the_same_however_long(api):
    short = api("officer").get("/organisations", limit=1)
    long = api("officer").get("/organisations", limit=50)

    assert short.queries == long.queries <= 5


def test_a_list_is_not_sent_again_while_nothing_changes(api, commune):
    first = api("officer").get("/organisations")
    again = {"If-None-Match": first.headers["ETag"]}
    assert api("officer").get("/organisations", headers=again).status == 304
    assert api("member").get("/organisations", headers=again).status == 200
    rename(api, commune.maths, name="Chi bộ Toán học")
    assert api("officer").get("/organisations", headers=again).status == 200


def rename(api, row, version=1, **said):
    body = {"version": version, "on": ON, **said}
    return api("officer").patch(f"/organisations/{row.id}", body)


def test_one_is_shown_with_its_way_to_the_top(api, commune):
    found = api("member").get(f"/organisations/{commune.maths.id}").json

    assert found["kind"] == {"code": "cell", "name": "Chi bộ trực thuộc"}
    assert [one["code"] for one in found["above"]] == ["19", "19.024", "19.024.003"]
    assert found["codes"] == [{"code": "19.024.003.001", "since": "2024-01-01", "until": None}]
    assert (found["version"], found["children"], found["body"]) == (1, 0, "chi ủy")


def asked_in_every_way(api, id_, heir):
    """Ask for one organisation in every way there is; yield the answers."""
    path, common = f"/organisations/{id_}", {"version": 1, "on": ON}
    yield api.get(path)
    yield api.get(f"{path}/history")
    yield api.patch(path, {**common, "name": "X"})
    yield api.post(f"{path}/move", {**common, "parent_id": None})
    yield api.post(f"{path}/merging", {**common, "into": str(heir)})
    yield api.post(f"{path}/splitting", {**common, "parts": [PART, PART]})
    yield api.post(f"{path}/closing", common)


def test_out_of_sight_is_the_same_as_missing(api, commune):
    hidden, missing = (
        [
            (answer.status, {**answer.json, "request_id": ""})
            for answer in asked_in_every_way(api("elsewhere"), id_, commune.clinic.id)
        ]
        for id_ in (commune.letters.id, uuid4())
    )

    assert hidden == missing
    assert {status for status, _ in hidden} == {404}
    assert {problem["code"] for _, problem in hidden} == {"organisations.not_found"}


PART = {"name": "Chi bộ Phần"}


def test_kinds_say_what_stands_under_what(api):
    kinds = {one["code"]: one for one in api("member").get("/organisations/kinds").json["items"]}

    assert kinds["cell"]["is_cell"]
    assert "base_committee" in kinds["cell"]["parents"]


def test_an_act_answers_the_same_shape_before_and_after(api, commune):
    body = {"name": "Chi bộ Lý", "kind": "cell", "parent_id": str(commune.school.id), "on": ON}
    shown = api("officer").post("/organisations", {**body, "preview": True})
    done = api("officer").post("/organisations", body)

    assert shown.status == done.status == 200
    (before,), (after,) = shown.json["changes"], done.json["changes"]
    assert before["id"] is None
    assert api("officer").get(f"/organisations/{after['id']}").json["name"] == "Chi bộ Lý"
    assert {**before, "id": after["id"]} == after
    assert before["after"]["parent"] == {
        "id": str(commune.school.id),
        "name": "Đảng bộ trường Thử",
    }
    assert [shown.json["preview"], done.json["preview"]] == [True, False]


def test_a_preview_changes_nothing(api, commune):
    path, body = f"/organisations/{commune.maths.id}", {"version": 1, "on": ON}
    api("officer").post(f"{path}/closing", {**body, "preview": True})

    assert api("officer").get(path).json["closed_on"] is None


def test_a_merger_tells_what_becomes_of_whom(api, commune):
    body = {"version": 1, "on": ON, "into": str(commune.maths.id), "decision": "12-QĐ/ĐU"}
    answer = api("officer").post(f"/organisations/{commune.letters.id}/merging", body).json

    told = {one["id"]: [word["code"] for word in one["what"]] for one in answer["changes"]}
    assert told == {str(commune.letters.id): ["merged"], str(commune.maths.id): ["merged"]}
    assert answer["act"] == {"code": "merged", "name": "Sáp nhập"}
    assert answer["affected"] == {"members": 0, "guests": 0, "roles": 0, "organisations": 0}
    found = api("member").get("/organisations", code="19.024.003.002").json["items"]
    assert [one["name"] for one in found] == ["Chi bộ Toán", "Chi bộ Văn"]
    heir = api("member").get(f"/organisations/{commune.maths.id}").json
    assert [one["organisation"]["name"] for one in heir["predecessors"]] == ["Chi bộ Văn"]


def test_a_merger_into_a_new_one_and_a_split(api, commune):
    new = {"name": "Chi bộ Chung", "kind": "cell", "parent_id": str(commune.school.id)}
    others = [{"id": str(commune.letters.id), "version": 1}]
    body = {"version": 1, "on": ON, "others": others, "new": new}
    answer = api("officer").post(f"/organisations/{commune.maths.id}/merging", body)
    assert answer.status == 200
    heir = next(one["id"] for one in answer.json["changes"] if one["before"] is None)

    body = {"version": 1, "on": ON, "parts": [PART, PART], "stays": False}
    answer = api("officer").post(f"/organisations/{heir}/splitting", body)
    assert answer.status == 200
    assert answer.json["changes_total"] == 3


def test_a_move_and_its_history(api, commune):
    body = {"version": 1, "on": ON, "parent_id": str(commune.commune.id), "kind": "base_cell"}
    assert api("officer").post(f"/organisations/{commune.maths.id}/move", body).status == 200

    lines = api("officer").get(f"/organisations/{commune.maths.id}/history").json["items"]
    told = {line["what"]["code"]: (line["before"], line["after"]) for line in lines}
    assert told["moved"] == ("Đảng bộ trường Thử", "Đảng bộ xã Mẫu")
    assert told["opened"] == (None, "Chi bộ Toán")


def test_who_read_an_older_version_is_told_so(api, commune):
    rename(api, commune.maths, name="Chi bộ Toán học")
    answer = rename(api, commune.maths, name="Chi bộ Toán, Tin")

    assert (answer.status, answer.code) == (409, "organisations.changed_meanwhile")
    assert rename(api, commune.maths, version=2, name="Chi bộ Toán, Tin").status == 200


@pytest.mark.parametrize("who", ["secretary", "member"])
def test_others_may_not_change_what_they_see(api, commune, who):
    body = {"version": 1, "on": ON, "name": "X"}
    answer = api(who).patch(f"/organisations/{commune.maths.id}", body)

    assert (answer.status, answer.code) == (403, "request.forbidden")


def test_an_officer_is_asked_for_his_second_factor(api, commune):
    body = {"version": 1, "on": ON, "name": "X"}
    answer = api("asleep").patch(f"/organisations/{commune.maths.id}", body)

    assert (answer.status, answer.code) == (403, "auth.second_factor_needed")


BAD_BODIES = [
    ("closing", {"on": ON}, "version"),
    ("closing", {"version": 1}, "on"),
    ("closing", {"version": 1, "on": "0"}, "on"),
    ("closing", {"version": 0, "on": ON}, "version"),
    ("closing", {"version": 1, "on": ON, "decision": ""}, "decision"),
    ("closing", {"version": 1, "on": ON, "surprise": 1}, "surprise"),
    ("move", {"version": 1, "on": ON}, "parent_id"),
    ("move", {"version": 1, "on": ON, "parent_id": "x"}, "parent_id"),
    ("merging", {"version": 1, "on": ON}, ""),
    ("merging", {"version": 1, "on": ON, "into": str(uuid4()), "new": {}}, "new.name"),
    ("splitting", {"version": 1, "on": ON, "parts": []}, "parts"),
    ("splitting", {"version": 1, "on": ON, "parts": [{"name": "a\0b"}]}, "parts.0.name"),
    ("splitting", {"version": 1, "on": ON, "parts": [PART] * 21}, "parts"),
]


def test_a_bad_body_is_refused_naming_the_field(api, commune):
    for act, body, field in BAD_BODIES:
        answer = api("officer").post(f"/organisations/{commune.maths.id}/{act}", body)

        assert (answer.status, answer.code) == (422, "request.invalid"), body
        assert field in [one["field"] for one in answer.json["errors"]], body


BAD_QUESTIONS = [
    ({"code": "19.5"}, "organisations.code_not_understood"),
    ({"cursor": "x"}, "request.cursor"),
    ({"limit": 101}, "request.invalid"),
    ({"parent": "x"}, "request.invalid"),
    ({"q": "a\0"}, "request.invalid"),
    ({"kind": "a\0"}, "request.invalid"),
    ({"nothing": "1"}, "request.invalid"),
]


def test_a_bad_question_is_refused(api):
    for query, code in BAD_QUESTIONS:
        answer = api("officer").get("/organisations", **query)

        assert (answer.status, answer.code) == (422, code), query


def test_what_is_no_id_is_not_found(api):
    for path in ("/organisations/x", "/organisations/1/history"):
        assert api("officer").get(path).status == 404


def test_refusals_of_the_acts_arrive_with_their_words(api, commune):
    path = f"/organisations/{commune.school.id}"
    closing = api("officer").post(f"{path}/closing", {"version": 1, "on": ON}).json
    assert closing["code"] == "organisations.has_children"
    assert closing["detail"].startswith("Đảng bộ trường Thử còn 2 tổ chức trực thuộc.")
    body = {"version": 1, "on": ON, "parent_id": str(commune.school.id)}
    assert api("officer").post(f"{path}/move", body).code == "organisations.cycle"


def test_a_repeated_opening_opens_once(api, commune):
    body = {"name": "Chi bộ Lý", "kind": "cell", "parent_id": str(commune.school.id), "on": ON}
    key = {"Idempotency-Key": "lap-chi-bo-ly"}
    answers = [api("officer").post("/organisations", body, headers=key) for _ in range(2)]

    assert answers[0].json == answers[1].json
    assert names(api("officer").get("/organisations", q="lý")) == ["Chi bộ Lý"]
