"""Whether a document is in force on a day."""

from datetime import UTC, date, datetime

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, SYSTEM
from handbook_api.documents import queries
from tests.support.samples import a_document, a_relation

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def store(runtime):
    def keep(*rows):
        with runtime.transaction() as session:
            for row in rows:
                session.add(row)
                session.flush()

    keep(a_document("noise"), a_document("noise-2"), a_relation("noise", "replaces", "noise-2"))
    return keep


@pytest.fixture
def status(runtime):
    def ask(document_id, as_at=TODAY, viewer=SYSTEM):
        with runtime.transaction(read_only=True) as session:
            return queries.get_document(session, viewer, document_id, as_at)

    return ask


def test_a_document_is_not_in_force_before_its_first_day(store, status):
    store(a_document("a"))

    assert status("a", date(2020, 1, 31)).status == "not_yet"
    assert status("a", date(2020, 2, 1)).status == "in_force"


def test_a_document_without_a_first_day_and_without_anyones_word_is_unknown(store, status):
    store(a_document("a", effective_on=None))

    assert status("a").status == "unknown"
    assert status("a", date(2019, 1, 1)).status == "not_yet"


def test_an_officers_word_makes_it_known(store, status):
    store(a_document("a", effective_on=None, status_claim="in_force", status_as_of=TODAY))

    assert status("a").status == "in_force"


def test_a_replaced_document_says_by_what_and_since_when(store, status):
    store(a_document("old"), a_document("new"), a_relation("new", "replaces", "old"))

    found = status("old")

    assert found.status == "replaced"
    assert [(relation.since, by.id) for relation, by in found.replaced_by] == [
        (date(2022, 7, 1), "new")
    ]


def test_before_the_replacement_begins_the_old_one_is_in_force(store, status):
    store(a_document("old"), a_document("new"), a_relation("new", "replaces", "old"))

    found = status("old", date(2022, 6, 30))

    assert (found.status, list(found.replaced_by)) == ("in_force", [])


def test_an_uncertain_replacement_makes_validity_unknown_not_replaced(store, status):
    store(a_document("old"), a_document("new"), a_relation("new", "replaces", "old", certain=False))

    found = status("old")

    assert found.status == "unknown"
    assert [relation.certain for relation, _ in found.replaced_by] == [False]


def test_an_undated_replacement_counts_today_and_leaves_the_past_open(store, status):
    store(a_document("old"), a_document("new"), a_relation("new", "replaces", "old", since=None))

    assert status("old").status == "replaced"
    assert status("old", date(2023, 1, 1)).status == "in_force"


def test_an_amended_document_is_in_force_as_amended(store, status):
    store(a_document("a"), a_document("b"), a_relation("b", "amends", "a"))

    found = status("a")

    assert found.status == "amended"
    assert [by.id for _, by in found.amended_by] == ["b"]


def test_guiding_a_document_changes_nothing_about_it(store, status):
    store(a_document("a"), a_document("b"), a_relation("b", "guides", "a"))

    assert status("a").status == "in_force"


def test_a_document_expires_after_its_last_day(store, status):
    store(a_document("a", expires_on=date(2025, 12, 31)))

    assert status("a", date(2025, 12, 31)).status == "in_force"
    assert status("a", date(2026, 1, 1)).status == "expired"


def test_declared_unknown_stays_unknown(store, status):
    store(a_document("a", status_claim="unknown", status_as_of=TODAY))

    assert status("a").status == "unknown"


def test_declared_replaced_is_unknown_before_the_day_it_was_declared(store, status):
    store(a_document("a", status_claim="replaced", status_as_of=date(2026, 11, 21)))

    assert status("a").status == "replaced"
    assert status("a", date(2026, 1, 1)).status == "unknown"


def test_a_news_article_has_no_validity(store, status):
    store(a_document("a", kind="article", effective_on=None))

    assert status("a").status == "none"


def test_the_last_of_a_chain_is_found(runtime, store, status):
    store(
        a_document("first"),
        a_document("second"),
        a_document("third"),
        a_relation("second", "replaces", "first"),
        a_relation("third", "replaces", "second", since=date(2024, 1, 1)),
    )

    with runtime.transaction(read_only=True) as session:
        early = queries.get_document(session, GUEST, "first", date(2023, 1, 1))
        late = queries.get_document(session, GUEST, "first", TODAY)
        assert queries.current_successor(session, GUEST, early).id == "second"
        assert queries.current_successor(session, GUEST, late).id == "third"
        assert queries.current_successor(session, GUEST, status("third")) is None


def test_a_circle_of_replacements_ends(runtime, store):
    store(
        a_document("a"),
        a_document("b"),
        a_relation("a", "replaces", "b"),
        a_relation("b", "replaces", "a"),
    )

    with runtime.transaction(read_only=True) as session:
        found = queries.get_document(session, GUEST, "a", TODAY)
        assert queries.current_successor(session, GUEST, found).id == "b"


def test_a_successor_that_may_not_be_seen_is_not_named(store, status):
    store(
        a_document("old"),
        a_document("inner", audience="members"),
        a_relation("inner", "replaces", "old"),
    )

    found = status("old", viewer=GUEST)

    assert (found.status, list(found.replaced_by)) == ("replaced", [])
