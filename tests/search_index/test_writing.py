"""Writing: everything or nothing, one at a time, and rebuilding beside the live index."""

import shutil
import threading

import pytest

from search_index import IndexBusy, Query, SearchIndex, WriterClosed
from tests.search_index.library import a_passage, some_facts

SCOPE = dict.fromkeys(("a", "b", "c"), some_facts())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def index(folder):
    opened = SearchIndex(folder)
    yield opened
    opened.close()


def _write(index, sequence, **texts):
    with index.writer() as writer:
        for document_id, text in texts.items():
            if text is None:
                writer.remove_document(document_id)
            else:
                writer.replace_document(document_id, [a_passage(document_id, "1", text)])
        writer.commit(sequence)


def _found(index, typed):
    index.refresh()
    return sorted(hit.document_id for hit in index.search(Query(typed), SCOPE).hits)


def test_an_index_that_was_never_written_is_empty_at_sequence_zero(index):
    assert (index.sequence, index.passage_count) == (0, 0)
    assert _found(index, "đảng phí") == []
    assert index.suggest("đảng", SCOPE) == ()


def test_a_commit_is_seen_after_a_refresh_and_not_before(index):
    _write(index, 5, a="đảng phí")

    assert (index.sequence, index.passage_count) == (0, 0)
    assert index.refresh()
    assert (index.sequence, index.passage_count) == (5, 1)
    assert not index.refresh()


def test_a_document_is_replaced_as_a_whole(index):
    with index.writer() as writer:
        writer.replace_document("a", [a_passage("a", "1", "cũ một"), a_passage("a", "2", "cũ hai")])
        writer.commit(1)
    _write(index, 2, a="mới")

    assert _found(index, "cũ") == []
    assert _found(index, "mới") == ["a"]
    assert index.passage_count == 1


def test_a_removed_document_is_gone_and_removing_it_again_is_no_error(index):
    _write(index, 1, a="đảng phí", b="đảng phí")
    _write(index, 2, a=None)
    _write(index, 3, a=None, c=None)

    assert _found(index, "đảng phí") == ["b"]
    assert index.sequence == 3


def test_a_removed_document_is_not_found_by_its_name_or_day_either(index):
    with index.writer() as writer:
        for name in ("a", "b"):
            writer.replace_document(
                name, [a_passage(name, "1", "Quy định về đảng phí", symbol="12-HD/TW")]
            )
        writer.commit(1)
    _write(index, 2, a=None)
    scope = dict.fromkeys(("a", "b"), some_facts(symbol="12-HD/TW", title="Quy định về đảng phí"))
    index.refresh()

    for typed in ("12-HD/TW", "ngày 26/5/2025", "quy định về đảng phí"):
        assert [hit.document_id for hit in index.search(Query(typed), scope).hits] == ["b"]


def test_the_last_version_counts_when_a_document_changes_twice_before_a_commit(index):
    with index.writer() as writer:
        writer.replace_document("a", [a_passage("a", "1", "thứ nhất")])
        writer.replace_document("a", [a_passage("a", "1", "thứ hai")])
        writer.remove_document("b")
        writer.replace_document("b", [a_passage("b", "1", "thứ hai")])
        writer.commit(1)

    assert _found(index, '"thứ nhất"') == []
    assert _found(index, '"thứ hai"') == ["a", "b"]
    assert index.passage_count == 2


def test_a_sequence_moves_on_without_any_change(index):
    _write(index, 1, a="đảng phí")
    _write(index, 9)
    index.refresh()

    assert (index.sequence, index.passage_count) == (9, 1)


def test_everything_may_be_removed(index):
    _write(index, 1, a="đảng phí", b="đảng viên")
    _write(index, 2, a=None, b=None)

    assert _found(index, "đảng") == []
    assert (index.sequence, index.passage_count) == (2, 0)


def test_leaving_without_a_commit_changes_nothing(index):
    _write(index, 1, a="đảng phí")
    with index.writer() as writer:
        writer.replace_document("a", [a_passage("a", "1", "khác")])
    with pytest.raises(RuntimeError, match="giữa chừng"), index.writer() as writer:
        writer.replace_document("a", [a_passage("a", "1", "khác")])
        raise RuntimeError("giữa chừng")

    assert _found(index, "đảng phí") == ["a"]
    assert index.sequence == 1


def test_what_was_not_committed_leaves_no_files(index, folder):
    _write(index, 1, a="đảng phí")
    before = sorted(path.name for path in folder.rglob("*"))
    with index.writer() as writer:
        assert writer.sequence == 1
        writer.replace_document("a", [a_passage("a", "1", "khác")])

    assert sorted(path.name for path in folder.rglob("*")) == before


def test_one_block_may_commit_several_times(index):
    with index.writer() as writer:
        for sequence in (1, 2, 3):
            writer.replace_document("a", [a_passage("a", "1", f"bản {sequence}")])
            writer.commit(sequence)
            assert writer.sequence == sequence

    assert _found(index, '"bản 3"') == ["a"]
    assert index.passage_count == 1


def test_a_writer_says_where_the_index_stands_when_it_has_the_lock(index, folder):
    _write(SearchIndex(folder), 4, a="đảng phí")

    assert index.sequence == 0
    with index.writer() as writer:
        assert writer.sequence == 4


def test_a_writer_that_was_left_writes_no_more(index):
    with index.writer() as writer:
        pass

    for late in (lambda: writer.commit(1), lambda: writer.remove_document("a")):
        with pytest.raises(WriterClosed):
            late()


