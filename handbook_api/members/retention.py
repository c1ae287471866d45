"""Nothing is kept longer than its register says: at the end of membership, and a term after it.

Which field is kept how long stands in content/parameters/member_fields.toml (`keep`), the term in
data_protection.toml (`keep_ended_sensitive_months`).
"""

from collections.abc import Collection

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.auth.service import set_sign_in_name
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM
from handbook_api.db import audit, events
from handbook_api.members.events import FieldsForgotten
from handbook_api.members.first_rows import SIGN_IN_NAMES
from handbook_api.members.models import DossierPaper, Member, RecordLine, SealedValue
from handbook_api.members.months import add_months
from handbook_api.members.values import COLUMNS, LINES, is_sealed

#: Values of FieldSpec.keep.
UNTIL_END, UNTIL_TERM = "until_end", "until_term"
#: What the log calls it when the term is over.
FORGET = "members.forget"

_REACHED_BY = "reachable_by"
_IN_PERSON = "in_person"


def forget_fields(
    session: Session, content: Content, member: Member, keeps: Collection[str]
) -> list[str]:
    """Fields of the record that are kept no longer than `keeps` say are gone, with their history.

    Return their codes. The sign-in names taken from them go too, and what other rooms keep.
    """
    gone = [spec for spec in content.member_fields.values() if spec.keep in keeps]
    codes = {spec.code for spec in gone}
    for code in sorted(codes & COLUMNS):
        setattr(member, code, _IN_PERSON if code == _REACHED_BY else None)
    sealed = [spec.code for spec in gone if is_sealed(spec)]
    lists = [spec.code for spec in gone if spec.kind == LINES]
    session.execute(
        delete(SealedValue).where(SealedValue.member_id == member.id, SealedValue.field.in_(sealed))
    )
    session.execute(
        delete(RecordLine).where(RecordLine.member_id == member.id, RecordLine.list.in_(lists))
    )
    if "birth_date" in codes:
        session.get_one(Account, member.account_id).birth_year = None
    for code in sorted(codes & SIGN_IN_NAMES.keys()):
        set_sign_in_name(session, member.account_id, SIGN_IN_NAMES[code], None)
    events.emit(session, FieldsForgotten(member.id, frozenset(codes), UNTIL_TERM in keeps))
    return sorted(codes)


def forget_at_end(session: Session, content: Content, *, limit: int) -> int:
    """At most `limit` people who have left lose what is kept until the end only; return how many.

    Ending a membership does this at once; here is caught what came to an end another way.
    """
    codes = [spec.code for spec in content.member_fields.values() if spec.keep == UNTIL_END]
    held = exists().where(SealedValue.member_id == Member.id, SealedValue.field.in_(codes))
    left = select(Member).where(Member.cell_id.is_(None), Member.erased_at.is_(None), held)
    return _forget(session, content, left.limit(limit), {UNTIL_END})


def forget_after_term(session: Session, content: Content, *, limit: int) -> int:
    """At most `limit` people whose term after the end is over lose all that is not kept for ever.

    Kept: name, the days of joining, status and its steps, cells, lines kept `always`. Return how
    many there were.
    """
    months = content.data_protection(clock.today()).keep_ended_sensitive_months
    over = select(Member).where(
        Member.cell_id.is_(None),
        Member.status_since <= add_months(clock.today(), -months),
        Member.forgotten_at.is_(None),
        Member.erased_at.is_(None),
    )
    return _forget(session, content, over.limit(limit), {UNTIL_END, UNTIL_TERM})


def _forget(session: Session, content: Content, due: Select[Member], keeps: Collection[str]) -> int:
    members = session.scalars(due.with_for_update(skip_locked=True)).all()
    for member in members:
        fields = forget_fields(session, content, member, keeps)
        if UNTIL_TERM in keeps:
            session.execute(delete(DossierPaper).where(DossierPaper.member_id == member.id))
            member.forgotten_at = clock.now()
        audit.record(session, SYSTEM, FORGET, "member", str(member.id), fields=fields)
    return len(members)
