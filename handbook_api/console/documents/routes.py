"""Where editors find the documents."""

from flask import Blueprint

from handbook_api.console.documents import (
    comparing,
    describing,
    drafts,
    library,
    relating,
    sending,
    taking_over,
)
from handbook_api.console.documents.base import DOCUMENTS, IMPORTS

bp = Blueprint("console_documents", __name__)

_ONE = f"{IMPORTS}/<uuid:draft_id>"

for rule, view in (
    (DOCUMENTS, library.Library),
    (f"{DOCUMENTS}/dan-chieu", library.Unresolved),
    (IMPORTS, sending.Send),
    (_ONE, drafts.OneDraft),
    (f"{_ONE}/doc-lai", drafts.ReadAgain),
    (f"{_ONE}/tep", drafts.DraftOriginal),
    (f"{_ONE}/bo", drafts.DiscardDraft),
    (f"{_ONE}/thong-tin", describing.Describe),
    (f"{_ONE}/noi-dung", comparing.Compare),
    (f"{_ONE}/quan-he", relating.Relate),
    (f"{_ONE}/quan-he/them", relating.AddRelation),
    (f"{_ONE}/quan-he/<int(max=999):place>/go", relating.DropRelation),
    (f"{_ONE}/kiem-tra", taking_over.TakeOver),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
