"""What one keeps for oneself: said twice it is kept once, and nobody else ever sees it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from handbook_api.annotations import service
from handbook_api.annotations.errors import TooManyAnnotations
from handbook_api.annotations.jobs import forget
from handbook_api.annotations.models import Annotation, Motivation
from handbook_api.annotations.service import Said
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import rotation
from tests.annotations.conftest import HEAD, ME, OTHER

QUOTE = {"exact": "phù hợp với đất", "prefix": "chọn cây", "suffix": "và khí hậu"}


def test_a_note_a_bookmark_and_a_highlight_are_kept_and_listed_the_last_written_first(me):
    for minutes, said in enumerate(
        (
            {},
            {"motivation": "bookmarking", "anchor": None},
            {"motivation": "highlighting", "quote": QUOTE},
        )
    ):
        at = clock.now() - timedelta(hours=1) + timedelta(minutes=minutes)
        me.note(**said, made_at=at.isoformat())

    marked, whole, note = me.all()

    assert (marked["motivation"], marked["quote"]) == ("highlighting", QUOTE)
    assert (whole["anchor"], whole["stands"]) == (None, True)
    assert (note["text"], note["number"], note["version"]) == ("Hỏi lại chi ủy.", "1.1", 1)
    assert note["document"]["symbol"] == "77-HD/TW"
    assert me.all(motivation="bookmarking") == [whole]
    assert me.all(document="khong-co") == []
    first = me.client.get("/me/annotations", limit=2).json
    rest = me.client.get("/me/annotations", limit=2, cursor=first["next_cursor"]).json
    assert [*first["items"], *rest["items"]] == [marked, whole, note]


def test_sent_again_it_is_kept_once_with_the_time_it_was_written(me):
    id_, written = uuid4(), clock.now() - timedelta(days=2)

    first = me.note(id_=id_, made_at=written.isoformat())
    again = me.note(id_=id_, made_at=written.isoformat())

    assert first == again == me.all()[0]
    assert first["made_at"].startswith(f"{written:%Y-%m-%dT%H:%M:%S}")
    ahead = me.note(made_at=(clock.now() + timedelta(days=9)).isoformat())
    assert ahead["made_at"] <= f"{clock.now():%Y-%m-%dT%H:%M:%S.%fZ}"


def test_nobody_else_sees_or_touches_it(me, reader, committee):
    mine = me.note()
    address = f"/me/annotations/{mine['id']}"

    for name in (OTHER, HEAD):
        them = reader(name)
        assert them.all() == []
        assert them.client.get(address).status == 404
        assert them.put(mine["id"], text="khác").status == 404
        assert them.client.delete(address).status == 404
        assert them.client.post(f"{address}/restoration").status == 404
    assert committee.client.get("/me/annotations").status == 401
    assert me.all() == [mine]


def test_a_change_made_on_what_another_device_changed_is_refused_and_nothing_is_lost(me):
    id_ = uuid4()
    me.note(id_=id_)
    changed = me.note(id_=id_, text="Từ điện thoại.", version=1)

    late = me.put(id_, text="Từ máy tính.", version=1)

    assert (late.status, late.code) == (409, "annotations.changed_meanwhile")
    assert me.all() == [changed]
    assert (changed["version"], changed["text"]) == (2, "Từ điện thoại.")
    chosen = me.note(id_=id_, text="Từ máy tính.", version=2)
    assert chosen["version"] == 3


def test_what_is_deleted_can_be_had_back_for_some_days(me, committee):
    mine = me.note()
    address = f"/me/annotations/{mine['id']}"

    assert [me.client.delete(address).status for _ in range(2)] == [204, 204]
    assert me.all() == []
    assert me.client.get(address).status == 404
    assert me.put(mine["id"], text="sửa", version=1).code == "annotations.changed_meanwhile"
    back = me.client.post(f"{address}/restoration")
    assert back.json["text"] == mine["text"]
    assert me.all() == [back.json]

    me.client.delete(address)
    with clock.frozen(clock.now() + timedelta(days=31)):
        forget_now(committee)
        with committee.runtime.transaction(read_only=True) as session:
            assert session.scalars(select(Annotation)).all() == []


def forget_now(committee):
    """Let the worker do what comes daily."""
    with committee.runtime.transaction() as session:
        assert forget(session, committee.runtime, {}) is None


def test_a_second_bookmark_of_a_place_is_the_first_one(me):
    first = me.note(motivation="bookmarking")

    assert me.note(motivation="bookmarking") == first
    assert me.note(motivation="bookmarking", anchor="1.2") != first


def test_a_bookmark_had_back_makes_no_second_one_of_its_place(me):
    first = me.note(motivation="bookmarking")
    me.client.delete(f"/me/annotations/{first['id']}")
    second = me.note(motivation="bookmarking")

    back = me.client.post(f"/me/annotations/{first['id']}/restoration")

    assert back.json == second
    assert me.all() == [second]


def test_a_text_beyond_any_measure_is_told_in_letters(me):
    (fault,) = me.put(text="a" * 4001).json["errors"]

    assert (fault["field"], fault["message"]) == ("text", "Không được dài quá 4000 ký tự.")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"text": "  "}, "annotations.nothing_written"),
        ({"motivation": "bookmarking", "text": "chữ"}, "annotations.nothing_written"),
        ({"motivation": "highlighting"}, "annotations.nothing_written"),
        ({"text": "a" * 3001}, "annotations.note_too_long"),
        (
            {"motivation": "highlighting", "quote": {"exact": "a" * 1501}},
            "annotations.quote_too_long",
        ),
        ({"document_id": "khong-co"}, "documents.not_found"),
        ({"anchor": "9.9"}, "documents.provision_not_found"),
        ({"version": 1}, "annotations.not_found"),
    ],
)
def test_what_does_not_fit_is_refused(me, said, code):
    assert me.put(**said).code == code


def test_what_it_is_about_stays(me):
    mine = me.note()

    moved = me.put(mine["id"], anchor="1.2", version=1)

    assert moved.code == "annotations.target_stays"


def test_there_is_room_for_so_many(me, committee):
    runtime, first = committee.runtime, me.note()
    few = only(runtime.content, most_annotations=2)
    mine = Identity("mình", account_id=committee.people[ME].account_id)
    note = Said(Motivation.COMMENTING, me.document_id, "1.2", "Thêm.")
    with runtime.transaction() as session:
        service.keep(session, mine, few, uuid4(), note)
        with pytest.raises(TooManyAnnotations) as full:
            service.keep(session, mine, few, uuid4(), note)
        assert full.value.facts == {"most": 2}
        service.delete(session, mine, few, UUID(first["id"]))
        service.keep(session, mine, few, uuid4(), note)
        with pytest.raises(TooManyAnnotations):
            service.give_back(session, mine, few, UUID(first["id"]))


def only(content, **values):
    """The rules with other values."""
    known = dict(content.parameters)
    for name, value in values.items():
        rule = known[f"annotations.{name}"]
        dated = tuple(replace(one, value=value) for one in rule.values)
        known[rule.name] = replace(rule, values=dated)
    return replace(content, parameters=known)


def test_what_is_gone_from_a_new_text_is_still_there_and_says_so(me, bring, paper):
    note = me.note(anchor="1.2")
    still = me.note(motivation="highlighting", anchor="1.2", quote={"exact": "Cây được chọn"})
    gone = me.note(motivation="highlighting", anchor="1.2", quote={"exact": "phải khỏe mạnh"})

    bring(paper(how="phải xanh tốt"))

    stands = {one["id"]: one["stands"] for one in me.all()}
    assert stands == {note["id"]: True, still["id"]: True, gone["id"]: False}


def test_words_lie_sealed_and_move_to_a_new_key(me, committee):
    secret = "Việc riêng của tôi"
    me.note(text=secret)
    me.note(motivation="highlighting", quote=QUOTE)
    runtime = committee.runtime
    with runtime.transaction(read_only=True) as session:
        rows = session.scalars(select(Annotation)).all()
        assert all(secret.encode() not in (row.sealed or b"") for row in rows)

    assert Annotation.__table__ in rotation.sealed_tables()


def test_a_list_costs_the_same_however_long_it_is(me):
    me.note()
    short = me.client.get("/me/annotations").queries
    for anchor in ("1", "1.2", "2"):
        me.note(anchor=anchor)
    assert me.client.get("/me/annotations").queries == short
