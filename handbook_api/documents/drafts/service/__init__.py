"""What is done with drafts: receive, describe, confirm, look over, take over, discard, forget."""

from handbook_api.documents.drafts.service.confirming import (
    add_relation,
    answer_relations,
    describe,
    drop_relation,
)
from handbook_api.documents.drafts.service.receiving import (
    NewFile,
    Received,
    discard,
    may_import,
    read_again,
    receive,
)
from handbook_api.documents.drafts.service.reviewing import Effect, RelationAt, Review, review
from handbook_api.documents.drafts.service.taking_over import take_over

__all__ = [
    "Effect",
    "NewFile",
    "Received",
    "RelationAt",
    "Review",
    "add_relation",
    "answer_relations",
    "describe",
    "discard",
    "drop_relation",
    "may_import",
    "read_again",
    "receive",
    "review",
    "take_over",
]
