"""Several processes on one index: killed writers, and readers beside a busy one."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search_index import Query, SearchIndex
from tests.search_index import killed_writer
from tests.search_index.library import some_facts

ROOT = Path(__file__).parents[2]
SCOPE = dict.fromkeys("abc", some_facts())


def _run(*arguments):
    command = [sys.executable, "-W", "ignore", "-m", "tests.search_index.killed_writer", *arguments]
    return subprocess.Popen(command, cwd=ROOT)


def _state(index):
    """The sequence of the index, and the version that its documents say they are."""
    answer = index.search(Query("phiên bản điều", passages_per_document=9), SCOPE)
    versions = {
        passage.excerpt.text.split()[2]
        for hit in answer.hits
        for passage in hit.passages
        if passage.anchor
    }
    return index.sequence, versions, answer.total, index.passage_count


@pytest.mark.parametrize("act", ["write", "rebuild"])
def test_a_writer_killed_at_any_moment_harms_nothing(tmp_path, act):
    folder = tmp_path / "index"
    killed_writer.write(folder, 1)
    counted = tmp_path / "touches"
    assert _run("count", act, str(folder), str(counted)).wait(timeout=60) == 0
    touches = int(counted.read_text())
    spread = range(1, touches, max(1, touches // 14))
    points = sorted({*spread, *range(max(1, touches - 9), touches + 1)})
    assert _run("kill", act, str(folder), *map(str, points)).wait(timeout=120) == 0

    sequences = []
    for point in points:
        copy = folder.with_name(f"index-{act}-{point}")
        index = SearchIndex(copy)
        sequence, *rest = _state(index)
        assert rest == [{str(sequence)}, 3, 6], f"killed at {point} of {touches}"
        sequences.append(sequence)

        killed_writer.write(copy, 3)
        index.refresh()
        assert _state(index) == (3, {"3"}, 3, 6), f"killed at {point} of {touches}"
        index.close()
        killed_writer.write(copy, 4)
        assert len(list(copy.glob("generation-*"))) == 1
    assert sequences == sorted(sequences)
    assert set(sequences) == {1, 2}


def test_a_reader_beside_a_busy_writer_sees_whole_commits_only(tmp_path):
    folder = tmp_path / "index"
    killed_writer.write(folder, 1)
    commits = 25
    writer = _run("write", str(folder), str(commits))
    index = SearchIndex(folder)
    seen = []

    def look(_):
        index.refresh()
        return _state(index)

    with ThreadPoolExecutor(3) as readers:
        while writer.poll() is None:
            seen += readers.map(look, range(6))
    index.refresh()
    seen.append(_state(index))
    index.close()

    assert writer.returncode == 0
    assert seen[-1][0] == commits + 1
    assert {(len(versions), total, count) for _, versions, total, count in seen} == {(1, 3, 6)}
    assert len({sequence for sequence, *_ in seen}) > 3
