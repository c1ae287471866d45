"""One feed for a phone that comes back into signal."""

import gzip
from datetime import timedelta

import brotli
import orjson
import pytest

from handbook_api.core import clock
from handbook_api.documents.service import remove_document
from handbook_api.notices.syncing.feed import digest_of
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later


@pytest.fixture
def committee(library):
    """People over a library of documents."""
    return a_peopled_committee(library)


@pytest.fixture
def member(committee):
    return committee.as_("Trần Thị Máy")


def send(committee, secretary, title):
    sent = compose_and_send(secretary, said(committee.tree.cell, title=title))
    committee.work(until=later(minutes=2))
    return sent.json["id"]


def test_the_first_time_it_brings_the_inbox_and_from_then_on_what_changes(
    committee, secretary, member
):
    first_id = send(committee, secretary, "Một")
    first = member.get("/me/sync").json
    second_id = send(committee, secretary, "Hai")
    second = member.get("/me/sync", since=first["cursor"]).json
    third = member.get("/me/sync", since=second["cursor"]).json

    assert [one["id"] for one in first["notices"]] == [first_id]
    assert [one["id"] for one in second["notices"]] == [second_id]
    assert third["notices"] == third["documents"] == []
    assert third["cursor"] == second["cursor"]
    assert not first["more"]


def test_what_is_done_on_one_phone_comes_to_the_other(committee, secretary, member):
    notice = send(committee, secretary, "Một")
    at = member.get("/me/sync").json["cursor"]
    committee.as_("Trần Thị Máy").put(f"/me/inbox/{notice}/archiving", {"archived": True})

    found = member.get("/me/sync", since=at).json

    assert found["notices"][0]["archived_at"] is not None


def test_a_withdrawn_notice_is_to_be_forgotten(committee, secretary, member):
    notice = send(committee, secretary, "Một")
    at = member.get("/me/sync").json["cursor"]
    revision = secretary.get(f"/notices/{notice}").json["revision"]
    secretary.post(f"/notices/{notice}/cancellation", {"revision": revision, "reason": "Hoãn"})
    committee.work()

    found = member.get("/me/sync", since=at).json

    assert (found["notices"], found["notices_gone"]) == ([], [notice])


def test_it_is_taken_in_pieces_and_goes_on_where_it_broke_off(committee, secretary, member):
    for number in range(5):
        send(committee, secretary, f"Tin {number}")

    got, cursor, more = [], None, True
    while more:
        piece = member.get("/me/sync", limit=2, **({"since": cursor} if cursor else {})).json
        again = member.get("/me/sync", limit=2, **({"since": cursor} if cursor else {})).json
        assert again == piece
        got += [one["title"] for one in piece["notices"]]
        cursor, more = piece["cursor"], piece["more"]

    assert sorted(got) == [f"Tin {number}" for number in range(5)]


@pytest.mark.parametrize("first_time", [True, False])
def test_what_changed_all_at_once_comes_whole_in_whatever_pieces(
    committee, secretary, member, first_time
):
    ids = [send(committee, secretary, f"Tin {number}") for number in range(5)]
    cursor = None if first_time else member.get("/me/sync").json["cursor"]
    receipts = [{"notice_id": one, "what": "opened"} for one in ids]
    assert member.post("/me/inbox/receipts", {"receipts": receipts}).json == {"news": 5}

    got, more = [], True
    while more:
        piece = member.get("/me/sync", limit=2, **({"since": cursor} if cursor else {})).json
        got += [one["id"] for one in piece["notices"]]
        cursor, more = piece["cursor"], piece["more"]

    assert sorted(got) == sorted(ids)


def test_new_documents_come_with_it_as_far_as_one_may_read_them(committee, member, bring, paper):
    at = member.get("/me/sync").json["cursor"]
    bring(paper(), audience="organisation", organisation_id=committee.tree.other_ward.id)
    bring(paper(number="78", name="khac.txt"))

    found = member.get("/me/sync", since=at).json

    assert [one["symbol"] for one in found["documents"]] == ["78-HD/TW"]
    assert len(found["documents_gone"]) == 1


def test_a_document_taken_out_is_to_be_forgotten_by_its_digest(committee, member, bring, paper):
    known = bring(paper()).document_id
    at = member.get("/me/sync").json["cursor"]
    with committee.runtime.transaction() as session:
        remove_document(session, known)

    found = member.get("/me/sync", since=at).json

    assert found["documents_gone"] == [digest_of(known)]


def test_nothing_new_costs_next_to_nothing(committee, secretary, member):
    send(committee, secretary, "Một")
    first = member.get("/me/sync")
    at = first.json["cursor"]
    empty = member.get("/me/sync", since=at)
    same = member.get("/me/sync", since=at, headers={"If-None-Match": empty.headers["ETag"]})

    assert (same.status, same.body) == (304, b"")
    assert same.queries <= 6
    send(committee, secretary, "Hai")
    news = member.get("/me/sync", since=at, headers={"If-None-Match": empty.headers["ETag"]})
    assert news.status == 200


@pytest.mark.parametrize(
    ("wants", "gets", "unpack"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_it_travels_packed_as_the_phone_understands(
    committee, secretary, member, wants, gets, unpack
):
    for number in range(3):
        send(committee, secretary, f"Tin {number}")

    answer = member.get("/me/sync", headers={"Accept-Encoding": wants})

    assert answer.headers.get("Content-Encoding") == gets
    assert len(orjson.loads(unpack(answer.body))["notices"]) == 3
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "since",
    ["gì đó", "W10", "WzEsLTEsIiJd", "WzEsIngiLCIiXQ", "WzEsMl0", "WzEsMiwieCJd", "A" * 900],
)
def test_a_cursor_that_is_not_ours_is_refused(member, since):
    answer = member.get("/me/sync", since=since)

    assert (answer.status, answer.code) == (422, "request.cursor")


def test_a_strangers_inbox_stays_his(committee, secretary):
    send(committee, secretary, "Một")

    assert committee.as_("Hoàng Văn Khác").get("/me/sync").json["notices"] == []


def test_a_meeting_comes_with_its_hour(committee, secretary, member):
    starts = clock.now() + timedelta(days=3)
    compose_and_send(
        secretary,
        said(committee.tree.cell, kind="meeting", starts_at=starts.isoformat(), place="Nhà A"),
    )
    committee.work(until=later(minutes=2))

    assert member.get("/me/sync").json["notices"][0]["place"] == "Nhà A"
