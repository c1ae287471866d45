"""Where what stands in a record comes from, and since when: read off the log of what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_queries import EntryFilter, page_of_entries
from handbook_api.members.models import Member
from handbook_api.members.policy import MemberAct

#: Writing is looked back at so far; what was written before that many steps has no source here.
_MOST = 100

#: What the room above calls a step with a correction, and the state in which the record says it.
CORRECTED, IN_STATE = "corrections.step", "accepted"

_WRITES = (MemberAct.CHANGE, MemberAct.CHANGE_LINES)


class SourceKind(StrEnum):
    """Who or what said it. Words: the labels “record_source.…” of content/messages."""

    HIMSELF = "himself"
    #: He reported it wrong, and it was put right.
    CORRECTION = "correction"
    OFFICER = "officer"
    #: It came with a list of many.
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. on: the day in Vietnam."""

    kind: SourceKind
    on: date


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one record. first: of whatever was not written again; None: not known."""

    first: Source | None = None
    later: Mapping[str, Source] = field(default_factory=dict)

    def of(self, code: str) -> Source | None:
        """Return where the value of a field comes from, where that is known."""
        return self.later.get(code, self.first)


def sources_of(session: Session, member: Member) -> Sources:
    """Return where each value of a record comes from, in two statements."""
    wanted = EntryFilter(
        acts=(*_WRITES, MemberAct.ADD, CORRECTED), subject=("member", str(member.id)), refused=False
    )
    page = page_of_entries(session, wanted, limit=_MOST)
    later: dict[str, Source] = {}
    added = None
    for entry in page.rows:  # the newest first: what was said last counts
        if entry.act == MemberAct.ADD:
            added = Source(SourceKind.OFFICER, _day_of(entry))
            continue
        kind = _kind_of(entry, member)
        if kind is None:
            continue
        for code in entry.fields:
            later.setdefault(code, Source(kind, _day_of(entry)))
    if added is None and page.next_cursor is None:
        added = _with_a_list(session, member)
    return Sources(added, later)


def _kind_of(entry: AuditEntry, member: Member) -> SourceKind | None:
    if entry.act == CORRECTED:
        return SourceKind.CORRECTION if entry.facts.get("state") == IN_STATE else None
    is_own = entry.actor_account_id == member.account_id
    return SourceKind.HIMSELF if is_own else SourceKind.OFFICER


def _with_a_list(session: Session, member: Member) -> Source:
    """Return the source of a record that came with others: the account is as old as it is."""
    made = session.get_one(Account, member.account_id).created_at
    return Source(SourceKind.LIST, made.astimezone(clock.VIETNAM).date())


def _day_of(entry: AuditEntry) -> date:
    return entry.at.astimezone(clock.VIETNAM).date()
