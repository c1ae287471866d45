"""What waits for whoever looks: transfers that he moves on, not those he could only call off."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.members.transfers import queries
from handbook_api.members.transfers.policy import RECEIVERS, SENDERS
from handbook_api.members.transfers.queries import TransferRow, Turn
from handbook_api.members.transfers.service.stepping import may_take


def transfers_waiting_for(
    session: Session, actor: Identity, content: Content, *, limit: int
) -> Sequence[TransferRow]:
    """Return at most `limit` transfers whose next step `actor` may take, the longest due first.

    A stay waits from its last day on: somebody has to end it.
    """
    flow = content.transfer_flow
    found = queries.transfers_whose_turn_it_is(session, actor, _turns(content), limit=limit)
    return [
        row
        for row in found
        if (step := flow.next_step(row.transfer.kind, row.transfer.state))
        and may_take(actor, row, step)
    ]


def _turns(content: Content) -> Iterator[Turn]:
    flow = content.transfer_flow
    for kind in flow.kinds:
        for state in flow.states.values():
            step = flow.next_step(kind, state.code)
            if step is not None:
                sending, receiving = bool(step.by & SENDERS), bool(step.by & RECEIVERS)
                yield Turn(kind, state.code, sending, receiving, when_due=state.done)
