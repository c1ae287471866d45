"""What is recorded is in the log exactly when the act itself is in the database."""

from enum import StrEnum
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, SYSTEM, Identity
from handbook_api.db import audit
from handbook_api.db.transaction import transaction
from handbook_api.documents.models import Topic
from tests.db import audit_log
from tests.db.audit_log import NOON, Log


class Status(StrEnum):
    OFFICIAL = "official"


def _record(session, act="members.read", actor=SYSTEM, **more):
    audit.record(session, actor, act, "member", "m-1", **more)


def test_an_entry_says_who_did_what_to_which_record_where_and_when(log):
    account, session_id = uuid4(), uuid4()
    actor = Identity("account", account_id=account, session_id=uuid4())
    with clock.frozen(NOON), log.transaction() as session:
        session.info["origin"] = audit.Origin("request-1", session_id)
        _record(
            session,
            actor=actor,
            path="/1a2b3c4d/",
            fields=("phone", "born_on"),
            facts={"status": Status.OFFICIAL, "rows": 3, "whole": True, "until": None},
        )

    (entry,) = log.entries()
    assert (entry.sequence, entry.at, entry.actor, entry.actor_account_id) == (
        1,
        NOON,
        "account",
        account,
    )
    assert (entry.act, entry.subject_kind, entry.subject_id) == ("members.read", "member", "m-1")
    assert (entry.path, entry.fields) == ("/1a2b3c4d/", ["phone", "born_on"])
    assert entry.facts == {"status": "official", "rows": 3, "whole": True, "until": None}
    assert (entry.request_id, entry.session_id, entry.refused) == ("request-1", session_id, False)


def test_without_an_origin_the_session_of_the_actor_is_named(log):
    actor = Identity("account", session_id=uuid4())
    with log.transaction() as session:
        _record(session, actor=actor)

    assert log.entries()[0].session_id == actor.session_id


def test_a_refused_act_is_told_apart(log):
    with log.transaction() as session:
        _record(session, refused=True, actor=GUEST)

    assert log.entries()[0].refused


def test_entries_of_one_transaction_stand_in_the_order_of_the_acts(log):
    with log.transaction() as session:
        for number in range(3):
            _record(session, f"act.{number}")

    assert [(entry.sequence, entry.act) for entry in log.entries()] == [
        (1, "act.0"),
        (2, "act.1"),
        (3, "act.2"),
    ]


def test_a_rolled_back_act_leaves_no_entry_and_no_gap(log):
    with pytest.raises(ZeroDivisionError), log.transaction() as session:
        _record(session, "act.lost")
        1 / 0  # noqa: B018
    with log.transaction() as session:
        _record(session, "act.kept")

    assert [(entry.sequence, entry.act) for entry in log.entries()] == [(1, "act.kept")]


def test_an_act_that_fails_at_the_very_end_leaves_no_entry(log):
    with log.transaction() as session:
        session.add(Topic(code="a", name="A", position=1))
    with pytest.raises(DBAPIError), log.transaction() as session:
        _record(session)
        session.add(Topic(code="a", name="the same key again", position=2))

    assert log.entries() == []


def test_a_rolled_back_savepoint_takes_its_entries_with_it(log):
    with log.transaction() as session:
        _record(session, "act.outside")
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            _record(session, "act.lost")
            with session.begin_nested():
                _record(session, "act.lost_with_the_outer_one")
            1 / 0  # noqa: B018
        with session.begin_nested():
            _record(session, "act.kept")

    assert [entry.act for entry in log.entries()] == ["act.outside", "act.kept"]


def test_what_is_to_be_written_down_needs_keys(log):
    with (
        pytest.raises(RuntimeError, match="no keys"),
        transaction(log.engine) as session,
    ):
        session.add(Topic(code="a", name="A", position=1))
        _record(session)

    with log.transaction(read_only=True) as session:
        assert session.get(Topic, "a") is None


def test_a_read_only_transaction_refuses_to_lose_an_entry(log):
    with (
        pytest.raises(RuntimeError, match=r"members\.read"),
        log.transaction(read_only=True) as session,
    ):
        _record(session)


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "a" * 61},
        {"act": ""},
        {"path": "/" + "1a2b3c4d/" * 23},
        {"path": "/\0/"},
        {"facts": {"share": 0.5}},
        {"facts": {"names": ["Trần Thị Mẫu"]}},
        {"facts": {"torn": "\ud800"}},
        {"facts": {"large": 2**64}},
    ],
    ids=str,
)
def test_what_one_database_could_not_hold_is_refused_where_it_is_recorded(log, wrong):
    with log.transaction() as session, pytest.raises((ValueError, TypeError)):
        _record(session, **wrong)

    assert log.entries() == []


def test_writers_at_once_make_one_chain_without_gaps(log):
    threads, each = 6, 12
    start = Barrier(threads)

    def write(name):
        start.wait()
        for number in range(each):
            with log.transaction() as session:
                _record(session, f"{name}.{number}.first")
                _record(session, f"{name}.{number}.second")

    running = [Thread(target=write, args=(f"writer{number}",)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()

    entries = log.entries()
    assert [entry.sequence for entry in entries] == list(range(1, threads * each * 2 + 1))
    assert len({entry.act for entry in entries}) == len(entries)
    together = [entry.act.rsplit(".", 1)[0] for entry in entries]
    assert together[::2] == together[1::2]
    verdict = log.verify()
    assert (verdict.checked, verdict.fault) == (len(entries), None)


def test_the_chain_is_equal_on_both_databases(sqlite_copies, postgresql_copies, tmp_path):
    keys, made = audit_log.keys(), []
    for copies in (sqlite_copies, postgresql_copies):
        with copies.copy("migrated", audit_log.migrated) as url:
            log = Log(url, tmp_path / f"{copies.name}.log", keys)
            log.write(40)
            made.append([(entry.sequence, entry.previous, entry.hash) for entry in log.entries()])
            log.engine.dispose()

    assert made[0] == made[1]
    assert len(made[0]) == 40


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'nobody'",
        "UPDATE audit_entries SET actor = 'nobody' WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 3",
        "DELETE FROM audit_entries",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(log, statement):
    log.write(3)
    with pytest.raises(DBAPIError, match="append-only"):
        log.attack(statement)

    assert log.verify().checked == 3


def test_emptying_or_replacing_is_refused_too(log):
    log.write(3)
    if log.engine.dialect.name == "postgresql":
        statement = "TRUNCATE audit_entries"
    else:
        statement = "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries"
    with pytest.raises(DBAPIError, match="append-only"):
        log.attack(statement)

    assert log.verify().checked == 3


def test_there_is_never_a_second_head(log):
    with pytest.raises(DBAPIError), log.engine.begin() as connection:
        connection.execute(text("INSERT INTO audit_head (id, sequence, hash) VALUES (2, 0, '')"))
