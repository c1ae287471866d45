"""The content folder → Content, and the fingerprint that tells whether it changed."""

import hashlib
from pathlib import Path

from handbook_api.content_store.content import Content
from handbook_api.content_store.documents import document_of
from handbook_api.content_store.files import SCHEMAS, document_names
from handbook_api.content_store.lists import (
    abbreviations_of,
    issuers_of,
    messages_of,
    synonyms_of,
    terms_of,
    topics_of,
)
from handbook_api.content_store.parameters.book import book_of
from handbook_api.content_store.parameters.choices import choice_lists_of
from handbook_api.content_store.parameters.fields import member_fields_of, viewer_classes_of
from handbook_api.content_store.parameters.holidays import holiday_list_of
from handbook_api.content_store.parameters.notice_kinds import notice_kinds_of
from handbook_api.content_store.parameters.organisation_kinds import (
    code_digits_of,
    organisation_kinds_of,
)
from handbook_api.content_store.parameters.papers import dossier_papers_of, request_kinds_of
from handbook_api.content_store.parameters.phones import phones_of
from handbook_api.content_store.parameters.roles import roles_of
from handbook_api.content_store.parameters.statuses import member_statuses_of
from handbook_api.content_store.parameters.transfers import transfer_flow_of
from handbook_api.content_store.parameters.wordings import meanings
from handbook_api.content_store.templates import templates_of


def load(folder: Path) -> Content:
    """Return everything in `folder`, ready to publish.

    Reads, it does not judge: cross references and wording are the business of `check`.
    Raises ContentUnreadable at the first file that cannot be read.
    """
    fields = member_fields_of(folder)
    return Content(
        documents=tuple(document_of(folder, name) for name in document_names(folder)),
        issuers=issuers_of(folder),
        topics=topics_of(folder),
        terms=terms_of(folder),
        abbreviations=abbreviations_of(folder),
        synonyms=synonyms_of(folder),
        messages_by_language=messages_of(folder),
        organisation_kinds=organisation_kinds_of(folder),
        organisation_code_digits=code_digits_of(folder),
        roles=roles_of(folder),
        member_statuses=member_statuses_of(folder),
        member_fields=fields,
        member_headings=meanings({code: spec.headers for code, spec in fields.items()}),
        viewer_classes=viewer_classes_of(folder),
        lists=choice_lists_of(folder),
        transfer_flow=transfer_flow_of(folder),
        dossier_papers=dossier_papers_of(folder),
        request_kinds=request_kinds_of(folder),
        holiday_list=holiday_list_of(folder),
        notice_kinds=notice_kinds_of(folder),
        notice_templates=templates_of(folder),
        phones=phones_of(folder),
        parameters=book_of(folder),
    )


def content_hash(folder: Path) -> str:
    """Return a fingerprint of all data in `folder`: equal as long as no data file changed.

    Schemas, the officers' README and editors' hidden files do not count.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        counts = name.parts[0] != SCHEMAS and not any(part.startswith(".") for part in name.parts)
        if path.is_file() and counts and path.name != "README.md":
            body = path.read_bytes()
            digest.update(f"{name.as_posix()}\0{len(body)}\0".encode())
            digest.update(body)
    return digest.hexdigest()
