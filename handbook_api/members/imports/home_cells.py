"""Which cell a list means, by code or by name, among those that whoever imports answers for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity, Role
from handbook_api.members.imports import faults
from handbook_api.organisations import names
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import CodeNotUnderstood
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import chain
from handbook_api.organisations.queries.resolving import Resolved, resolve_code
from handbook_api.organisations.queries.tree import organisations_inside

_CODE = re.compile(r"(?<![\d.])\d{2}(?:\.\d{3}){1,4}(?![\d.])")
_PARTS = re.compile(r"\s+[-–]\s+|\s*[,;/]\s*|\s+(?:trực\s+)?thuộc\s+", re.IGNORECASE)
#: What people leave out, or put in, before the name of a cell or a committee.
_PREFIX = re.compile(r"^(?:chi bo co so|chi bo|cb|dang bo bo phan|dang bo|dang uy|db) ")
_MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Home:
    """A living organisation inside the reach of whoever imports."""

    id: UUID
    name: str
    code: str | None
    path: str
    is_cell: bool

    @property
    def called(self) -> str:
        """The text that finds it again: the code where there is one."""
        return self.code or self.name


class HomeCells:
    """The cells of everything that `actor` is the organisation officer of, read once.

    Some hundred bytes for each organisation; every text that was asked for is remembered.
    """

    def __init__(self, session: Session, actor: Identity, digits: Sequence[int], on: date) -> None:
        self._session, self._actor, self._digits, self._on = session, actor, digits, on
        self._reach = actor.paths(Role.ORGANISATION_OFFICER)
        found = {one.path: _home(one) for one in organisations_inside(session, actor, *self._reach)}
        self._by_path: Mapping[str, Home] = found
        self._by_code = {one.code: one for one in found.values() if one.code}
        self._by_name: dict[str, list[Home]] = {}
        for one in found.values():
            self._by_name.setdefault(_key(one.name), []).append(one)
        self._answers: dict[tuple[str, str], Home | faults.BoxRefused] = {}

    def find(self, text: str, committee: str = "") -> Home:
        """Return the cell that `text` means; committee: what stands above it, in words.

        Raises CellNotFound (also for what lies outside one's reach), CellOfManyNames,
        CommitteeInstead, CellGone.
        """
        asked = (text, committee)
        if asked not in self._answers:
            try:
                self._answers[asked] = self._cell(text, committee)
            except faults.BoxRefused as refusal:
                self._answers[asked] = refusal.with_traceback(None)
        answer = self._answers[asked]
        if isinstance(answer, Home):
            return answer
        raise answer

    def by_id(self) -> Mapping[UUID, Home]:
        """Return every organisation in reach by its id."""
        return {one.id: one for one in self._by_path.values()}

    def _cell(self, text: str, committee: str) -> Home:
        for code in _CODE.findall(text):
            if found := self._of_code(code):
                return _must_be_cell(found)
        for name, above in _readings(text):
            hints = [*above, committee] if committee else above
            bearers = [one for one in self._by_name.get(_key(name), ()) if self._under(one, hints)]
            cells = [one for one in bearers if one.is_cell]
            if cells:
                return _only_one(cells, name)
            if bearers:
                raise faults.CommitteeInstead
        raise faults.CellNotFound

    def _of_code(self, text: str) -> Home | None:
        try:
            code = tidy_code(text, self._digits)
        except CodeNotUnderstood:
            return None
        if code in self._by_code:
            return self._by_code[code]
        resolved = resolve_code(self._session, self._actor, code, self._on)
        return self._heir(resolved) if resolved else None

    def _heir(self, resolved: Resolved) -> Home | None:
        """Return who goes on under an old code. Raises CellGone where nobody, or several do."""
        if resolved.living is not None:
            return self._by_path.get(resolved.living.path)
        heirs = [self._by_path.get(one.path) for one in resolved.successors]
        offered = [one for one in heirs if one is not None]
        known = any(resolved.organisation.path.startswith(path) for path in self._reach)
        if not offered and not known:
            return None
        raise faults.CellGone(codes=_offer(offered) or "…")

    def _under(self, one: Home, hints: Iterable[str]) -> bool:
        above = [self._by_path[path] for path in chain(one.path)[:-1] if path in self._by_path]
        keys = {_key(each.name) for each in above}
        # Above one's own reach nothing is known, so nothing there can tell cells apart.
        return all(_key(hint) in keys or not keys for hint in hints)


def _home(one: Organisation) -> Home:
    return Home(one.id, one.name, one.code, one.path, one.is_cell)


def _readings(text: str) -> Iterable[tuple[str, list[str]]]:
    """Yield the name and what stands above it: the whole text first, then its first part."""
    yield text, []
    name, *above = (part for part in _PARTS.split(text) if part)
    if above:
        yield name, above
        # “Đảng bộ xã Thử - Chi bộ Thôn 1” says it the other way round.
        yield above[-1], [name, *above[:-1]]


def _key(name: str) -> str:
    return _PREFIX.sub("", names.fold(name))


def _must_be_cell(found: Home) -> Home:
    if not found.is_cell:
        raise faults.CommitteeInstead
    return found


def _only_one(cells: Sequence[Home], name: str) -> Home:
    if len(cells) == 1:
        return cells[0]
    # “Tổ Dân phố Hoà” and “Hóa” are one without marks; with them they may be told apart.
    written = names.tidy(name).lower()
    same = [one for one in cells if names.tidy(one.name).lower().endswith(written)]
    if len(same) == 1:
        return same[0]
    raise faults.CellOfManyNames(codes=_offer(cells))


def _offer(cells: Sequence[Home]) -> str:
    offered = sorted(one.called for one in cells)
    return "; ".join(offered[:_MOST_OFFERED]) + ("; …" if len(offered) > _MOST_OFFERED else "")
