"""Is a document in force on a day? Decided once, in SQL, so that lists, facets and pages agree."""

from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Exists, and_, case, literal, or_, select
from sqlalchemy.orm import aliased

from handbook_api.core import clock
from handbook_api.documents.models import Document, Relation
from handbook_api.documents.vocabulary import DocumentKind, RelationKind
from handbook_api.documents.vocabulary import ValidityStatus as Status

#: Days people look at the library from within one day; each costs a few kilobytes.
_DAYS_KEPT = 64

_ACTING = aliased(Relation)


def status_at(as_at: date) -> ColumnElement[str]:
    """Return an expression over `documents`: the ValidityStatus of each row on `as_at`.

    as_at: a day of the Vietnamese calendar. Rules, first match wins:
    a news article has no validity; not yet effective; replaced by a document that has effect;
    past its last day; *perhaps* replaced → unknown; declared expired or replaced by an officer
    who knows no date; declared unknown; amended; in force by its date, by an officer's word
    or because its end is dated; else unknown. An undated replacement counts from today on
    only: of earlier days nobody can say.
    """
    return _status(as_at, as_at >= clock.today())


@lru_cache(maxsize=_DAYS_KEPT)
def _status(as_at: date, undated_counts: bool) -> ColumnElement[str]:
    # Built once a day: putting the expression together costs more than the database's answer.
    surely_begun = has_effect(_ACTING, as_at, undated_counts=undated_counts)
    perhaps_begun = has_effect(_ACTING, as_at, undated_counts=True)
    declared = Document.status_claim
    known_by_then = or_(Document.status_as_of.is_(None), Document.status_as_of <= as_at)
    # A dated replacement or last day explains the declaration: then dates alone decide.
    dated = _relation_to_it(_ACTING.kind == RelationKind.REPLACES, _ACTING.since.is_not(None))
    unexplained = ~dated & Document.expires_on.is_(None)
    ended = unexplained & declared.in_([Status.EXPIRED, Status.REPLACED])
    begins = case(
        (Document.effective_on.is_not(None), Document.effective_on), else_=Document.issued_on
    )
    return case(
        (Document.kind == DocumentKind.ARTICLE, literal(Status.NONE)),
        (begins > as_at, literal(Status.NOT_YET)),
        (_acted_on(surely_begun, RelationKind.REPLACES, certain=True), literal(Status.REPLACED)),
        (Document.expires_on < as_at, literal(Status.EXPIRED)),
        (_acted_on(perhaps_begun, RelationKind.REPLACES, certain=False), literal(Status.UNKNOWN)),
        (and_(ended, known_by_then), declared),
        (or_(ended, unexplained & (declared == Status.UNKNOWN)), literal(Status.UNKNOWN)),
        (_acted_on(surely_begun, RelationKind.AMENDS, certain=True), literal(Status.AMENDED)),
        (declared == Status.IN_FORCE, literal(Status.IN_FORCE)),
        (Document.effective_on.is_not(None), literal(Status.IN_FORCE)),
        # Whatever ended on a known day was in force before, from its issue on.
        (and_(~unexplained, Document.issued_on <= as_at), literal(Status.IN_FORCE)),
        else_=literal(Status.UNKNOWN),
    )


def has_effect(
    relation: type[Relation], as_at: date, *, undated_counts: bool
) -> ColumnElement[bool]:
    """Tell whether a relation has begun by `as_at`."""
    begun = relation.since <= as_at
    return or_(begun, relation.since.is_(None)) if undated_counts else begun


def _acted_on(begun: ColumnElement[bool], kind: RelationKind, *, certain: bool) -> Exists:
    return _relation_to_it(_ACTING.kind == kind, _ACTING.certain.is_(certain), begun)


def _relation_to_it(*conditions: ColumnElement[bool]) -> Exists:
    query = select(_ACTING.id).where(_ACTING.target_id == Document.id, *conditions)
    return query.correlate(Document).exists()
