"""What resolving is asked and what it answers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CitingText:
    """The text that cites: its day (it cannot cite what came later), its words, its own id.

    keyed_to: the document whose articles are meant where none is named; a regulation “thi hành
    Điều lệ Đảng” is keyed to the Charter.
    """

    text: str = ""
    issued_on: date | None = None
    own_id: str | None = None
    keyed_to: str | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something the citation says otherwise than the document: “date”, “kind” or “issuer”."""

    what: str
    cited: str
    known: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means.

    certainty: “exact”, “likely”, or None when document_id is None; then `reason` says why:
    “unknown” (no such document), “later” (only later ones), “other_date” (only of another day),
    “ambiguous” (several), “several” (rightly several: a plenum's resolutions) or “unsaid_issuer”
    (which province is not said). candidates: the documents it may be, newest first.
    """

    document_id: str | None = None
    certainty: str | None = None
    mismatches: tuple[Mismatch, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: str | None = None
