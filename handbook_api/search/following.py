"""The index follows the library: it stands at a change number and reads on from there."""

from collections.abc import Callable

import structlog

from handbook_api.core.identity import SYSTEM
from handbook_api.documents import queries
from handbook_api.runtime import Runtime
from handbook_api.search.passages import passages_of
from search_index import Passage
from search_index.writing import IndexWriter

log = structlog.get_logger("search")

#: Changes read between two commits: bounds memory, and what a killed follower does again.
_BATCH = 200

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Show nothing."""


def catch_up(runtime: Runtime, *, wait: float = 0.0, progress: Progress = _silent) -> int:
    """The index stands at the library's last change afterwards; returns documents written.

    wait: seconds to wait for another writer. Raises IndexBusy when it is still at work then.
    An index that followed another history (a restored backup) is built anew.
    """
    with runtime.transaction(read_only=True) as session:
        target = queries.sequence(session)
        same_history = queries.knows_sequence(session, runtime.index.sequence)
    if not same_history:
        return rebuild(runtime, progress=progress)
    if runtime.index.sequence == target:
        return 0
    written = 0
    with runtime.index.writer(wait=wait) as writer:
        # The writer's own number, read under its lock: a damaged index begins anew at 0.
        position = writer.sequence
        while position < target:
            with runtime.transaction(read_only=True) as session:
                changes = queries.changed_since(session, position, limit=_BATCH)
                if not changes:
                    break
                for document_id in {change.document_id for change in changes}:
                    _write(writer, document_id, passages_of(session, document_id))
                    written += 1
            position = changes[-1].sequence
            writer.commit(position)
            progress(position, target)
    runtime.index.refresh()
    log.info("index_caught_up", sequence=position, documents=written)
    return written


def _write(writer: IndexWriter, document_id: str, passages: list[Passage]) -> None:
    if passages:
        writer.replace_document(document_id, passages)
    else:
        writer.remove_document(document_id)


def rebuild(runtime: Runtime, *, progress: Progress = _silent) -> int:
    """A fresh index, built beside the live one, takes its place; returns passages written."""
    with runtime.transaction(read_only=True) as session, runtime.index.rebuilding() as fresh:
        sequence = queries.sequence(session)
        ids = queries.all_document_ids(session, SYSTEM)
        count = 0
        for done, document_id in enumerate(ids, 1):
            passages = passages_of(session, document_id)
            fresh.add(passages)
            count += len(passages)
            session.expunge_all()
            progress(done, len(ids))
        fresh.finish(sequence)
    runtime.index.refresh()
    log.info("index_rebuilt", sequence=sequence, documents=len(ids), passages=count)
    return count
