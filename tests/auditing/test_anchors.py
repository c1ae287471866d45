"""Anchors say outside the database how far the log had come."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from handbook_api.auditing.jobs import anchor_file_of, anchor_head
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM
from handbook_api.db import audit
from handbook_api.db.audit_anchors import Anchor, AnchorFile
from tests.db.audit_log import NOON


def _anchor(sequence):
    return Anchor(sequence, bytes([sequence % 256]) * 32, NOON)


def _act(runtime):
    with runtime.transaction() as session:
        audit.record(session, SYSTEM, "members.read", "member", "m-1")


def _anchored(runtime, at):
    with clock.frozen(at), capture_logs() as logs:
        anchor_head(runtime)
    return logs


@pytest.fixture
def file(tmp_path):
    return AnchorFile(tmp_path / "var" / "anchors.log")


def test_anchors_come_back_as_they_were_written(file):
    for sequence in (1, 5, 300):
        assert file.append(_anchor(sequence))

    assert list(file.opened()) == [_anchor(1), _anchor(5), _anchor(300)]
    assert file.last() == _anchor(300)


def test_no_file_is_no_anchor(file):
    assert (list(file.opened()), file.last(), file.age_marker) == ([], None, None)


def test_an_anchor_never_goes_back(file):
    file.append(_anchor(5))

    assert not file.append(_anchor(5))
    assert not file.append(_anchor(4))
    assert list(file.opened()) == [_anchor(5)]


def test_a_half_written_line_is_skipped_and_does_not_swallow_the_next(file, tmp_path):
    file.append(_anchor(1))
    with (tmp_path / "var" / "anchors.log").open("ab") as torn:
        torn.write(_anchor(2).line[:40])
    file.append(_anchor(3))

    reading = file.opened()
    assert list(reading) == [_anchor(1), _anchor(3)]
    assert reading.skipped == 1


@pytest.mark.parametrize(
    "line", [b"", b"x", b"\xff\xfe", b"9" * 9000, _anchor(7).line[:-3] + b"99:99", b"0 00 0"]
)
def test_a_line_that_is_no_anchor_is_counted_not_believed(file, tmp_path, line):
    file.append(_anchor(1))
    with (tmp_path / "var" / "anchors.log").open("ab") as other:
        other.write(line + b"\n")

    reading = file.opened()
    assert list(reading) == [_anchor(1)]
    assert reading.skipped >= 1


def test_a_reading_ends_where_the_file_ended_when_it_began(file):
    file.append(_anchor(1))
    reading = file.opened()
    file.append(_anchor(2))

    assert list(reading) == [_anchor(1)]


def test_the_worker_anchors_a_log_that_grew_at_most_once_a_minute(runtime):
    assert _anchored(runtime, NOON) == []

    _act(runtime)
    assert [line["event"] for line in _anchored(runtime, NOON)] == ["audit_anchor"]
    _act(runtime)
    assert _anchored(runtime, NOON + timedelta(seconds=59)) == []
    assert _anchored(runtime, NOON + timedelta(seconds=60))[0]["sequence"] == 2
    assert _anchored(runtime, NOON + timedelta(seconds=200)) == []

    assert [anchor.sequence for anchor in anchor_file_of(runtime).opened()] == [1, 2]


def test_the_log_line_holds_what_the_file_holds(runtime):
    _act(runtime)
    (line,) = _anchored(runtime, NOON)

    anchor = anchor_file_of(runtime).last()
    assert (line["sequence"], line["hash"]) == (anchor.sequence, anchor.hash.hex())


def test_a_log_that_became_shorter_is_said_once_a_minute(runtime):
    _act(runtime)
    _anchored(runtime, NOON)
    with runtime.engine.begin() as connection:
        connection.execute(text("UPDATE audit_head SET sequence = 0"))

    later = NOON + timedelta(seconds=61)
    (line,) = _anchored(runtime, later)
    assert (line["event"], line["log_level"]) == ("audit_log_shorter_than_anchor", "error")
    assert (line["sequence"], line["anchored"]) == (0, 1)
    assert _anchored(runtime, later + timedelta(seconds=1)) == []
