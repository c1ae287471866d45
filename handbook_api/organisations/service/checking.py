"""The rules of the tree: names, days, kinds."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, OrganisationKind
from handbook_api.core import clock
from handbook_api.organisations import names
from handbook_api.organisations.errors import (
    CellAndCommittee,
    DateInFuture,
    DateTooEarly,
    KindDoesNotFit,
    KindEnded,
    NameMissing,
    UnknownKind,
)
from handbook_api.organisations.models import Organisation, OrganisationCode


def tidy_name(name: str) -> str:
    """Return a name as it is kept. Raises NameMissing."""
    tidied = names.tidy(name)
    if not names.fold(tidied) or len(tidied) > names.MOST_NAME:
        raise NameMissing
    return tidied


def must_have_come(on: date) -> None:
    """Raise DateInFuture for a day after today in Vietnam."""
    if on > clock.today():
        raise DateInFuture(on=_written(on))


def must_follow(on: date, day: date, name: str) -> None:
    """Raise DateTooEarly when `on` lies before `day`, which is on record for `name`."""
    if on < day:
        raise DateTooEarly(name=name, on=_written(on), not_before=_written(day))


def must_exist_on(on: date, organisations: Iterable[Organisation]) -> None:
    """Raise DateTooEarly when any of these was opened after `on`."""
    for one in organisations:
        must_follow(on, one.opened_on, one.name)


def must_follow_closings(on: date, organisations: Iterable[Organisation]) -> None:
    """Raise DateTooEarly when any of these closed after `on`."""
    for one in organisations:
        if one.closed_on is not None:
            must_follow(on, one.closed_on, one.name)


def must_follow_codes(session: Session, on: date, organisations: Sequence[Organisation]) -> None:
    """Raise DateTooEarly when any of these got its present code after `on`."""
    by_id = {one.id: one for one in organisations}
    query = select(OrganisationCode.organisation_id, OrganisationCode.since).where(
        OrganisationCode.until.is_(None), OrganisationCode.since > on
    )
    for id_, since in session.execute(query):
        if id_ in by_id:
            must_follow(on, since, by_id[id_].name)


def kind_of(content: Content, code: str) -> OrganisationKind:
    """Return the kind with that code. Raises UnknownKind."""
    kind = content.organisation_kinds.get(code)
    if kind is None:
        raise UnknownKind(kind=code[:40])
    return kind


def must_fit(kind: OrganisationKind, parent: OrganisationKind | None) -> None:
    """Raise KindDoesNotFit unless `kind` stands under `parent` (None: at the top)."""
    if not kind.may_stand_under(parent.code if parent else None):
        raise KindDoesNotFit(kind=kind.name, parent=parent.name if parent else "–")


def must_live_on(kind: OrganisationKind, on: date) -> None:
    """Raise KindEnded when organisations of this kind existed no more on `on`."""
    if not kind.lives_on(on) and kind.closed_on is not None:
        raise KindEnded(kind=kind.name, closed_on=_written(kind.closed_on))


def must_be_alike(*kinds: OrganisationKind) -> None:
    """Raise CellAndCommittee when some of these are cells and others committees."""
    if len({kind.is_cell for kind in kinds}) > 1:
        raise CellAndCommittee


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
