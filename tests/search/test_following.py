"""The index follows the library, wherever it stands."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import delete, select, update

from handbook_api.core import clock
from handbook_api.core.identity import GUEST
from handbook_api.documents import queries
from handbook_api.documents.models import Change, Document, LibraryState
from handbook_api.documents.service.changes import record_changes
from handbook_api.http.problems import refusal_of
from handbook_api.runtime import build_runtime
from handbook_api.search import following, jobs, service
from search_index import Query
from search_index.errors import IndexBusy


@pytest.fixture
def find(library):
    def ask(text):
        with library.transaction(read_only=True) as session:
            found = service.search(library, session, GUEST, Query(text=text), clock.today())
        return [hit.document_id for hit in found.answer.hits]

    return ask


@pytest.fixture
def retitle(library):
    def change(document_id, title):
        with library.transaction() as session:
            session.get(Document, document_id).title = title
            record_changes(session, [document_id])

    return change


def test_a_change_is_found_once_the_index_caught_up(library, find, retitle):
    retitle("01-qd-tw-2026", "Quy định về măng tre ngâm giấm")
    assert following.catch_up(library) == 1

    assert find("măng tre ngâm giấm") == ["01-qd-tw-2026"]


def test_catching_up_twice_does_nothing_the_second_time(library, retitle):
    retitle("01-qd-tw-2026", "Tên khác")

    assert [following.catch_up(library), following.catch_up(library)] == [1, 0]


def test_a_deleted_document_is_gone_from_the_index(library, find, retitle):
    retitle("01-qd-tw-2026", "măng tre ngâm giấm")
    following.catch_up(library)
    with library.transaction() as session:
        session.delete(session.get(Document, "01-qd-tw-2026"))
        record_changes(session, ["01-qd-tw-2026"])
    following.catch_up(library)

    assert "01-qd-tw-2026" not in find("măng tre ngâm giấm")


def test_a_deleted_index_comes_back_by_itself(library, find):
    before = find("đảng phí")
    shutil.rmtree(library.settings.index_folder)
    fresh = build_runtime(library.settings)
    following.catch_up(fresh)
    with fresh.transaction(read_only=True) as session:
        found = service.search(fresh, session, GUEST, Query(text="đảng phí"), clock.today())
    fresh.close()

    assert [hit.document_id for hit in found.answer.hits] == before


def test_rebuilding_finds_the_same(library, find):
    before = find("sinh hoạt chi bộ")
    following.rebuild(library)

    assert find("sinh hoạt chi bộ") == before
    assert library.index.sequence > 0


def test_an_index_ahead_of_a_restored_database_is_built_anew(library, find):
    with library.index.writer(wait=5) as writer:
        writer.commit(10_000)
    library.index.refresh()
    following.catch_up(library)

    with library.transaction(read_only=True) as session:
        assert library.index.sequence == queries.sequence(session)
    assert "01-qd-tw-2026" in find("đảng phí")


def test_while_another_process_writes_the_timer_waits_for_next_time(library, retitle):
    retitle("01-qd-tw-2026", "Tên khác")
    other = build_runtime(library.settings)
    with other.index.writer(wait=5):
        with pytest.raises(IndexBusy):
            following.catch_up(library)
        jobs.catch_up(library)
    other.close()

    assert following.catch_up(library) == 1


@pytest.mark.parametrize("after", [0.0, 0.15, 0.4])
def test_a_follower_killed_at_work_harms_nothing(library, find, after):
    with library.transaction() as session:
        record_changes(session, session.scalars(select(Document.id)).all())
    environment = {
        **os.environ,
        "HANDBOOK_DATABASE_URL": library.settings.database,
        "HANDBOOK_VAR_FOLDER": str(library.settings.var_folder),
        "HANDBOOK_CONTENT_FOLDER": str(library.settings.content_folder),
    }
    command = [sys.executable, "-m", "handbook_api.cli", "search", "rebuild"]
    child = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    index = library.settings.index_folder
    names = set(index.iterdir())
    until = time.monotonic() + 20
    while set(index.iterdir()) == names and child.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()

    assert "01-qd-tw-2026" in find("đảng phí")
    following.catch_up(library, wait=10)
    assert "01-qd-tw-2026" in find("đảng phí")
    with library.transaction(read_only=True) as session:
        assert library.index.sequence == queries.sequence(session)


def test_after_a_restored_backup_the_index_does_not_believe_its_old_number(library, find, retitle):
    with library.transaction(read_only=True) as session:
        backup = queries.sequence(session)
    retitle("01-qd-tw-2026", "Tên sẽ mất khi khôi phục")
    following.catch_up(library)
    with library.transaction() as session:
        session.execute(delete(Change).where(Change.sequence > backup))
        session.execute(update(LibraryState).values(sequence=backup))
    retitle("342-qd-tw-2010", "Quy định về măng tre ngâm giấm")
    following.catch_up(library)

    assert find("măng tre ngâm giấm")[0] == "342-qd-tw-2010"


def test_a_full_disk_stops_the_follower_and_harms_nothing(library, find, retitle, monkeypatch):
    before = find("đảng phí")
    retitle("01-qd-tw-2026", "Tên khác")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("whoosh.filedb.filestore.FileStorage.create_file", full)
        with pytest.raises(OSError, match="No space") as trouble:
            following.catch_up(library, wait=5)

    assert refusal_of(trouble.value).code == "service.disk"
    assert find("đảng phí") == before
    assert following.catch_up(library, wait=5) == 1
