"""The one table of features: what they route, and what runs on a timer."""

from collections.abc import Callable, Sequence

from flask_restx import Namespace

from handbook_api.documents import resources as documents
from handbook_api.runtime import Runtime
from handbook_api.search import jobs as search_jobs
from handbook_api.search import resources as search

NAMESPACES: Sequence[Namespace] = (documents.ns, search.ns)

#: What the worker does again and again; each is safe to run twice and by several workers.
TIMERS: Sequence[Callable[[Runtime], None]] = (search_jobs.catch_up,)
