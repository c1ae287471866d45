"""What a person says of a draft: what the document is, and what it does to others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core.identity import Audience, Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.documents.drafts import queries
from handbook_api.documents.drafts.contents import (
    KnownRelation,
    relations_of,
    relations_written,
    written_said,
)
from handbook_api.documents.drafts.errors import (
    AudienceIncomplete,
    LibraryMoved,
    NotReady,
    RelationNotUnderstood,
    TooManyRelations,
    UnknownRelation,
)
from handbook_api.documents.drafts.models import DocumentDraft, DraftState
from handbook_api.documents.drafts.policy import POLICY, DraftAct
from handbook_api.documents.drafts.service.receiving import KIND, touch
from handbook_api.documents.reading.metadata import StatedRelation
from handbook_api.documents.vocabulary import RelationKind
from search_index.citations import find_citations

#: No document does more to others; found in a text and written by people together.
MOST_RELATIONS = 100


def describe(
    session: Session,
    actor: Identity,
    draft_id: UUID,
    said: Mapping[str, Any],
    *,
    version: int | None = None,
) -> DocumentDraft:
    """What `said` names holds from now on: values by field, None where the document has none.

    version: of the draft that the person saw, where he says it.
    Raises DraftNotFound, NotReady, LibraryMoved, Forbidden, AudienceIncomplete.
    """
    draft, path = _open_draft(session, actor, draft_id, version)
    now = {**draft.said, **written_said({**said})}
    if said.get("organisation_id") is not None:
        now["organisation_id"] = str(said["organisation_id"])
    if now.get("audience") != Audience.ORGANISATION:
        if said.get("organisation_id") is not None:
            raise AudienceIncomplete  # its owner meant it for less than everybody
        now["organisation_id"] = None
    elif now.get("organisation_id") is None:
        raise AudienceIncomplete
    draft.said = now
    touch(draft)
    audit.record(
        *(session, actor, "documents.describe_draft", KIND, str(draft_id)),
        path=path,
        fields=sorted(said),
    )
    return draft


def answer_relations(
    session: Session,
    actor: Identity,
    draft_id: UUID,
    answers: Mapping[int, bool],
    *,
    version: int | None = None,
) -> DocumentDraft:
    """Of each relation (by its place, from 0) is known whether it is so.

    version: of the draft that the person saw, where he says it: places move.
    Raises DraftNotFound, NotReady, LibraryMoved, Forbidden, UnknownRelation.
    """
    draft, path = _open_draft(session, actor, draft_id, version)
    known = relations_of(draft.relations)
    if any(not 0 <= place < len(known) for place in answers):
        raise UnknownRelation
    draft.relations = relations_written(
        replace(one, answer=answers.get(place, one.answer)) for place, one in enumerate(known)
    )
    touch(draft)
    facts = {"yes": sum(answers.values()), "no": len(answers) - sum(answers.values())}
    audit.record(
        *(session, actor, "documents.answer_relations", KIND, str(draft_id)), path=path, facts=facts
    )
    return draft


def add_relation(
    session: Session, actor: Identity, draft_id: UUID, kind: RelationKind, words: str
) -> DocumentDraft:
    """The document does this, too, to the one that `words` name (“Hướng dẫn 01-HD/TW …”).

    Raises DraftNotFound, NotReady, Forbidden, RelationNotUnderstood, TooManyRelations.
    """
    draft, path = _open_draft(session, actor, draft_id)
    sentence = " ".join(words.split())
    cited = [one for one in find_citations(sentence) if not one.self_reference]
    if not cited:
        raise RelationNotUnderstood
    if len(draft.relations) >= MOST_RELATIONS:
        raise TooManyRelations(most=MOST_RELATIONS)
    added = KnownRelation(StatedRelation(kind, cited[0], sentence), answer=True, is_own=True)
    draft.relations = [*draft.relations, *relations_written([added])]
    touch(draft)
    audit.record(
        *(session, actor, "documents.add_relation", KIND, str(draft_id)),
        path=path,
        facts={"kind": kind.value},
    )
    return draft


def drop_relation(
    session: Session, actor: Identity, draft_id: UUID, place: int, *, version: int | None = None
) -> DocumentDraft:
    """What a person added is taken back.

    version: of the draft that the person saw, where he says it: places move.
    Raises DraftNotFound, NotReady, LibraryMoved, UnknownRelation.
    """
    draft, path = _open_draft(session, actor, draft_id, version)
    known = relations_of(draft.relations)
    if not 0 <= place < len(known) or not known[place].is_own:
        raise UnknownRelation
    draft.relations = relations_written([*known[:place], *known[place + 1 :]])
    touch(draft)
    audit.record(session, actor, "documents.drop_relation", KIND, str(draft_id), path=path)
    return draft


def _open_draft(
    session: Session, actor: Identity, draft_id: UUID, version: int | None = None
) -> tuple[DocumentDraft, str]:
    row = queries.get_draft(session, actor, draft_id, lock=True)
    POLICY.require(actor, DraftAct.IMPORT, Subject(row.organisation.path))
    if row.draft.state != DraftState.READY:
        raise NotReady
    if version is not None and row.draft.version != version:
        raise LibraryMoved
    return row.draft, row.organisation.path
