"""The transfers a viewer may see: his own, those of his cell, those of his committee."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.members.models import Member
from handbook_api.members.transfers.errors import TransferNotFound
from handbook_api.members.transfers.models import Transfer, TransferStep
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

_From = aliased(Organisation, name="from_cell")
_To = aliased(Organisation, name="to_cell")

#: Who leads a cell and so sees what happens to its people; acting is for the first two alone.
_LEADERS = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.CELL_COMMITTEE_MEMBER)


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer with whom and what it is about. from_cell, to_cell: None outside, or unnamed."""

    transfer: Transfer
    member: Member | None
    from_cell: Organisation | None
    to_cell: Organisation | None

    @property
    def full_name(self) -> str:
        """Who moves."""
        return self.member.full_name if self.member else self.transfer.full_name or ""


@dataclass(frozen=True, slots=True)
class TransferFilter:
    """What a list of transfers is narrowed to; an empty field narrows nothing.

    late_on: only what is late on that day. cell_id: that cell sends or receives.
    """

    states: Collection[str] = ()
    kinds: Collection[str] | None = None
    late_on: date | None = None
    cell_id: UUID | None = None
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A kind of transfer in a state, and for which sides somebody takes the step that leads on.

    when_due: it waits for nobody before the day on which it is due.
    """

    kind: str
    state: str
    sending: bool
    receiving: bool
    when_due: bool


#: The steps of a transfer, each with who took it.
Steps = Sequence[tuple[TransferStep, str | None]]

_Rows = Select[Transfer, Member, Organisation, Organisation]


def visible_transfers(viewer: Identity) -> _Rows:
    """The transfers `viewer` may see, with person and cells. Every other query starts from it."""
    return (
        select(Transfer, Member, _From, _To)
        .outerjoin(Member, Member.id == Transfer.member_id)
        .outerjoin(_From, _From.id == Transfer.from_cell_id)
        .outerjoin(_To, _To.id == Transfer.to_cell_id)
        .where(_has_part(viewer))
    )


def _has_part(viewer: Identity) -> ColumnElement[bool]:
    """The member himself, both cells' leaders, and organisation officers above either cell."""
    if viewer.sees_everything:
        return true()
    grounds: list[ColumnElement[bool]] = []
    if viewer.account_id is not None:
        grounds.append(Member.account_id == viewer.account_id)
    return or_(false(), *grounds, _looks_after(viewer, _From), _looks_after(viewer, _To))


def _looks_after(viewer: Identity, cell: type[Organisation]) -> ColumnElement[bool]:
    """The cell's leaders, and organisation officers above it."""
    served = viewer.paths(Role.ORGANISATION_OFFICER)
    return or_(
        cell.path.in_(viewer.paths(*_LEADERS)), *(inside(cell.path, path) for path in served)
    )


def get_transfer(
    session: Session, viewer: Identity, transfer_id: UUID, *, to_change: bool = False
) -> TransferRow:
    """Return a visible transfer. Raises TransferNotFound.

    to_change: nobody else changes it, nor the person's record, before this transaction ends. The
    record is locked first, as every act on a record does: two acts cannot block one another.
    """
    query = visible_transfers(viewer).where(Transfer.id == transfer_id)
    if to_change:
        whose = select(Member.id).join(Transfer, Transfer.member_id == Member.id)
        session.execute(whose.where(Transfer.id == transfer_id).with_for_update(of=Member))
        query = query.with_for_update(of=Transfer).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise TransferNotFound(id=str(transfer_id))
    return TransferRow(*found)


def page_of_transfers(
    session: Session,
    viewer: Identity,
    wanted: TransferFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[TransferRow]:
    """Return visible transfers, the last begun first."""
    query = visible_transfers(viewer).where(*_narrowed(wanted))
    order = Transfer.started_at, Transfer.id
    return newest_first.page_of(session, query, order, TransferRow, limit=limit, cursor=cursor)


def _narrowed(wanted: TransferFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.states:
        yield Transfer.state.in_(wanted.states)
    if wanted.kinds is not None:
        yield Transfer.kind.in_(wanted.kinds)
    if wanted.late_on is not None:
        yield Transfer.due_on < wanted.late_on
    if wanted.cell_id is not None:
        yield or_(Transfer.from_cell_id == wanted.cell_id, Transfer.to_cell_id == wanted.cell_id)
    if wanted.member_id is not None:
        yield Transfer.member_id == wanted.member_id


def steps_of(session: Session, viewer: Identity, row: TransferRow) -> Steps:
    """Return the steps of a transfer `viewer` was shown, in order, each with who took it."""
    return steps_by_transfer(session, viewer, [row.transfer.id]).get(row.transfer.id, ())


def steps_by_transfer(
    session: Session, viewer: Identity, ids: Collection[UUID]
) -> Mapping[UUID, Steps]:
    """Return the steps of transfers `viewer` was shown, by transfer, in one statement."""
    del viewer  # whoever sees a transfer sees its steps
    query = (
        select(TransferStep, Account.display_name)
        .outerjoin(Account, Account.id == TransferStep.by)
        .where(TransferStep.transfer_id.in_(ids))
        .order_by(TransferStep.transfer_id, TransferStep.number)
    )
    found: dict[UUID, list[tuple[TransferStep, str | None]]] = {}
    for step, name in session.execute(query) if ids else ():
        found.setdefault(step.transfer_id, []).append((step, name))
    return found


def late_transfers(session: Session, viewer: Identity) -> Sequence[Transfer]:
    """Return every visible transfer that is late today, the longest overdue first."""
    query = visible_transfers(viewer).where(Transfer.due_on < clock.today())
    found = session.execute(query.order_by(Transfer.due_on, Transfer.id))
    return [row[0] for row in found]


def transfers_whose_turn_it_is(
    session: Session, viewer: Identity, turns: Iterable[Turn], *, limit: int
) -> Sequence[TransferRow]:
    """Return visible transfers that wait for a side `viewer` belongs to, the longest due first.

    Who of that side may take the step, the policy says.
    """
    query = visible_transfers(viewer).where(or_(false(), *(_waits(viewer, one) for one in turns)))
    ordered = query.order_by(Transfer.due_on, Transfer.started_at, Transfer.id)
    return [TransferRow(*row) for row in session.execute(ordered.limit(limit))]


def _waits(viewer: Identity, turn: Turn) -> ColumnElement[bool]:
    sides = ((turn.sending, _From), (turn.receiving, _To))
    theirs = or_(false(), *(_looks_after(viewer, cell) for takes, cell in sides if takes))
    due = Transfer.due_on <= clock.today() if turn.when_due else true()
    return and_(Transfer.kind == turn.kind, Transfer.state == turn.state, due, theirs)
