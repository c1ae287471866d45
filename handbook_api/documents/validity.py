"""Is a document in force on a day? Decided once, in SQL, so that lists, facets and pages agree."""

from datetime import date

from sqlalchemy import ColumnElement, and_, case, literal, or_, select
from sqlalchemy.orm import aliased

from handbook_api.core import clock
from handbook_api.documents.models import Document, Relation
from handbook_api.documents.vocabulary import DocumentKind, RelationKind
from handbook_api.documents.vocabulary import ValidityStatus as Status


def status_at(as_at: date) -> ColumnElement[str]:
    """Return an expression over `documents`: the ValidityStatus of each row on `as_at`.

    as_at: a day of the Vietnamese calendar. Rules, first match wins:
    a news article has no validity; not yet effective; replaced by a document that has effect;
    past its last day; *perhaps* replaced → unknown; declared expired or replaced by an officer
    who knows no date; declared unknown; amended; in force by its date or by an officer's word;
    else unknown.
    """
    declared = Document.status_claim
    known_by_then = or_(Document.status_as_of.is_(None), Document.status_as_of <= as_at)
    # A dated replacement or last day explains the declaration: then dates alone decide.
    unexplained = ~_is_dated_by_a_successor() & Document.expires_on.is_(None)
    ended = unexplained & declared.in_([Status.EXPIRED, Status.REPLACED])
    begins = case(
        (Document.effective_on.is_not(None), Document.effective_on), else_=Document.issued_on
    )
    return case(
        (Document.kind == DocumentKind.ARTICLE, literal(Status.NONE)),
        (begins > as_at, literal(Status.NOT_YET)),
        (_acted_on(RelationKind.REPLACES, as_at, certain=True), literal(Status.REPLACED)),
        (Document.expires_on < as_at, literal(Status.EXPIRED)),
        (_acted_on(RelationKind.REPLACES, as_at, certain=False), literal(Status.UNKNOWN)),
        (and_(ended, known_by_then), declared),
        (or_(ended, unexplained & (declared == Status.UNKNOWN)), literal(Status.UNKNOWN)),
        (_acted_on(RelationKind.AMENDS, as_at, certain=True), literal(Status.AMENDED)),
        (declared == Status.IN_FORCE, literal(Status.IN_FORCE)),
        (Document.effective_on.is_not(None), literal(Status.IN_FORCE)),
        else_=literal(Status.UNKNOWN),
    )


def has_effect(relation: type[Relation], as_at: date) -> ColumnElement[bool]:
    """Tell whether a relation has begun by `as_at`.

    An undated one counts from today on only: for earlier days nobody can say.
    """
    undated_counts = literal(as_at >= clock.today())
    return or_(relation.since <= as_at, and_(relation.since.is_(None), undated_counts))


def _acted_on(kind: RelationKind, as_at: date, *, certain: bool) -> ColumnElement[bool]:
    acting = aliased(Relation)
    begun = (
        has_effect(acting, as_at) if certain else or_(acting.since <= as_at, acting.since.is_(None))
    )
    return (
        select(acting.id)
        .where(
            acting.target_id == Document.id,
            acting.kind == kind,
            acting.certain.is_(certain),
            begun,
        )
        .correlate(Document)
        .exists()
    )


def _is_dated_by_a_successor() -> ColumnElement[bool]:
    acting = aliased(Relation)
    return (
        select(acting.id)
        .where(
            acting.target_id == Document.id,
            acting.kind == RelationKind.REPLACES,
            acting.since.is_not(None),
        )
        .correlate(Document)
        .exists()
    )
