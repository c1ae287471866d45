"""Bring a node up to date before it serves: database, content, index. Cheap when all is."""

from collections.abc import Callable

from handbook_api.content_store import check, content_hash
from handbook_api.core.errors import HandbookError
from handbook_api.db import migrate
from handbook_api.documents import service as documents
from handbook_api.documents.service.publishing import published_hash
from handbook_api.runtime import Runtime
from handbook_api.search import following

Progress = Callable[[int, int], None]


class ContentInvalid(HandbookError):
    """Officers' files hold mistakes; publishing them would spread them."""

    status, code = 422, "content.invalid"


def prepare(runtime: Runtime, progress: Progress) -> None:
    """The database is migrated, content published, the index caught up afterwards."""
    migrate.upgrade(runtime.engine)
    publish_content(runtime)
    following.catch_up(runtime, wait=60, progress=progress)


def publish_content(runtime: Runtime) -> documents.Published | None:
    """Publish content/ unless it is what was published last; None when it is.

    Raises ContentInvalid, NotMigrated.
    """
    migrate.require_head(runtime.engine)
    folder = runtime.settings.content_folder
    found = content_hash(folder)
    with runtime.transaction(read_only=True) as session:
        if published_hash(session) == found:
            return None
    if problems := check(folder):
        raise ContentInvalid(count=len(problems))
    with runtime.transaction() as session:
        published = documents.publish(session, runtime.content, found)
        documents.link_open(session, runtime.content.term_starts, published.touched)
        return published
