"""How many members each cell has."""

from collections.abc import Sequence
from random import Random

from handbook_api.demo.errors import SizesDoNotFit

#: A cell needs three official members; the largest are as large as cells get before a split.
FEWEST = 3
MOST = 60

#: What a cell has when nobody says how many cells there are: some 98,400 members in 4,130 cells.
USUAL = 24
#: … and in a demo small enough to be read through.
USUAL_IN_SMALL = 10
_SMALL = 500
#: As many as a province of some size has; beyond that the cells of a demo only get larger.
_MOST_CELLS = 3_000

#: Spread of sizes around their mean: many small cells, few large ones.
_SPREAD = 0.55


def usual_count(members: int) -> int:
    """Return how many cells so many members usually make."""
    usual = USUAL_IN_SMALL if members <= _SMALL else USUAL
    return min(max(1, round(members / usual)), _MOST_CELLS)


def cell_sizes(thrown: Random, members: int, cells: int) -> Sequence[int]:
    """Return `cells` sizes of FEWEST to MOST that add up to `members`. Raises SizesDoNotFit."""
    if not FEWEST * cells <= members <= MOST * cells:
        raise SizesDoNotFit(members=members, cells=cells, fewest=FEWEST * cells, most=MOST * cells)
    weights = [thrown.lognormvariate(0, _SPREAD) for _ in range(cells)]
    low, high = 0.0, float(MOST * cells)
    # The scale at which the sizes, cut to their bounds, add up to what there is.
    for _ in range(60):
        middle = (low + high) / 2
        if sum(_cut(weight * middle) for weight in weights) > members:
            high = middle
        else:
            low = middle
    sizes = [_cut(weight * low) for weight in weights]
    places = [place for place, size in enumerate(sizes) if size < MOST]
    thrown.shuffle(places)
    left = members - sum(sizes)
    while left:
        for place in places:
            if left and sizes[place] < MOST:
                sizes[place] += 1
                left -= 1
    return sizes


def _cut(size: float) -> int:
    return min(max(round(size), FEWEST), MOST)
