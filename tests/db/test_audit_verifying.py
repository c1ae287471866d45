"""Whatever is done to the log without the keys is found, and the place is named."""

import random

import pytest
from sqlalchemy.orm import Session

from handbook_api.db import audit_verifying
from handbook_api.db.audit_anchors import Anchor, AnchorFile
from handbook_api.db.audit_verifying import Fault, FaultKind, verify
from tests.db import audit_log
from tests.db.audit_attacks import ATTACKS, Scene, cut_the_end_and_set_the_head_back
from tests.db.audit_log import NOON, Log

ENTRIES = 24


@pytest.fixture
def attacked(log):
    """A log whose triggers are gone, with two anchors."""
    log.write(ENTRIES)
    log.anchor(9, ENTRIES)
    log.drop_triggers()
    return log


@pytest.fixture
def loose(sqlite_copies, tmp_path):
    """A log in SQLite tables that take any value anywhere; PostgreSQL has no such tables."""
    with sqlite_copies.copy("migrated", audit_log.migrated) as url:
        log = Log(url, tmp_path / "loose.log", audit_log.keys())
        log.write(ENTRIES)
        for table in ("audit_entries", "audit_head"):
            log.attack(
                f"CREATE TABLE loose AS SELECT * FROM {table}",
                f"DROP TABLE {table}",
                f"ALTER TABLE loose RENAME TO {table}",
            )
        yield log
        log.engine.dispose()


def _missed(log, anchors, count):
    """Do `count` random attacks, each on the untouched log; return those not found in place."""
    missed = []
    for seed in range(count):
        dice = random.Random(seed)
        attack = ATTACKS[seed % len(ATTACKS)]
        with Session(log.engine) as session:
            place = attack(Scene(session, dice))
            fault = verify(session, log.keys, anchors).fault
            session.rollback()
        if fault is None or fault.sequence != place:
            missed.append((seed, attack.__name__, place, fault))
    return missed


def test_an_untouched_log_is_whole(attacked):
    verdict = attacked.verify()

    assert (verdict.checked, verdict.anchors, verdict.skipped_lines) == (ENTRIES, 2, 0)
    assert verdict.last_anchor == Anchor(ENTRIES, attacked.entries()[-1].hash, NOON)
    assert verdict.fault is None


def test_an_empty_log_is_whole(log):
    verdict = log.verify()

    assert (verdict.checked, verdict.anchors, verdict.fault) == (0, 0, None)


def test_a_thousand_attacks_are_found_and_the_place_is_named(attacked, capsys):
    missed = _missed(attacked, attacked.anchors, 1000)

    with capsys.disabled():
        print(f"\nGOAL 24: {(1000 - len(missed)) / 10} % of 1000 attacks found (100 %)")
    assert missed == []


def test_a_verifier_that_believes_the_stored_hashes_would_miss_attacks(attacked, monkeypatch):
    monkeypatch.setattr(audit_verifying._Walk, "_against_chain", lambda *_: None)

    missed = {name for _, name, _, _ in _missed(attacked, attacked.anchors, len(ATTACKS) * 3)}

    assert {"edit_a_column", "exchange_two", "insert_in_between"} <= missed


def test_without_anchors_a_cut_with_an_old_head_would_be_missed(attacked, tmp_path):
    missed = _missed(attacked, AnchorFile(tmp_path / "none"), len(ATTACKS) * 3)

    assert {name for _, name, _, _ in missed} == {cut_the_end_and_set_the_head_back.__name__}


def test_the_log_of_other_keys_is_not_this_log(log):
    log.write(3)
    log.keys = audit_log.keys()

    assert log.verify().fault == Fault(FaultKind.EDITED, 1, 1)


def test_a_rewriting_with_the_right_keys_shows_against_an_anchor(attacked):
    # What an insider with the key file could do; the anchor has left the machine before.
    with Session(attacked.engine) as session:
        Scene(session, random.Random(1)).remove(5, ENTRIES)
        Scene(session, random.Random(1)).head(sequence=4, hash=attacked.entries()[3].hash)
        session.commit()
    attacked.write(ENTRIES, seed=7)

    verdict = attacked.verify()
    assert verdict.fault == Fault(FaultKind.ANCHOR, 9, 9)
    assert verdict.checked == 8


