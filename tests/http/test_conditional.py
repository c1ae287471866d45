"""What has not changed is not sent again."""

from datetime import UTC, datetime, timedelta

import pytest

from handbook_api.core import clock
from handbook_api.documents.service.changes import record_changes

READS = ["/documents", "/documents/294-qd-tw-2025", "/search?q=dang+phi", "/search/suggest?q=da"]


@pytest.mark.parametrize("path", READS)
def test_the_same_answer_is_not_sent_twice(api, path):
    first = api.get(path)
    again = api.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_not_modified_costs_one_statement(api):
    tag = api.get("/documents/294-qd-tw-2025").headers["ETag"]

    assert api.get("/documents/294-qd-tw-2025", headers={"If-None-Match": tag}).queries == 1


def test_a_change_of_the_library_makes_the_old_tag_stale(api, library):
    tag = api.get("/documents").headers["ETag"]
    with library.transaction() as session:
        record_changes(session, ["294-qd-tw-2025"])

    assert api.get("/documents", headers={"If-None-Match": tag}).status == 200


def test_a_new_day_makes_the_old_tag_stale_because_validity_may_change(api):
    tag = api.get("/documents").headers["ETag"]

    with clock.frozen(datetime.now(UTC) + timedelta(days=1)):
        assert api.get("/documents", headers={"If-None-Match": tag}).status == 200


def test_the_tag_of_one_language_is_not_good_for_another(api):
    tag = api.get("/documents").headers["ETag"]
    asked = {"If-None-Match": tag, "Accept-Language": "en"}

    assert api.get("/documents", headers=asked).status == 200


def test_answers_are_revalidated_and_never_shared(api):
    assert api.get("/documents").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("tag", ["borrowed", "*"])
def test_what_is_not_there_is_missing_whatever_tag_is_sent(api, tag):
    if tag == "borrowed":
        tag = api.get("/documents").headers["ETag"]

    assert api.get("/documents/khong-co", headers={"If-None-Match": tag}).status == 404