def test_a_second_writer_waits_and_then_says_that_the_index_is_busy(index, folder):
    with index.writer(), pytest.raises(IndexBusy) as refusal, SearchIndex(folder).writer(wait=0.05):
        pass

    assert refusal.value.facts == {"waited": 0.05}


def test_a_second_writer_goes_on_when_the_first_has_left(index, folder):
    inside, leave = threading.Event(), threading.Event()

    def hold():
        with SearchIndex(folder).writer() as writer:
            inside.set()
            leave.wait(10)
            writer.replace_document("a", [a_passage("a", "1", "đảng phí")])
            writer.commit(1)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    leave.set()
    with index.writer(wait=30) as writer:
        assert writer.sequence == 1
    holder.join()


def test_a_rebuild_shuts_out_writers_so_that_no_change_is_lost(index, folder):
    with index.rebuilding(), pytest.raises(IndexBusy), SearchIndex(folder).writer(wait=0):
        pass


def test_the_live_index_answers_until_the_rebuild_is_finished(index):
    _write(index, 1, a="bản cũ")
    with index.rebuilding() as rebuild:
        rebuild.add([a_passage("b", "1", "bản mới")])
        assert _found(index, "bản") == ["a"]
        rebuild.finish(2)

    assert _found(index, "bản") == ["b"]
    assert index.sequence == 2


def test_an_unfinished_rebuild_leaves_everything_as_it_was(index, folder):
    _write(index, 1, a="bản cũ")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(RuntimeError), index.rebuilding() as rebuild:
        rebuild.add([a_passage("b", "1", "bản mới")])
        raise RuntimeError

    assert _found(index, "bản") == ["a"]
    assert sorted(path.name for path in folder.iterdir()) == before


def test_an_old_generation_stays_while_somebody_reads_it_and_goes_afterwards(index, folder):
    _write(index, 1, a="bản cũ")
    index.refresh()
    other = SearchIndex(folder)
    with other.rebuilding() as rebuild:
        rebuild.finish(2)

    assert len(list(folder.glob("generation-*"))) == 2
    assert [hit.document_id for hit in index.search(Query("bản"), SCOPE).hits] == ["a"]
    index.refresh()
    other.refresh()
    _write(index, 3, b="bản mới")
    assert len(list(folder.glob("generation-*"))) == 1


def test_a_rebuild_of_many_passages_is_written_in_several_segments(index, monkeypatch):
    monkeypatch.setattr("search_index.writing._SEGMENT_PASSAGES", 2)
    with index.rebuilding() as rebuild:
        for document_id in ("a", "b", "c"):
            rebuild.add(
                [a_passage(document_id, str(order), f"đảng phí {order}") for order in range(3)]
            )
        rebuild.finish(1)

    assert _found(index, "đảng phí") == ["a", "b", "c"]
    assert (index.passage_count, index.sequence) == (9, 1)
    assert len(index._snapshot.collection.segments) == 3


def test_many_small_commits_do_not_pile_up_segments(index):
    for sequence in range(1, 40):
        _write(index, sequence, **{"abc"[sequence % 3]: f"lần {sequence}"})
    index.refresh()

    assert len(index._snapshot.collection.segments) <= 4
    assert index.passage_count == 3


@pytest.mark.parametrize("harm", ["cut", "garbage", "missing", "no table of contents"])
def test_a_damaged_index_answers_as_empty_and_can_be_written_anew(index, folder, harm):
    _write(index, 1, a="đảng phí")
    generation = next(folder.glob("generation-*"))
    for path in (
        generation.glob("*.seg") if harm != "no table of contents" else generation.glob("*.toc")
    ):
        if harm == "cut":
            path.write_bytes(path.read_bytes()[:100])
        elif harm == "garbage":
            path.write_bytes(b"\x00" * path.stat().st_size)
        else:
            path.unlink()
    damaged = SearchIndex(folder)

    assert (damaged.sequence, damaged.passage_count) == (0, 0)
    _write(damaged, 2, b="đảng viên")
    assert _found(damaged, "đảng viên") == ["b"]
    assert damaged.sequence == 2


def test_a_folder_that_is_deleted_under_a_reader_becomes_empty(index, folder):
    _write(index, 1, a="đảng phí")
    index.refresh()
    shutil.rmtree(folder)

    assert index.refresh()
    assert (index.sequence, index.passage_count) == (0, 0)
    _write(index, 2, b="đảng phí")
    assert _found(index, "đảng phí") == ["b"]


@pytest.mark.parametrize("pointer", [b"", b"generation-000099", b"../elsewhere", b"\xff\xfe"])
def test_a_pointer_that_points_nowhere_is_an_empty_index(index, folder, pointer):
    _write(index, 1, a="đảng phí")
    (folder / "live").write_bytes(pointer)

    assert SearchIndex(folder).sequence == 0


def test_what_cannot_be_written_as_text_is_mended_on_the_way_in(index):
    with index.writer() as writer:
        writer.replace_document(
            "a", [a_passage("a", "1", "đa\u0309ng phi\u0301 \x00\ud800 hết", heading="Ðiều 1")]
        )
        writer.commit(1)

    assert _found(index, "đảng phí") == ["a"]
    hit = index.search(Query("đảng phí"), SCOPE).hits[0].passages[0]
    assert (hit.heading, hit.excerpt.text) == ("Điều 1", "đảng phí \ufffd hết")


def test_a_closed_index_finds_nothing_and_can_be_opened_again(index, folder):
    _write(index, 1, a="đảng phí")
    index.refresh()
    index.close()

    assert index.passage_count == 0
    assert SearchIndex(folder).passage_count == 1
