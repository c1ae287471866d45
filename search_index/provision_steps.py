"""“tiết c, điểm 1.2, Điều 5”: the steps that lead to a provision, and the anchor they lead to."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from search_index.counted import is_counting_in_steps
from search_index.folded_text import fold_in_place
from search_index.plenums import numeral
from search_index.vietnamese.normalise import one_spelling

#: Outer to inner. A “tiểu mục” is what guides to the Charter call their numbered points.
_UNITS = {
    "phần": "phan",
    "chương": "chuong",
    "mục": "muc",
    "tiểu mục": "muc",
    "điều": "dieu",
    "khoản": "khoan",
    "điểm": "diem",
    "tiết": "tiet",
}
_RANKS = {unit: rank for rank, unit in enumerate(("phan", "chuong", "muc", "dieu", "khoan"))} | {
    "diem": 5,
    "tiet": 6,
}

#: No honest phrase is longer; a hostile one must not multiply.
_LONGEST_RUN, _MOST_PATHS = 20, 24

_S, _O = r"\s{1,4}", r"\s{0,4}"
_E = r"(?![^\W_])"
_VALUE = rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{1,4}}|\d{{1,3}}[a-eđ]?|[IVX]{{1,6}}|[a-zđ]|này){_E}"
_UNIT = r"(?:tiểu\s{1,4}mục|phần|chương|mục|điều|khoản|điểm|tiết)"
_SEP = rf"{_O}(?:,|;|\bvà\b|\bhoặc\b){_O}"
_STEP = re.compile(
    rf"(?<![^\W_])(?P<unit>{_UNIT}){_S}(?P<values>{_VALUE}(?:{_SEP}{_VALUE}){{0,12}})",
    re.IGNORECASE,
)
_ONE_VALUE = re.compile(_VALUE, re.IGNORECASE)
_BETWEEN = re.compile(rf"{_O}[,;(]{{0,2}}{_O}(?:và|của|tại|thuộc|ở)?{_O}\(?{_O}", re.IGNORECASE)
_INTRODUCED = re.compile(r"(?:tại|theo|ở|các|những|trong|nêu|với|và|,)\s{1,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StepPath:
    """One provision named at [start, end): its steps, outermost first."""

    start: int
    end: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepChain:
    """A run of steps that belong together; several paths when numbers are listed."""

    start: int
    end: int
    paths: tuple[StepPath, ...]
    #: Plain enough to stand without a document: “Điều 5”, “điểm 3.5.1”, never “mục 2” in prose.
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class _Step:
    start: int
    end: int
    unit: str
    values: tuple[tuple[int, int, str], ...]


def find_steps(text: str) -> Iterator[StepChain]:
    """Every run of provision steps in `text`, in order."""
    spelled, folded = one_spelling(text), fold_in_place(text)
    run: list[_Step] = []
    for found in _STEP.finditer(spelled):
        step = _step(found, folded)
        if step is None:
            continue
        joined = bool(run) and _BETWEEN.fullmatch(spelled, run[-1].end, step.start) is not None
        if run and (not joined or len(run) == _LONGEST_RUN):
            yield _chain(run, spelled)
            run = []
        run.append(step)
    if run:
        yield _chain(run, spelled)


def find_anchor(
    steps: Sequence[str], anchors: Container[str], here: str | None = None
) -> str | None:
    """The anchor that `steps` lead to among `anchors`, or None when there is none.

    here: the anchor of the provision that speaks, for “Điều này” and for steps named relative
    to it (“điểm a, b nêu trên”).
    """
    for base in _bases(here):
        for candidate in _candidates(steps, base):
            if candidate in anchors:
                return candidate
    return None


def _bases(here: str | None) -> list[str]:
    """The whole document first, then ever wider surroundings of `here`."""
    if not here:
        return [""]
    parts = here.split(".")
    return ["", *(".".join(parts[:end]) for end in reversed(range(1, len(parts) + 1)))]


def _candidates(steps: Sequence[str], base: str) -> Iterator[str]:
    if any(step.endswith("-nay") for step in steps):
        steps = _placed(steps, base)
        if not steps:
            return
        base = ""
    prefix = f"{base}." if base else ""
    bare = [step.split("-", 1)[-1] for step in steps]
    yield prefix + ".".join(steps)
    yield prefix + ".".join([steps[0], *bare[1:]])
    #: Guides print bare numbers and call them điểm or mục; a khoản is always in an article.
    if not steps[0].startswith(("dieu-", "khoan-")):
        yield prefix + ".".join(bare)
    dotted = [at for at, value in enumerate(bare) if "." in value]
    if dotted:
        yield ".".join(bare[dotted[-1] :])
    for attached in range(1, 4):
        yield f"phu-luc-{attached}.{'.'.join(steps)}"


def _placed(steps: Sequence[str], base: str) -> list[str]:
    """Put the place that speaks where “này” stands; nothing when it has no such unit."""
    unit = steps[0].removesuffix("-nay")
    parts = base.split(".")
    for at, part in enumerate(parts):
        if part.startswith(f"{unit}-"):
            return [".".join(parts[: at + 1]), *steps[1:]]
    return []


def _step(found: re.Match[str], folded: str) -> _Step | None:
    unit = _UNITS[" ".join(found["unit"].lower().split())]
    values = []
    for one in _ONE_VALUE.finditer(found.string, *found.span("values")):
        value = _value(unit, one[0])
        if value is None or (one[0].isdecimal() and is_counting_in_steps(folded, one.end())):
            break
        values.append((*one.span(), value))
    if not values:
        return None
    return _Step(found.start(), values[-1][1], unit, tuple(values))


def _value(unit: str, written: str) -> str | None:
    lowered = written.lower()
    if lowered == one_spelling("này"):
        return "nay"
    if re.fullmatch(r"[a-zđ]", written):
        return ("dd" if written == "đ" else written) if unit in {"diem", "tiet"} else None
    if lowered[0].isdigit():
        return lowered.replace("đ", "dd")
    value = numeral(written) if written.isupper() and unit in {"phan", "chuong", "muc"} else None
    return None if value is None else str(value)


def _chain(run: Sequence[_Step], spelled: str) -> StepChain:
    paths = [path for group in _groups(run) for path in _paths(group)]
    start, end = run[0].start, run[-1].end
    dotted = any("." in value for step in run for _, _, value in step.values)
    capital = spelled[start].isupper()
    introduced = _INTRODUCED.search(spelled, max(0, start - 12), start) is not None
    strong = any(step.unit in {"dieu", "khoan"} for step in run)
    alone = dotted or (strong and (capital or introduced)) or (capital and introduced)
    return StepChain(start, end, tuple(paths), alone)


def _groups(run: Sequence[_Step]) -> list[list[_Step]]:
    """Cut a run where the steps turn: “điểm a khoản 1, điểm b khoản 2 Điều 5” names two."""
    groups: list[list[_Step]] = [[run[0]]]
    for step in run[1:]:
        group = groups[-1]
        ranks = [_RANKS[one.unit] for one in group]
        rank = _RANKS[step.unit]
        inward = all(one < two for one, two in zip(ranks, [*ranks[1:], rank], strict=True))
        outward = all(one >= two for one, two in zip(ranks, [*ranks[1:], rank], strict=True))
        if inward or outward:
            group.append(step)
        elif len(set(ranks)) == 1 and rank > ranks[-1]:
            #: “Điều 10, Điều 13 (Khoản 2)”: the clause is of the last article alone.
            groups.append([group.pop(), step])
        else:
            groups.append([step])
    return _inheriting(groups)


def _inheriting(groups: list[list[_Step]]) -> list[list[_Step]]:
    """Give the outer steps said last (“… khoản 2 Điều 5”) to the groups before as well."""
    for at in reversed(range(len(groups) - 1)):
        here, after = groups[at], groups[at + 1]
        outermost = min(_RANKS[step.unit] for step in here)
        if len(after) > 1 and _RANKS[after[0].unit] > _RANKS[after[-1].unit]:
            groups[at] = [*here, *(one for one in after if _RANKS[one.unit] < outermost)]
    return groups


def _paths(group: Sequence[_Step]) -> Iterator[StepPath]:
    by_unit: dict[str, list[tuple[int, int, str]]] = {}
    for step in group:
        by_unit.setdefault(step.unit, []).extend(step.values)
    units = sorted(by_unit, key=_RANKS.__getitem__)
    first_values = group[0].values
    for combination in islice(product(*(by_unit[unit] for unit in units)), _MOST_PATHS):
        steps = tuple(
            _named(unit, value, outermost=at == 0)
            for at, (unit, (_, _, value)) in enumerate(zip(units, combination, strict=True))
        )
        listed = min(combination)
        is_first = listed == first_values[0]
        start = group[0].start if is_first else listed[0]
        yield StepPath(start, max(listed[1], start), steps)


def _named(unit: str, value: str, *, outermost: bool) -> str:
    """A numbered point alone goes by its number; under something it is a step like others."""
    return value if outermost and "." in value else f"{unit}-{value}"
