"""Sensitive fields are unreadable on disk, and nothing is kept longer than its register says."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url

from handbook_api.auth.models import Account, Appointment, SecurityEvent, SignInName
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.policy import Forbidden
from handbook_api.db import events
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.sealing import SealBroken
from handbook_api.members import errors, jobs, queries, sealed
from handbook_api.members.changing import change_fields
from handbook_api.members.cli import fold_in_the_log
from handbook_api.members.erasing import erase_member
from handbook_api.members.events import FieldsForgotten, MemberErased, MembershipEnded
from handbook_api.members.line_acts import add_line
from handbook_api.members.lines import NewLine
from handbook_api.members.models import (
    CellStay,
    DossierPaper,
    Member,
    NameToken,
    RecordLine,
    SealedValue,
    StatusChange,
)
from handbook_api.members.status_steps import Step, change_status
from tests.support.members import a_new_member
from tests.support.records import as_holder

CANARIES = {
    "card_number": "9184716253",
    "record_number": "918471CNR",
    "citizen_id": "079918471625",
    "phone": "0991847162",
    "email": "canary91847@vidu.vn",
    "birth_name": "Canary91847 Khai Sinh",
    "home_town": "Canary91847 Quê",
    "residence": "Canary91847 Nơi Ở",
    "religion": "Canary91847 Đạo",
    "contact_person": "Canary91847 Nhắn",
}
LATER = {
    "phone": "0981847163",
    "residence": "Canary91848 Nơi Ở",
    "card_number": "8184716253",
}
WORDS = NewLine("discipline", "warning", "Canary91849 Kỷ Luật", date(2020, 1, 1))
NAME = "Canaria Thử"


@pytest.fixture
def member_id(province):
    """Somebody with a canary in every sealed field, changed, with a line of discipline."""
    with province.runtime.transaction() as session:
        [id_] = province.add(session, a_new_member(province.cell, NAME, sealed=CANARIES))
    with province.runtime.transaction() as session:
        change_fields(session, province.officer(), province.content, id_, LATER)
        add_line(session, province.officer(), province.content, id_, WORDS)
    return id_


def bytes_on_disk(runtime):
    """Return everything an SQLite database holds on disk; of PostgreSQL, a dump of its rows."""
    if runtime.engine.dialect.name == "sqlite":
        file = Path(make_url(runtime.settings.database).database)
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    with runtime.engine.connect() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        rows = [
            str(connection.execute(text(f'SELECT "{name}"::text FROM "{name}"')).all())
            for name in tables.all()
        ]
    return "\n".join(rows).encode()


def test_no_sensitive_word_lies_readable_in_database_or_log(province, member_id):
    found = bytes_on_disk(province.runtime)

    hidden = [*CANARIES.values(), *LATER.values(), "Canary91849"]
    assert [word for word in hidden if word.encode() in found] == []
    assert NAME.encode() in found  # the scan does see what is readable


def test_a_sealed_value_does_not_open_in_another_row(province, member_id):
    with province.runtime.transaction() as session:
        [other] = province.add(session, a_new_member(province.cell, sealed={"phone": "0900000001"}))
    with province.runtime.transaction() as session:
        stolen = session.scalars(
            select(SealedValue).where(SealedValue.field == "phone", SealedValue.until.is_(None))
        )
        values = {row.member_id: row for row in stolen}
        session.execute(
            update(SealedValue)
            .where(SealedValue.id == values[other].id)
            .values(sealed=values[member_id].sealed)
        )

    with (
        province.runtime.transaction(read_only=True) as session,
        pytest.raises(SealBroken),
    ):
        sealed.read_fields(session, [other], ["phone"])


def end(province, member_id, on=date(2020, 5, 5)):
    with province.runtime.transaction() as session:
        session.execute(update(Member).values(status_since=date(2000, 1, 1)))
        change_status(
            session,
            province.officer(),
            province.content,
            member_id,
            Step("struck_off", on, decision="1", decided_on=on),
        )


def kept(province, member_id):
    """Return what is still held: codes of sealed fields, codes of lines, and the record."""
    with province.runtime.transaction(read_only=True) as session:
        fields = session.scalars(
            select(SealedValue.field).where(SealedValue.member_id == member_id).distinct()
        )
        lines = session.scalars(select(RecordLine.list))
        return set(fields), list(lines), session.get_one(Member, member_id)


def test_the_end_takes_at_once_what_is_kept_until_then(province, member_id):
    end(province, member_id)

    fields, lines, _ = kept(province, member_id)
    assert fields == set(CANARIES) - {"phone", "email", "contact_person"}
    assert lines == ["discipline"]
    with province.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(SignInName.kind)).all() == ["card"]


def test_the_term_takes_the_rest_but_what_is_kept_for_ever(province, member_id):
    end(province, member_id, date(2024, 11, 22))
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)

    with clock.frozen(at):
        assert jobs.forget_what_is_over(province.runtime) == 0
    with clock.frozen(at.replace(day=22)):
        assert jobs.forget_what_is_over(province.runtime) == 1
        assert jobs.forget_what_is_over(province.runtime) == 0

    fields, lines, member = kept(province, member_id)
    assert (fields, lines) == (set(), [])
    assert (member.full_name, member.joined_on) == (NAME, date(1990, 3, 2))
    assert (member.birth_date, member.occupation, member.sex) == (None, None, None)
    with province.runtime.transaction(read_only=True) as session:
        assert session.get_one(Account, member.account_id).birth_year is None
        assert session.scalars(select(SignInName)).all() == []
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (entry.act, entry.actor) == ("members.forget", "system")
    assert "citizen_id" in entry.fields


def test_the_living_lose_nothing_with_time(province, member_id):
    with clock.frozen(datetime(2090, 1, 1, tzinfo=UTC)):
        assert jobs.forget_what_is_over(province.runtime) == 0

    assert kept(province, member_id)[0] == set(CANARIES)


def test_what_ended_in_another_way_loses_it_with_the_next_round(province, member_id):
    with province.runtime.transaction() as session:
        member = session.get_one(Member, member_id)
        member.cell_id, member.status = None, "transferred_out"

    assert jobs.forget_what_is_over(province.runtime) >= 1

    assert "phone" not in kept(province, member_id)[0]


def test_a_living_members_record_cannot_be_erased(province, member_id):
    with province.runtime.transaction() as session, pytest.raises(errors.StillAMember):
        erase_member(session, province.officer(), member_id)


def test_only_the_officer_above_erases(province, member_id):
    end(province, member_id)

    with province.runtime.transaction() as session, pytest.raises(errors.MemberNotFound):
        erase_member(session, province.secretary(), member_id)
    with province.runtime.transaction() as session, pytest.raises(Forbidden):
        erase_member(session, as_holder(Role.INSPECTION_OFFICER, province.ward), member_id)


def test_erasing_leaves_a_tombstone_and_the_log(province, member_id):
    end(province, member_id)
    with province.runtime.transaction() as session:
        session.add(DossierPaper(member_id=member_id, paper="x", held=True, noted_at=clock.now()))
        erase_member(session, province.officer(), member_id)

    with province.runtime.transaction(read_only=True) as session:
        for table in (CellStay, DossierPaper, NameToken, RecordLine, SealedValue, StatusChange):
            assert session.scalars(select(table)).all() == [], table
        for table in (SignInName, SecurityEvent):
            assert session.scalars(select(table)).all() == [], table
        member = session.get_one(Member, member_id)
        account = session.get_one(Account, member.account_id)
        log = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        with pytest.raises(errors.MemberNotFound):
            queries.get_member(session, province.officer(), member_id)
        assert session.scalars(select(Appointment.until)).all() != [None]
    assert (member.full_name, member.birth_date, member.joined_on) == ("", None, None)
    assert (account.display_name, account.birth_year, account.state) == ("", None, "disabled")
    assert (log.act, log.subject_id) == ("members.erase", str(member_id))


def test_after_erasing_no_word_of_the_person_is_left_on_disk(province, member_id):
    end(province, member_id)
    with province.runtime.transaction() as session:
        erase_member(session, province.officer(), member_id)
    fold_in_the_log(province.runtime)
    _vacuum(province.runtime)

    found = bytes_on_disk(province.runtime)

    for word in (NAME, "canaria", "1960-02-03", *CANARIES.values(), *LATER.values()):
        assert word.encode() not in found, word


def _vacuum(runtime):
    """PostgreSQL frees what was deleted when it vacuums; the dump above reads live rows only."""
    if runtime.engine.dialect.name == "postgresql":
        with runtime.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("VACUUM members"))


def test_other_rooms_hear_of_ends_and_erasures(province, member_id, monkeypatch):
    heard = []
    monkeypatch.setattr(events, "emit", lambda _, event: heard.append(event))

    end(province, member_id)
    with province.runtime.transaction() as session:
        erase_member(session, province.officer(), member_id)

    forgotten, ended, erased = heard
    assert isinstance(forgotten, FieldsForgotten)
    assert "phone" in forgotten.fields
    assert not forgotten.term_over
    assert ended == MembershipEnded(member_id, date(2020, 5, 5))
    assert isinstance(erased, MemberErased)
    assert erased.member_id == member_id
