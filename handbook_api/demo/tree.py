"""The organisations of the demo, as a plan: names, kinds, codes, and how large each cell is.

Nobody has such a tree in one piece; every part of it is met somewhere: villages directly under
their commune, schools that are base cells, companies with cells and sub-committees below them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from handbook_api.demo.dice import Wheel
from handbook_api.demo.sizes import cell_sizes

PROVINCE = "tỉnh Minh Họa"
#: First part of every code: given to nobody that we know of.
TOP_CODE = "99"

#: Some 45 cells stand under a commune; two committees side by side are there from the start.
_CELLS_UNDER_UPPER = 45
_FEWEST_UPPERS = 2
#: From so many on there are the province's own committees of offices too.
_WITH_OFFICES = 12
_OFFICES = (
    ("các cơ quan Đảng", "office"),
    ("Ủy ban nhân dân", "office"),
    ("Quân sự", "armed"),
    ("Công an", "armed"),
)

_FOUNDED = date(2000, 1, 1)
#: The day on which neighbouring villages became one.
MERGED_ON = date(2025, 7, 15)
#: One merger for so many cells, one at least.
_CELLS_PER_MERGER = 50
#: How many members the cell that is shown has, about.
_SHOWN_SIZE = 16
#: A merged cell was two that could stand alone.
_FEWEST_TO_MERGE = 8

#: Three of five cells of a commune are of its villages, a fourth is in base committees.
_GROWTH = Wheel({"village": 60, "base_cell": 15, "base_committee": 5})

_BASE_CELLS = (
    ("Chi bộ Trường Tiểu học Giả Định", "school"),
    ("Chi bộ Trường Mầm non Giả Định", "school"),
    ("Chi bộ Trạm Y tế Giả Định", "office"),
    ("Chi bộ Hợp tác xã Giả Định", "enterprise"),
    ("Chi bộ Cơ quan Giả Định", "office"),
)
#: Name of the committee, of a cell in it, and who is there.
_BASE_COMMITTEES = (
    ("Đảng bộ Công ty Giả Định", "Chi bộ Phân xưởng", "enterprise"),
    ("Đảng bộ Trường Trung học Giả Định", "Chi bộ Tổ chuyên môn", "school"),
    ("Đảng bộ Bệnh viện Giả Định", "Chi bộ Khoa", "office"),
)
_OFFICE_COMMITTEES = {
    "office": ("Đảng bộ Sở Giả Định", "Chi bộ Phòng", "office"),
    "armed": ("Đảng bộ Đơn vị Giả Định", "Chi bộ Đội", "armed"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One organisation to be. parent: the code of what it stands under; "" for the top.

    setting: of a cell, who is in it, by the names of lists.toml. locality: where its people live.
    merged_from: names and codes of the cells that became this one on MERGED_ON.
    """

    code: str
    parent: str
    kind: str
    name: str
    opened_on: date
    setting: str = ""
    locality: str = ""
    members: int = 0
    merged_from: Sequence[tuple[str, str]] = ()

    @property
    def is_cell(self) -> bool:
        """Whether people belong to it."""
        return bool(self.setting)


@dataclass(slots=True)
class _Branch:
    """One upper committee while it grows, and the numbers given out in it."""

    code: str
    locality: str
    village: str
    setting: str
    thrown: Random
    sizes: list[int]
    grown: list[Planned] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def number(self, of: str) -> int:
        self.counts[of] = self.counts.get(of, 0) + 1
        return self.counts[of]

    def cell(self, parent: str, kind: str, name: str, code: str, setting: str) -> None:
        opened_on = date(self.thrown.randint(2000, 2019), self.thrown.randint(1, 12), 3)
        size = self.sizes.pop()
        self.grown.append(
            Planned(code, parent, kind, name, opened_on, setting, self.locality, size)
        )

    def committee(self, parent: str, kind: str, name: str, code: str) -> None:
        self.grown.append(Planned(code, parent, kind, name, _FOUNDED))


def plan_tree(thrown: Random, members: int, cells: int) -> Sequence[Planned]:
    """Return the province and all below it, each after what it stands under.

    members, cells: of the whole. Raises SizesDoNotFit.
    """
    sizes = _first_of_some_size(cell_sizes(thrown, members, cells))
    uppers = max(min(_FEWEST_UPPERS, cells), round(cells / _CELLS_UNDER_UPPER))
    province = Planned(TOP_CODE, "", "province_committee", f"Đảng bộ {PROVINCE}", _FOUNDED)
    planned = [province]
    for number, share in enumerate(_shares(sizes, uppers), start=1):
        planned += _upper(thrown, number, uppers, share)
    return _with_mergers(thrown, planned, cells)


def _first_of_some_size(sizes: Sequence[int]) -> list[int]:
    """The first cell is the one that guests are shown: large enough to have all sorts of people."""
    best = min(range(len(sizes)), key=lambda place: abs(sizes[place] - _SHOWN_SIZE))
    return [sizes[best], *sizes[:best], *sizes[best + 1 :]]


