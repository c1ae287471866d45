"""Faults of boxes in words, and the list given back with each at its box."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store import Content
from handbook_api.core.words import Words
from handbook_api.gateways.table_writing import Fault, Original, Target, annotate_workbook
from handbook_api.members.imports.mapping import ColumnMapping
from handbook_api.members.imports.reading import BoxFault
from handbook_api.members.imports.service.planning import Confirmed, Plan
from handbook_api.members.imports.targets import name_of_target

#: Facts of refusals that are codes of fields.
_FIELD_FACTS = ("field", "before")
_SHEET = "Danh sách"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says in words what refusals mean; fields by their names."""

    content: Content
    words: Words

    def fault(self, found: BoxFault) -> Fault:
        """Return what is wrong with a box and what to do about it."""
        refusal = found.refusal
        facts = {name: self._named(name, fact) for name, fact in refusal.facts.items()}
        message = self.words.title(refusal.code)
        return Fault(found.row, found.column, message, self.words.detail(refusal.code, facts))

    def titles(self, mapping: ColumnMapping, width: int) -> Sequence[str]:
        """Return what the columns are, “” for those that are not taken."""
        named = {
            column: name_of_target(self.content, self.words, target)
            for column, target in mapping.columns.items()
        }
        return [named.get(column, "") for column in range(1, width + 1)]

    def _named(self, name: str, fact: object) -> object:
        spec = self.content.member_fields.get(str(fact)) if name in _FIELD_FACTS else None
        return spec.name if spec else fact


def give_back(
    target: Target,
    speaker: Speaker,
    confirmed: Confirmed,
    plan: Plan,
    folder: Path | None = None,
) -> None:
    """`target` is the list with its faults at their boxes.

    confirmed: what `plan` was made of; it is read once more. folder: for what is unfinished.
    """
    table, mapping = confirmed.table, confirmed.mapping
    original = Original(
        sheet=mapping.sheet or _SHEET,
        header_row=mapping.first_row - 1,
        titles=speaker.titles(mapping, table.width),
        width=table.width,
    )
    faults = map(speaker.fault, plan.faults)
    annotate_workbook(target, original, table, faults, folder=folder)
