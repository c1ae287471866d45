"""Did you mean: syllables that nobody writes, or not beside each other, read as what was meant."""

from dataclasses import dataclass

from search_index.engines.protocol import Flags
from search_index.parsing import Plan
from search_index.scoring import Collection


@dataclass(frozen=True, slots=True)
class Correction:
    """The query as it was probably meant."""

    text: str

    def applied(self, plan: Plan) -> Plan:
        """`plan` with the corrected words beside the typed ones."""
        return plan


def correct(plan: Plan, collection: Collection, visible: Flags) -> Correction | None:
    """The likeliest correction of `plan`, or None."""
    del plan, collection, visible
    return None
