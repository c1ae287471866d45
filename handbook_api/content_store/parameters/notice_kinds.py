"""Kinds of notices, and what can be answered to each (notice_kinds.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.files import NOTICE_KINDS, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class NoticeAnswer(Named):
    """What a recipient can say, in his own words (“Tôi sẽ dự”).

    needs_reason: only together with a reason. comes: whether who says so will be there; None
        where nobody is expected anywhere. reasons: common ones, to be chosen instead of typed.
    """

    needs_reason: bool
    comes: bool | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeKind(Named):
    """A kind of notice.

    answers: in the order of the buttons; empty where nothing is asked. confirm: the words with
        which one says that it was read (“Tôi đã đọc”), None where nobody need say so.
    has_event: it says when and where. by_system: only the handbook itself makes it.
    urgent_allowed: it may ring at night. exempt_by_default: members exempt from meetings get it
        unless the sender leaves them out. reminds: who does not react is reminded.
    """

    answers: tuple[NoticeAnswer, ...]
    confirm: Named | None
    has_event: bool
    by_system: bool
    urgent_allowed: bool
    exempt_by_default: bool
    reminds: bool
    source: str
    note: str

    @property
    def confirms(self) -> bool:
        """Whether a recipient is asked to say that he has read it."""
        return self.confirm is not None

    @property
    def asks(self) -> bool:
        """Whether anything at all is asked of a recipient."""
        return self.confirms or bool(self.answers)

    def answer(self, code: str) -> NoticeAnswer | None:
        """Return the answer `code`, None when this kind does not know it."""
        return next((one for one in self.answers if one.code == code), None)


def notice_kinds_of(folder: Path) -> Mapping[str, NoticeKind]:
    """Return every kind by code, in the order to offer them. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, NOTICE_KINDS), NOTICE_KINDS)
    return {kind.code: kind for kind in told.each("kinds", _kind)}


def _kind(told: TableReader) -> NoticeKind:
    return NoticeKind(
        *named(told),
        answers=told.each("answers", _answer),
        confirm=Named(*named(told.table("confirm"))) if "confirm" in told else None,
        has_event=told.truth("has_event"),
        by_system=told.truth("by_system"),
        urgent_allowed=told.truth("urgent_allowed"),
        exempt_by_default=told.truth("exempt_by_default"),
        reminds=told.truth("reminds"),
        source=told.text("source"),
        note=told.text_or("note"),
    )


def _answer(told: TableReader) -> NoticeAnswer:
    return NoticeAnswer(
        *named(told),
        needs_reason=told.truth("needs_reason"),
        comes=told.truth("comes") if "comes" in told else None,
        reasons=told.texts("reasons"),
    )
