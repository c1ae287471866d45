"""A plan on the wire: the same shape whether it was carried out or only looked at."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from pydantic import Field

from handbook_api.core.words import Words
from handbook_api.http.wire import WireModel
from handbook_api.organisations.events import GUESTS, MEMBERS, ROLES
from handbook_api.organisations.schemas.giving import (
    Kinds,
    OrganisationChangeName,
    OrganisationKindName,
    change_name,
    kind_name,
)
from handbook_api.organisations.service import Changing, Plan, State
from handbook_api.organisations.service.history import words_of
from handbook_api.organisations.service.plans import state_of

#: More lines than this are counted, not shown.
_MOST_LINES = 200


class PlannedParent(WireModel):
    """What an organisation stands under. id: null while it is only planned."""

    id: UUID | None
    name: str


class PlannedState(WireModel):
    """An organisation before or after an act."""

    name: str
    kind: OrganisationKindName
    code: str | None
    parent: PlannedParent | None


class PlannedChange(WireModel):
    """What becomes of one organisation."""

    id: UUID | None = Field(description="null: tổ chức mới, khi mới chỉ xem trước.")
    what: list[OrganisationChangeName]
    before: PlannedState | None = Field(description="null: chưa có trước đó.")
    after: PlannedState | None = Field(description="null: không còn sau đó.")


class AffectedOut(WireModel):
    """How many are affected besides those listed."""

    members: int = Field(description="Đảng viên thuộc các tổ chức này.")
    guests: int = Field(description="Người sinh hoạt tạm thời tại đó.")
    roles: int = Field(description="Chức vụ, phân công đang giữ tại đó.")
    organisations: int = Field(description="Tổ chức bên dưới cùng chuyển theo.")


class OrganisationPlanOut(WireModel):
    """What an act does: done, or only looked at."""

    preview: bool = Field(description="true: chưa làm gì.")
    act: OrganisationChangeName
    on: date
    decision: str | None
    changes: list[PlannedChange] = Field(description=f"Nhiều nhất {_MOST_LINES} dòng.")
    changes_total: int
    affected: AffectedOut


def plan_out(
    plan: Plan,
    names: Mapping[UUID, str],
    kinds: Kinds,
    words: Words,
    *,
    language: str,
    preview: bool,
) -> OrganisationPlanOut:
    """Tell a plan. names: of what the organisations stand under, as far as they are seen."""
    teller = _Teller(plan, names, kinds, words, language, preview=preview)
    lines = list(teller.lines())
    people = plan.people
    return OrganisationPlanOut(
        preview=preview,
        act=change_name(plan.what, words),
        on=plan.stated.on,
        decision=plan.stated.decision,
        changes=lines[:_MOST_LINES],
        changes_total=len(lines),
        affected=AffectedOut(
            members=people.get(MEMBERS, 0),
            guests=people.get(GUESTS, 0),
            roles=people.get(ROLES, 0),
            organisations=plan.inside,
        ),
    )


def parent_ids(plan: Plan) -> set[UUID]:
    """Return the ids of all that the organisations of a plan stand under, before or after."""
    states = [state for one in plan.changings for state in (one.before, one.after)]
    states += [one.state for one in plan.openings]
    states += [state_of(one.organisation) for one in plan.closings]
    return {state.parent_id for state in states if state.parent_id is not None}


class _Teller:
    """Puts the lines of one plan into words."""

    def __init__(  # the plan, and what its words are made of
        self,
        plan: Plan,
        names: Mapping[UUID, str],
        kinds: Kinds,
        words: Words,
        language: str,
        *,
        preview: bool,
    ) -> None:
        self._plan, self._kinds, self._words, self._language = plan, kinds, words, language
        self._coming = {one.id for one in plan.openings} if preview else set()
        self._names = {**names, **{one.id: one.state.name for one in plan.openings}}

    def lines(self) -> Iterator[PlannedChange]:
        """Yield what opens, what closes, what changes."""
        for opening in self._plan.openings:
            yield self._line(opening.id, ["opened"], None, opening.state)
        ends = self._plan.what if self._plan.successions else "closed"
        for closing in self._plan.closings:
            state = state_of(closing.organisation)
            yield self._line(closing.organisation.id, [ends], state, None)
        for one in self._plan.changings:
            yield self._line(one.organisation.id, _words_of(one, self._plan), one.before, one.after)

    def _line(
        self, id_: UUID, what: list[str], before: State | None, after: State | None
    ) -> PlannedChange:
        return PlannedChange(
            id=None if id_ in self._coming else id_,
            what=[change_name(code, self._words) for code in what],
            before=self._state(before) if before else None,
            after=self._state(after) if after else None,
        )

    def _state(self, state: State) -> PlannedState:
        parent = None
        if state.parent_id is not None and state.parent_id in self._names:
            id_ = None if state.parent_id in self._coming else state.parent_id
            parent = PlannedParent(id=id_, name=self._names[state.parent_id])
        return PlannedState(
            name=state.name,
            kind=kind_name(state.kind, self._kinds, self._language),
            code=state.code,
            parent=parent,
        )


def _words_of(one: Changing, plan: Plan) -> list[str]:
    found = words_of(one)
    if one.recodes and one.after.code is None:
        found = ["code_open" if word == "recoded" else word for word in found]
    # It stays as it is, and gets others or gives some away.
    return found or [plan.what]
