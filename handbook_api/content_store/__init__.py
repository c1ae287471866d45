"""Reads and checks the officers' content folder; knows nothing of Flask or the database.

`load` gives the frozen content, `check` lists what an officer should mend, `content_hash` tells
cheaply whether anything changed since the last start.
"""

from handbook_api.content_store.checking import Problem, check
from handbook_api.content_store.content import Content
from handbook_api.content_store.entries import (
    Abbreviation,
    DocumentEntry,
    ErrorText,
    Issuer,
    Mention,
    Messages,
    Plenum,
    Relation,
    Source,
    Status,
    Synonym,
    Term,
    Topic,
)
from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.loading import content_hash, load

__all__ = [
    "Abbreviation",
    "Content",
    "ContentUnreadable",
    "DocumentEntry",
    "ErrorText",
    "Issuer",
    "Mention",
    "Messages",
    "Plenum",
    "Problem",
    "Relation",
    "Source",
    "Status",
    "Synonym",
    "Term",
    "Topic",
    "check",
    "content_hash",
    "load",
]
