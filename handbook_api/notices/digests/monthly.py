"""The digest: one notice to each province's members, with the month's new documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from handbook_api.content_store import Content, NoticeRules
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM, Grant, Identity, Role
from handbook_api.documents import queries as documents
from handbook_api.documents.models import Document
from handbook_api.jobs import Again
from handbook_api.notices import service
from handbook_api.notices.audiences import Audience
from handbook_api.notices.service import Link, Said
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.queries import OrganisationFilter
from handbook_api.runtime import Runtime

#: The kind of notice; content/parameters/notice_kinds.toml.
KIND = "digest"

#: How many days late it still comes when no worker ran at its time.
_DAYS_LATE = 5
#: Far more than there are organisations above which there is none.
_MOST_TOPS = 200

_LANGUAGE = "vi"
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Month:
    """A month in Vietnamese time. begin and end (not included) are instants."""

    year: int
    month: int

    @classmethod
    def before(cls, day: date) -> "Month":
        """Return the month before the one of `day`."""
        last = day.replace(day=1) - timedelta(days=1)
        return cls(last.year, last.month)

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return datetime.combine(date(self.year, self.month, 1), time(), clock.VIETNAM)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return (self.begin + timedelta(days=31)).replace(day=1)

    def __str__(self) -> str:
        return f"{self.month:02}/{self.year}"


def tell_monthly(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """When the day and hour have come, everybody is told what the month before brought; once.

    Nothing new, and nobody is told anything.
    """
    del payload
    content = runtime.content
    today = clock.today()
    rules = content.notices(today)
    if not is_time(clock.now(), rules):
        return None
    month, wanted = Month.before(today), OrganisationFilter(top=True)
    tops = organisations.page_of_organisations(session, SYSTEM, wanted, today, limit=_MOST_TOPS)
    for row in tops.rows:
        _tell(session, content, rules, row.organisation, month)
    return None


def is_time(now: datetime, rules: NoticeRules) -> bool:
    """Whether the digest's hour has come this month, and is not long past."""
    local = now.astimezone(clock.VIETNAM)
    hour = local.replace(
        day=rules.digest_day, hour=rules.digest_hour, minute=0, second=0, microsecond=0
    )
    return hour <= local < hour + timedelta(days=_DAYS_LATE)


def _tell(
    session: Session, content: Content, rules: NoticeRules, top: Organisation, month: Month
) -> None:
    # Whoever is a member anywhere below may read at least this much.
    anybody = Identity("anybody", grants=(Grant(Role.MEMBER, top.path),))
    new = documents.documents_new_between(session, anybody, month.begin, month.end)
    if not new:
        return
    shown = new[: min(rules.digest_most_documents, rules.most_links)]
    labels = content.messages(_LANGUAGE).labels
    service.send_by_system(
        session,
        Said(
            kind=KIND,
            title=labels["digest.title"].format(month=month),
            text=_text(labels, new, shown, month)[: rules.text_most_letters],
            audience=Audience(organisations=(top.id,), exempt=True),
            once_key=f"{KIND}:{month.year}-{month.month:02}:{top.id}",
            links=[Link(document.id) for document in shown],
        ),
    )


def _text(
    labels: Mapping[str, str], new: Sequence[Document], shown: Sequence[Document], month: Month
) -> str:
    lines = [_line(document) for document in shown]
    if len(new) > len(shown):
        lines.append(labels["digest.more"].format(count=len(new) - len(shown)))
    return labels["digest.text"].format(month=month, count=len(new), documents="\n".join(lines))


def _line(document: Document) -> str:
    name = f"{document.symbol}: {document.title}" if document.symbol else document.title
    return f"- {name}"[:_LONGEST_LINE]
