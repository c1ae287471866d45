"""One's own saved searches over HTTP."""

import pytest
from sqlalchemy import func, select, text

from handbook_api.db import events
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.rotation import rotate
from handbook_api.db.sealing import Place
from handbook_api.members.events import MemberErased, MembershipEnded
from handbook_api.notices.saved_searches.models import SavedSearch
from tests.notices.saved_searches.conftest import FAR, MACHINE, NOON, PAPERY, WORDS

PATH = "/me/saved-searches"


@pytest.fixture
def mine(followers):
    return followers.committee.as_(MACHINE)


def test_what_is_saved_is_shown_to_its_owner_and_to_nobody_else(followers, mine):
    kept = mine.post(PATH, {"q": f"  {WORDS} ", "kind": ["regulation"], "topic": ["dieu-le"]})

    found = mine.get(PATH)

    assert kept.status == 201, kept.json
    assert found.json["items"] == [kept.json]
    assert kept.json["q"] == WORDS
    assert (kept.json["kind"], kept.json["topic"], kept.json["issuer"]) == (
        ["regulation"],
        ["dieu-le"],
        [],
    )
    assert found.json["most"] == 20
    assert found.headers["Cache-Control"] == "no-store"
    assert followers.committee.as_(FAR).get(PATH).json["items"] == []


def test_the_same_search_twice_is_one(followers, mine):
    first = mine.post(PATH, {"q": WORDS, "kind": ["regulation", "guidance"]}).json
    again = mine.post(PATH, {"q": "Măng  TRE ngâm giấm", "kind": ["guidance", "regulation"]}).json
    other = mine.post(PATH, {"q": WORDS}).json

    assert first["id"] == again["id"] != other["id"]
    assert len(mine.get(PATH).json["items"]) == 2


def test_what_is_taken_back_is_gone(followers, mine):
    kept = followers.follow(MACHINE)

    gone = mine.delete(f"{PATH}/{kept}")

    assert gone.status == 204
    assert mine.get(PATH).json["items"] == []
    assert mine.delete(f"{PATH}/{kept}").code == "saved_searches.not_found"


def test_nobody_takes_back_anothers(followers, mine):
    kept = followers.follow(FAR)

    answer = mine.delete(f"{PATH}/{kept}")

    assert (answer.status, answer.code) == (404, "saved_searches.not_found")
    assert len(followers.committee.as_(FAR).get(PATH).json["items"]) == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"q": ""}, 422, "saved_searches.nothing_to_find"),
        ({"q": " … ? ! "}, 422, "saved_searches.nothing_to_find"),
        ({"q": "x" * 201}, 422, "saved_searches.too_long"),
        ({"q": "x" * 2001}, 422, "request.invalid"),
        ({"q": WORDS, "topic": ["khong-co"]}, 422, "request.unknown_value"),
        ({"q": WORDS, "issuer": ["khong-co"]}, 422, "request.unknown_value"),
        ({"q": WORDS, "kind": ["novel"]}, 422, "request.invalid"),
        ({"q": WORDS, "status": ["in_force"]}, 422, "request.invalid"),
        ({}, 422, "request.invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(mine, body, status, code):
    answer = mine.post(PATH, body)

    assert (answer.status, answer.code) == (status, code)


def test_no_more_than_twenty(followers, mine):
    for number in range(20):
        followers.follow(MACHINE, f"quy định {number}")

    full = mine.post(PATH, {"q": "quy định nữa"})
    known = mine.post(PATH, {"q": "quy định 7"})

    assert (full.status, full.code) == (409, "saved_searches.too_many")
    assert known.status == 201
    assert len(mine.get(PATH).json["items"]) == 20


def test_who_is_not_signed_in_follows_nothing(followers):
    client = followers.committee.client

    assert client.get(PATH).status == 401
    assert client.post(PATH, {"q": WORDS}).status == 401


def test_no_word_of_it_lies_in_the_database_in_plain(followers):
    followers.follow(MACHINE, "chuyện riêng tư")

    with followers.runtime.transaction(read_only=True) as session:
        row = session.execute(text("SELECT * FROM saved_searches")).one()
        entries = session.scalars(select(AuditEntry)).all()

    lying = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert "riêng".encode() not in lying
    about = [one for one in entries if one.act == "saved_searches.save"]
    assert len(about) == 1
    assert "riêng" not in str(about[0].__dict__)


def test_equal_wishes_of_two_people_share_a_blind_index_and_nothing_else(followers):
    followers.follow(MACHINE)
    followers.follow(FAR)
    followers.follow(PAPERY, "chuyện khác")

    with followers.runtime.transaction(read_only=True) as session:
        rows = session.scalars(select(SavedSearch)).all()

    assert len({row.blind for row in rows}) == 2
    assert len({row.sealed for row in rows}) == 3


def test_saved_searches_move_to_a_new_key(followers):
    followers.follow(MACHINE)
    runtime = followers.runtime
    newer = runtime.keys.with_new_key()  # the run's own key file serves other tests too

    assert sum(1 for _ in rotate(runtime.engine, newer)) > 0

    with runtime.transaction(read_only=True) as session:
        found = session.scalars(select(SavedSearch)).one()
    place = Place("saved_searches", "sealed", str(found.id))
    assert (found.key_id, WORDS in newer.open(found.sealed, place)) == (newer.current, True)


def left(followers):
    with followers.runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(SavedSearch))


def test_nothing_is_left_of_somebody_who_was_erased_or_has_left(followers):
    for name in (MACHINE, PAPERY, FAR):
        followers.follow(name)
    machine, papery = (followers.committee.people[one] for one in (MACHINE, PAPERY))

    with followers.runtime.transaction() as session:
        events.emit(session, MemberErased(machine.id, machine.account_id))
    assert left(followers) == 2
    with followers.runtime.transaction() as session:
        events.emit(session, MembershipEnded(papery.id, NOON.date()))
    assert left(followers) == 1
