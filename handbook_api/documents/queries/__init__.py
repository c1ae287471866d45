"""Every SELECT of the library, scoped by who asks."""

from handbook_api.documents.queries.citations import (
    citations_in,
    cited_by,
    page_of_citations,
    page_of_unresolved,
)
from handbook_api.documents.queries.documents import (
    DocumentAt,
    DocumentFilter,
    Facts,
    all_document_ids,
    current_successor,
    documents_by_id,
    documents_with_symbol,
    facts_of_documents,
    get_document,
    page_of_documents,
    relations_of,
    visible_documents,
)
from handbook_api.documents.queries.library import all_issuers, all_topics, changed_since, sequence
from handbook_api.documents.queries.texts import (
    count_provisions,
    find_version,
    get_file,
    get_provision,
    neighbours_of,
    page_of_provisions,
    provisions_of,
    provisions_under,
)

__all__ = [
    "DocumentAt",
    "DocumentFilter",
    "Facts",
    "all_document_ids",
    "all_issuers",
    "all_topics",
    "changed_since",
    "citations_in",
    "cited_by",
    "count_provisions",
    "current_successor",
    "documents_by_id",
    "documents_with_symbol",
    "facts_of_documents",
    "find_version",
    "get_document",
    "get_file",
    "get_provision",
    "neighbours_of",
    "page_of_citations",
    "page_of_documents",
    "page_of_provisions",
    "page_of_unresolved",
    "provisions_of",
    "provisions_under",
    "relations_of",
    "sequence",
    "visible_documents",
]
