"""How to keep notices coming on each brand of phone (phones.toml)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook_api.content_store.files import PHONES, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class PhoneHelp(Named):
    """What to set on phones of one brand, in order.

    user_agent_parts: any of these, in any case, tells the brand. as_of: when it was last looked
        at, given where nobody has tried it on a phone; then `note` says what is in doubt.
    """

    user_agent_parts: tuple[str, ...]
    steps: tuple[str, ...]
    source: str
    as_of: date | None
    note: str

    @property
    def verified(self) -> bool:
        """Whether somebody went through the steps on such a phone."""
        return self.as_of is None


def phones_of(folder: Path) -> Mapping[str, PhoneHelp]:
    """Return the help by brand, in the order to look for them. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, PHONES), PHONES)
    return {one.code: one for one in told.each("phones", _phone)}


def phone_meant(phones: Mapping[str, PhoneHelp], told: Sequence[str]) -> PhoneHelp | None:
    """Return the first of `phones` that one of the texts `told` speaks of, None if none."""
    said = " ".join(told).casefold()
    return next(
        (
            phone
            for phone in phones.values()
            if any(part.casefold() in said for part in phone.user_agent_parts)
        ),
        None,
    )


def _phone(told: TableReader) -> PhoneHelp:
    return PhoneHelp(
        *named(told),
        user_agent_parts=told.texts("user_agent_parts"),
        steps=told.texts("steps"),
        source=told.text("source"),
        as_of=told.maybe_day("as_of"),
        note=told.text_or("note"),
    )
