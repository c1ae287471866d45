"""What can be done to the library: publish the officers' entries, import a text, link citations."""

from handbook_api.documents.service.changes import take_turn
from handbook_api.documents.service.importing import ImportOutcome, carry_out, import_document
from handbook_api.documents.service.linking import link_open, link_some
from handbook_api.documents.service.planning import ImportPlan, Overrides, find_issuer, plan_import
from handbook_api.documents.service.publishing import Published, publish
from handbook_api.documents.service.removing import remove_document

__all__ = [
    "ImportOutcome",
    "ImportPlan",
    "Overrides",
    "Published",
    "carry_out",
    "find_issuer",
    "import_document",
    "link_open",
    "link_some",
    "plan_import",
    "publish",
    "remove_document",
    "take_turn",
]
