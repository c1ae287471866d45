"""How a transfer goes from hand to hand (transfers.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.files import TRANSFERS, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class TransferKind(Named):
    """A kind of transfer. temporary: he stays on the list of his own cell.

    from_here, to_here: whether that side is an organisation this handbook knows.
    """

    temporary: bool
    from_here: bool
    to_here: bool
    note: str


@dataclass(frozen=True, slots=True)
class TransferState(Named):
    """Where a transfer stands. done: nothing more is expected of anybody.

    overdue_rule: the field of TransferRules that says after how many working days in this state
        it is late; “” where no clock runs.
    """

    done: bool
    overdue_rule: str


@dataclass(frozen=True, slots=True)
class TransferStep(Named):
    """A step somebody takes.

    kinds: the kinds of transfer that know it. start: states it is taken from; empty for the
        step that opens a transfer. by: who takes it, of “member”, “sending_cell”,
        “sending_committee”, “receiving_committee”, “receiving_cell”. needs_reason: in words.
    """

    kinds: frozenset[str]
    start: frozenset[str]
    end: str
    by: frozenset[str]
    needs_reason: bool

    @property
    def opens(self) -> bool:
        """Whether the transfer begins with it."""
        return not self.start


@dataclass(frozen=True, slots=True)
class TransferFlow:
    """The kinds, states and steps of transfers, each in the order of the file."""

    kinds: Mapping[str, TransferKind]
    states: Mapping[str, TransferState]
    steps: tuple[TransferStep, ...]

    def steps_from(self, kind: str, state: str | None) -> tuple[TransferStep, ...]:
        """Return the steps open to a transfer of `kind` in `state` (None: not begun)."""
        return tuple(
            step
            for step in self.steps
            if kind in step.kinds and (step.opens if state is None else state in step.start)
        )

    def step(self, code: str, kind: str, state: str | None) -> TransferStep | None:
        """Return the step `code` where a transfer of `kind` in `state` knows it, else None."""
        return next((one for one in self.steps_from(kind, state) if one.code == code), None)

    def next_step(self, kind: str, state: str) -> TransferStep | None:
        """Return the step that leads on from `state`, which the file names before those that lead
        back; None where nothing follows."""
        return next(iter(self.steps_from(kind, state)), None)


def transfer_flow_of(folder: Path) -> TransferFlow:
    """Return how transfers go. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, TRANSFERS), TRANSFERS)
    return TransferFlow(
        kinds={kind.code: kind for kind in told.each("kinds", _kind)},
        states={state.code: state for state in told.each("states", _state)},
        steps=told.each("steps", _step),
    )


def _kind(told: TableReader) -> TransferKind:
    return TransferKind(
        *named(told),
        temporary=told.truth("temporary"),
        from_here=told.truth("from_here"),
        to_here=told.truth("to_here"),
        note=told.text_or("note"),
    )


def _state(told: TableReader) -> TransferState:
    return TransferState(
        *named(told), done=told.truth("done"), overdue_rule=told.text_or("overdue_rule")
    )


def _step(told: TableReader) -> TransferStep:
    return TransferStep(
        *named(told),
        kinds=frozenset(told.texts("kinds")),
        start=frozenset(told.texts("from")),
        end=told.text("to"),
        by=frozenset(told.texts("by")),
        needs_reason=told.truth("needs_reason"),
    )
