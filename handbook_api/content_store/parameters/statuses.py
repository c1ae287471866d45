"""The status machine of a member's record (member_statuses.toml).

A person stands on a *base* state (prospect, probationary, official). A *side* state lies over it
for a while and gives way to the same base again. An *end* state closes the membership.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.files import MEMBER_STATUSES, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.parameters.wordings import bare_words, meanings
from handbook_api.content_store.tables import TableReader

BASE, SIDE, END = "base", "side", "end"


@dataclass(frozen=True, slots=True)
class MemberStatus(Named):
    """A state and what follows from it.

    layer: “base”, “side” or “end”. is_member: he is a Party member. counted: he stands in the
        denominators of attendance, reach and study. may_hold_card: for a side state, as far as
        the base beneath allows. returns_card: an end after which the card comes back.
    needs_until: the state is for a time, whose last day must be given.
    may_begin: a record taken over from a list may begin with it.
    synonyms: other ways lists write it, the name itself left out.
    """

    layer: str
    is_member: bool
    counted: bool
    may_hold_card: bool
    returns_card: bool
    may_sign_in: bool
    needs_until: bool
    may_begin: bool
    synonyms: tuple[str, ...]
    note: str

    @property
    def ends_membership(self) -> bool:
        """Whether the person has left the Party, or this committee's list."""
        return self.layer == END


@dataclass(frozen=True, slots=True)
class Transition:
    """A step between two states, both by code.

    name: the act in words (“công nhận chính thức”). needs_decision: a paper's symbol and date
        must be given. needs_date: the day must be given. by_transfer: only a transfer takes
        this step, never somebody who edits the record.
    """

    start: str
    end: str
    name: str
    name_en: str
    needs_decision: bool
    needs_date: bool
    by_transfer: bool
    source: str


@dataclass(frozen=True, slots=True)
class MemberStatuses:
    """Every state by code, every step by its two ends, and code by every wording (bare words)."""

    states: Mapping[str, MemberStatus]
    steps: Mapping[tuple[str, str], Transition]
    wordings: Mapping[str, str]

    def __getitem__(self, code: str) -> MemberStatus:
        return self.states[code]

    def __contains__(self, code: object) -> bool:
        return code in self.states

    def meant_by(self, text: str) -> MemberStatus | None:
        """Return the state that a list means by `text`, in any case, with or without marks."""
        code = self.wordings.get(bare_words(text))
        return None if code is None else self.states[code]

    @property
    def members(self) -> frozenset[str]:
        """Codes of the states in which somebody is a Party member."""
        return frozenset(code for code, state in self.states.items() if state.is_member)

    @property
    def counted(self) -> frozenset[str]:
        """Codes of the states that stand in denominators."""
        return frozenset(code for code, state in self.states.items() if state.counted)

    def transition(self, start: str, end: str, *, base: str | None = None) -> Transition | None:
        """Return the step from `start` to `end`, None when there is none.

        base: for a side state `start`, what lies beneath it. The side state gives way to that
            base alone, and to no side or end state that the base itself does not lead to.
        """
        step = self.steps.get((start, end))
        if step is None or base is None or self.states[start].layer != SIDE:
            return step
        fits = end == base if self.states[end].layer == BASE else (base, end) in self.steps
        return step if fits else None

    def transition_allowed(
        self, start: str, end: str, *, base: str | None = None, by_transfer: bool = False
    ) -> bool:
        """Whether the step may be taken; steps of transfers only with `by_transfer`."""
        step = self.transition(start, end, base=base)
        return step is not None and (by_transfer or not step.by_transfer)

    def next_from(self, start: str, *, base: str | None = None) -> tuple[Transition, ...]:
        """Return the steps open from `start`, those of transfers left out, in file order."""
        return tuple(
            step
            for step in self.steps.values()
            if step.start == start and self.transition_allowed(start, step.end, base=base)
        )


def member_statuses_of(folder: Path) -> MemberStatuses:
    """Return the status machine. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, MEMBER_STATUSES), MEMBER_STATUSES)
    steps = (step for group in told.each("transitions", _steps) for step in group)
    states = told.each("statuses", _state)
    return MemberStatuses(
        states={state.code: state for state in states},
        wordings=meanings({one.code: (one.name, *one.synonyms) for one in states}),
        steps={(step.start, step.end): step for step in steps},
    )


def _state(told: TableReader) -> MemberStatus:
    return MemberStatus(
        *named(told),
        layer=told.text("layer"),
        is_member=told.truth("is_member"),
        counted=told.truth("counted"),
        may_hold_card=told.truth("may_hold_card"),
        returns_card=told.truth("returns_card"),
        may_sign_in=told.truth("may_sign_in"),
        needs_until=told.truth("needs_until"),
        may_begin=told.truth("may_begin"),
        synonyms=told.texts("synonyms"),
        note=told.text_or("note"),
    )


def _steps(told: TableReader) -> tuple[Transition, ...]:
    return tuple(
        Transition(
            start=start,
            end=told.text("to"),
            name=told.text("name"),
            name_en=told.text_or("name_en"),
            needs_decision=told.truth("needs_decision"),
            needs_date=told.truth("needs_date"),
            by_transfer=told.truth("by_transfer"),
            source=told.text("source"),
        )
        for start in told.texts("from")
    )
