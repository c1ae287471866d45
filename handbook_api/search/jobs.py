"""What the worker does for search."""

from handbook_api.runtime import Runtime
from handbook_api.search import following
from search_index.errors import IndexBusy


def catch_up(runtime: Runtime) -> None:
    """The index follows; when another process is already writing it, that one does the work."""
    try:
        following.catch_up(runtime)
    except IndexBusy:
        return