def _shares(sizes: Sequence[int], count: int) -> Iterator[list[int]]:
    for place in range(count):
        # Given out from the end.
        yield list(reversed(sizes[place::count]))


def _upper(thrown: Random, number: int, uppers: int, sizes: list[int]) -> list[Planned]:
    code = f"{TOP_CODE}.{number:03d}"
    offices = number - 1 - (uppers - len(_OFFICES))
    if uppers >= _WITH_OFFICES and offices >= 0:
        body, setting = _OFFICES[offices]
        name, village = f"Đảng bộ {body} {PROVINCE}", ""
        locality = PROVINCE
    else:
        # Every third is a ward of the town.
        setting, ward = "", number % 3 == 2
        locality = f"{'phường' if ward else 'xã'} Thử Nghiệm {number}"
        name, village = f"Đảng bộ {locality}", "tổ dân phố" if ward else "thôn"
        locality = f"{locality}, {PROVINCE}"
    branch = _Branch(code, locality, village, setting, thrown, sizes)
    branch.committee(TOP_CODE, "upper_committee", name, code)
    if setting:
        _grow_offices(branch)
    else:
        _grow_commune(branch, with_company=number == 2)
    return branch.grown


def _grow_commune(branch: _Branch, *, with_company: bool) -> None:
    """Villages, base cells and base committees, until everybody has a cell."""
    if with_company and len(branch.sizes) > 2:
        _grow_base(branch, _BASE_COMMITTEES[0], 3)
    while branch.sizes:
        grown = _GROWTH.turn(branch.thrown)
        if grown == "village" or not branch.counts:
            _grow_village(branch)
        elif grown == "base_cell":
            _grow_base_cell(branch, *branch.thrown.choice(_BASE_CELLS))
        elif len(branch.sizes) > 2:
            kind = branch.thrown.choice(_BASE_COMMITTEES)
            _grow_base(branch, kind, branch.thrown.randint(3, 8))


def _grow_offices(branch: _Branch) -> None:
    while branch.sizes:
        if len(branch.sizes) > 2 and branch.thrown.random() < 0.8:
            kind = _OFFICE_COMMITTEES[branch.setting]
            _grow_base(branch, kind, branch.thrown.randint(3, 8))
        else:
            _grow_base_cell(branch, "Chi bộ Văn phòng Giả Định", branch.setting)


def _grow_village(branch: _Branch) -> None:
    number = branch.number("village")
    name = f"Chi bộ {branch.village} Ví Dụ {number}"
    code = f"{branch.code}.000.000.{number:03d}"
    branch.cell(branch.code, "cell", name, code, "residential")


def _grow_base_cell(branch: _Branch, name: str, setting: str) -> None:
    code = f"{branch.code}.{branch.number('base'):03d}"
    named = f"{name} {branch.number(name)}"
    branch.cell(branch.code, "base_cell", named, code, setting)


def _grow_base(branch: _Branch, kind: tuple[str, str, str], cells: int) -> None:
    """A base committee with `cells` cells or what is left; a large one has sub-committees."""
    name, cell_name, setting = kind
    cells = min(cells, len(branch.sizes))
    code = f"{branch.code}.{branch.number('base'):03d}"
    branch.committee(branch.code, "base_committee", f"{name} {branch.number(name)}", code)
    in_parts = cells // 2 if cells >= 6 or branch.thrown.random() < 0.2 else 0
    if in_parts > 1:
        branch.committee(code, "sub_committee", "Đảng bộ bộ phận Khu Mẫu 1", f"{code}.001")
    for number in range(1, cells + 1):
        inside = in_parts > 1 and number <= in_parts
        parent = f"{code}.001" if inside else code
        own = f"{parent}.{number:03d}" if inside else f"{code}.000.{number:03d}"
        branch.cell(parent, "cell", f"{cell_name} {number}", own, setting)


def _with_mergers(thrown: Random, planned: list[Planned], cells: int) -> Sequence[Planned]:
    """Some villages were two before MERGED_ON, but not the cell that is shown."""
    shown = next(place for place, one in enumerate(planned) if one.is_cell)
    places = [
        place
        for place, one in enumerate(planned)
        if place != shown and one.setting == "residential" and one.members >= _FEWEST_TO_MERGE
    ]
    wanted = max(1, cells // _CELLS_PER_MERGER)
    for place in sorted(thrown.sample(places, min(wanted, len(places)))):
        planned[place] = _merged(planned[place])
    return planned


def _merged(one: Planned) -> Planned:
    # Villages are numbered from 001; those that are no more, from 501.
    above, own = one.code.rsplit(".", 1)
    codes = [f"{above}.{500 + 2 * int(own) + half:03d}" for half in (-1, 0)]
    sides = ("Đông", "Tây")
    return replace(
        one,
        opened_on=MERGED_ON,
        merged_from=tuple(
            (f"{one.name} {side}", code) for side, code in zip(sides, codes, strict=True)
        ),
    )
