"""The log is read newest first, narrowed, and in pieces."""

from datetime import timedelta
from uuid import UUID

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM, Identity
from handbook_api.core.paging import CursorNotUnderstood, encode_cursor
from handbook_api.db import audit
from handbook_api.db.audit_queries import EntryFilter, entries_about, page_of_entries
from tests.db.audit_log import NOON

ACCOUNT = UUID(int=7)
OFFICER = Identity("account", account_id=ACCOUNT)

#: actor, act, subject, path, refused; one a minute from NOON on.
ACTS = [
    (SYSTEM, "members.read", "m-1", "/1a2b3c4d/", False),
    (OFFICER, "members.read", "m-2", "/1a2b3c4d/99aabbcc/", False),
    (OFFICER, "members.export", "m-1", "/1a2b3c4d/99aabbcc/", True),
    (SYSTEM, "members.read", "m-1", "/1a2b3c4e/", False),
    (SYSTEM, "members.change", "m-1", None, False),
]


@pytest.fixture
def log(log):
    for minute, (actor, act, subject, path, refused) in enumerate(ACTS):
        at = NOON + timedelta(minutes=minute)
        with clock.frozen(at), log.transaction() as session:
            audit.record(session, actor, act, "member", subject, path=path, refused=refused)
            audit.record(session, SYSTEM, "noise", "organisation", subject)
    return log


def _numbers(log, **wanted):
    """Which of ACTS come back, newest first."""
    acts = wanted.pop("acts", {act for _, act, *_ in ACTS})
    with log.transaction(read_only=True) as session:
        page = page_of_entries(session, EntryFilter(acts=acts, **wanted), limit=50)
    return [entry.sequence // 2 for entry in page.rows]


def test_what_happened_to_one_record_comes_newest_first(log):
    with log.transaction(read_only=True) as session:
        newest = entries_about(session, "member", "m-1", limit=2)
        older = entries_about(session, "member", "m-1", limit=9, before=newest[-1].sequence)

    assert [entry.act for entry in newest] == ["members.change", "members.read"]
    assert [entry.act for entry in older] == ["members.export", "members.read"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [4, 3, 2, 1, 0]),
        ({"account_id": ACCOUNT}, [2, 1]),
        ({"actor": "system"}, [4, 3, 0]),
        ({"acts": ["members.read"]}, [3, 1, 0]),
        ({"inside": ["/1a2b3c4d/"]}, [2, 1, 0]),
        ({"inside": ["/1a2b3c4d/99aabbcc/"]}, [2, 1]),
        ({"inside": ["/"]}, [3, 2, 1, 0]),
        ({"inside": []}, []),
        ({"inside": [], "or_nowhere": True}, [4]),
        ({"since": NOON + timedelta(minutes=3)}, [4, 3]),
        ({"until": NOON + timedelta(minutes=1)}, [0]),
        ({"refused": True}, [2]),
        ({"acts": ["members.read"], "inside": ["/1a2b3c4d/"], "actor": "account"}, [1]),
    ],
    ids=str,
)
def test_the_log_is_narrowed(log, wanted, found):
    assert _numbers(log, **wanted) == found


def test_pages_follow_one_another_to_the_end(log):
    seen, cursor = [], None
    with log.transaction(read_only=True) as session:
        while True:
            page = page_of_entries(session, EntryFilter(), limit=4, cursor=cursor)
            seen += [entry.sequence for entry in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break

    assert seen == list(range(10, 0, -1))


@pytest.mark.parametrize("cursor", ["", "x", encode_cursor(["a"]), encode_cursor([1, 2])])
def test_a_cursor_that_is_not_ours_is_refused(log, cursor):
    with log.transaction(read_only=True) as session, pytest.raises(CursorNotUnderstood):
        page_of_entries(session, EntryFilter(), limit=4, cursor=cursor)


@pytest.mark.parametrize(("number", "found"), [(2**64 - 1, 10), (-5, 0)])
def test_a_cursor_beyond_all_numbers_is_harmless(log, number, found):
    with log.transaction(read_only=True) as session:
        page = page_of_entries(session, EntryFilter(), limit=50, cursor=encode_cursor([number]))

    assert len(page.rows) == found
