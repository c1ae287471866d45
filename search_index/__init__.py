"""Full-text search for Vietnamese documents: pure Python, no web framework, no database."""

from search_index.answers import (
    Answer,
    Excerpt,
    Hit,
    Interpretation,
    PassageHit,
    Query,
    Suggestion,
)
from search_index.errors import IndexBusy, QueryTooLong, SearchError, WriterClosed
from search_index.index import SearchIndex
from search_index.passages import SUMMARY, TEXT, TITLE, DocumentFacts, Glossary, Passage, Scope

__all__ = [
    "SUMMARY",
    "TEXT",
    "TITLE",
    "Answer",
    "DocumentFacts",
    "Excerpt",
    "Glossary",
    "Hit",
    "IndexBusy",
    "Interpretation",
    "Passage",
    "PassageHit",
    "Query",
    "QueryTooLong",
    "Scope",
    "SearchError",
    "SearchIndex",
    "Suggestion",
    "WriterClosed",
]