@pytest.mark.parametrize(
    ("kind", "first", "last", "statements"),
    [
        (FaultKind.MISSING, 5, 7, ["DELETE FROM audit_entries WHERE sequence BETWEEN 5 AND 7"]),
        (FaultKind.TRUNCATED, 20, 24, ["DELETE FROM audit_entries WHERE sequence >= 20"]),
        (FaultKind.EDITED, 6, 6, ["UPDATE audit_entries SET act = 'x' WHERE sequence = 6"]),
        (FaultKind.HEAD, 24, 24, ["DELETE FROM audit_head"]),
        (FaultKind.INSERTED, -1, -1, ["UPDATE audit_entries SET sequence = -1 WHERE sequence = 3"]),
    ],
    ids=str,
)
def test_a_fault_is_called_by_its_name(attacked, kind, first, last, statements):
    attacked.attack(*statements)

    assert attacked.verify().fault == Fault(kind, first, last)


@pytest.mark.parametrize(
    "damage",
    [
        "facts = '{'",
        "facts = NULL",
        'facts = \'{"a": "\\ud800"}\'',
        "facts = '{\"a\": NaN}'",
        "fields = '7'",
        "at = 'yesterday'",
        "session_id = 'zz'",
        "actor = CAST(x'ff' AS TEXT)",
        "actor = x'00'",
        "hash = 'text'",
        "hash = NULL",
        "previous = 7",
    ],
)
def test_what_cannot_be_read_any_more_is_a_place_not_a_crash(loose, damage):
    loose.attack(f"UPDATE audit_entries SET {damage} WHERE sequence = 12")

    verdict = loose.verify()

    assert verdict.fault is not None
    assert (verdict.fault.sequence, verdict.checked) == (12, 11)


@pytest.mark.parametrize("number", ["'x'", "4.5", "NULL", "4", "CAST(x'ff' AS TEXT)"])
def test_a_number_that_is_none_is_found(loose, number):
    loose.attack(f"UPDATE audit_entries SET sequence = {number} WHERE sequence = 24")

    assert loose.verify().fault is not None


def test_a_row_beside_the_numbered_ones_is_found_though_it_cannot_be_read(loose):
    loose.attack(
        "INSERT INTO audit_entries SELECT * FROM audit_entries WHERE sequence = 7",
        "UPDATE audit_entries SET sequence = NULL, act = CAST(x'ff' AS TEXT)"
        " WHERE rowid = (SELECT max(rowid) FROM audit_entries)",
    )

    assert loose.verify().fault == Fault(FaultKind.UNREADABLE, ENTRIES + 1, ENTRIES + 1)


@pytest.mark.parametrize(
    "damage",
    [
        "sequence = 'x'",
        "sequence = NULL",
        "sequence = CAST(x'ff' AS TEXT)",
        "sequence = -1",
        "hash = 'text'",
        "hash = NULL",
    ],
)
def test_a_head_that_cannot_be_read_is_a_wrong_head(loose, damage):
    loose.attack(f"UPDATE audit_head SET {damage}")

    assert loose.verify().fault.kind == FaultKind.HEAD


def test_a_second_head_is_a_wrong_head(loose):
    loose.attack("INSERT INTO audit_head SELECT * FROM audit_head")

    assert loose.verify().fault == Fault(FaultKind.HEAD, ENTRIES, ENTRIES)


def test_entries_that_come_while_the_log_is_read_are_no_fault(log):
    log.write(5)
    with log.transaction(read_only=True) as session:
        walk = audit_verifying._Walk(session, log.keys, log.anchors)
        log.write(5, seed=1)
        log.anchor(10)

        assert walk.go() is None
        assert walk.sequence in (5, 10)


def test_pieces_of_the_walk_fit_together(log, monkeypatch):
    monkeypatch.setattr(audit_verifying, "_PIECE", 3)
    log.write(10)

    assert log.verify().checked == 10
