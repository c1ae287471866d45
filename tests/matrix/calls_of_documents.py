"""How the operations of documents on their way into the library are called about a target."""

from collections.abc import Mapping

from tests.matrix.call import Call, getting, sending

_DRAFT = "/document-drafts/{paper}"
_FILE = "CHI BỘ THỬ\n\nViệc mẫu.\n".encode()

DOCUMENTS: Mapping[str, Call] = {
    "sendDocumentFile": Call(
        lambda _: ("POST", "/document-drafts", {"name": "giay.txt"}, _FILE),
        is_own=True,
        media_type="text/plain",
    ),
    "listDocumentDrafts": Call(getting("/document-drafts", limit="100"), is_list=True),
    "getDocumentDraft": Call(getting(_DRAFT)),
    "reviewDocumentDraft": Call(getting(f"{_DRAFT}/review")),
    "getDocumentDraftSheet": Call(getting(f"{_DRAFT}/sheets/1")),
    "getDocumentDraftFile": Call(getting(f"{_DRAFT}/file")),
    "describeDocumentDraft": Call(sending("PATCH", _DRAFT, lambda _: {"title": "Việc mẫu"})),
    "answerDocumentDraftRelations": Call(
        sending("PUT", f"{_DRAFT}/relations", lambda _: {"yes": [], "no": []})
    ),
    "addDocumentDraftRelation": Call(
        sending(
            "POST",
            f"{_DRAFT}/relations",
            lambda _: {"kind": "replaces", "words": "Hướng dẫn 01-HD/TW, ngày 28/9/2021"},
        )
    ),
    "dropDocumentDraftRelation": Call(sending("DELETE", f"{_DRAFT}/relations/0")),
    "readDocumentDraftAgain": Call(sending("POST", f"{_DRAFT}/reading")),
    "takeOverDocumentDraft": Call(
        sending("POST", f"{_DRAFT}/taking-over", lambda _: {"revision": "0" * 16})
    ),
    "discardDocumentDraft": Call(sending("DELETE", _DRAFT)),
}
