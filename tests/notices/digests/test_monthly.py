"""Once a month everybody is told what is new; nothing in it is about anybody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from handbook_api.core import clock
from handbook_api.db.jobs import enqueue
from handbook_api.documents.models import Change, Document
from handbook_api.documents.service.changes import record_changes
from handbook_api.jobs.slots import Timetable
from handbook_api.notices.digests.jobs import DIGEST, SLOTS
from handbook_api.notices.digests.monthly import Month, is_time, tell_monthly
from handbook_api.notices.models import Notice
from tests.support.notices import a_peopled_committee
from tests.support.people import a_committee

#: Half past eight in the morning of the first of December, in Việt Nam.
FIRST = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 10, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 10, tzinfo=UTC)

MEMBERS = ("Nguyễn Văn Bí", "Trần Thị Máy", "Hoàng Văn Khác", "Bùi Văn Đoàn")


@pytest.fixture
def committee(library):
    """The whole catalogue is old; what is new each test says."""
    with library.transaction() as session:
        session.execute(update(Change).values(at=OCTOBER))
    with clock.frozen(NOVEMBER):
        return a_peopled_committee(library)


def arrives(committee, document_id, at=NOVEMBER, **columns):
    """The document came into the library at `at`."""
    with committee.runtime.transaction() as session:
        session.execute(update(Change).where(Change.document_id == document_id).values(at=at))
        document = session.get_one(Document, document_id)
        for column, value in columns.items():
            setattr(document, column, value)


def tell(committee, at=FIRST):
    with clock.frozen(at):
        with committee.runtime.transaction() as session:
            enqueue(session, DIGEST, {})
        committee.work(until=at + timedelta(minutes=2))


def inbox(committee, name, at=FIRST):
    with clock.frozen(at + timedelta(minutes=5)):
        return committee.as_(name).get("/me/inbox").json["items"]


def digests(committee):
    with committee.runtime.transaction(read_only=True) as session:
        return session.scalars(select(Notice).where(Notice.kind == "digest")).all()


def test_everybody_below_gets_the_new_documents_of_the_month_that_is_over(committee):
    arrives(committee, "207-qd-tw-2026")
    arrives(committee, "208-qd-tw-2026")

    tell(committee)

    (notice,) = digests(committee)
    assert notice.title == "Văn bản mới tháng 11/2026"
    assert "có 2 văn bản mới" in notice.text
    assert "- 207-QĐ/TW: " in notice.text
    assert {link["document_id"] for link in notice.links} == {"207-qd-tw-2026", "208-qd-tw-2026"}
    for name in MEMBERS:
        assert [one["title"] for one in inbox(committee, name)] == [notice.title]


def test_told_once_however_often_the_hour_is_asked(committee):
    arrives(committee, "207-qd-tw-2026")

    tell(committee)
    tell(committee, FIRST + timedelta(hours=1))
    tell(committee, FIRST + timedelta(days=2))

    assert len(digests(committee)) == 1
    assert len(inbox(committee, MEMBERS[0])) == 1


def test_nothing_new_is_no_news(committee):
    tell(committee)

    assert digests(committee) == []


@pytest.mark.parametrize(
    "at", [FIRST - timedelta(hours=1), datetime(2026, 12, 6, 2, tzinfo=UTC), NOVEMBER]
)
def test_only_at_its_hour_or_a_little_late(committee, at):
    arrives(committee, "207-qd-tw-2026")

    tell(committee, at)

    assert digests(committee) == []


@pytest.mark.parametrize(
    ("at", "is_of_november"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), False),
    ],
)
def test_a_month_begins_and_ends_at_midnight_in_vietnam(committee, at, is_of_november):
    arrives(committee, "207-qd-tw-2026", at)

    tell(committee)

    assert bool(digests(committee)) is is_of_november


def test_an_old_document_that_changed_is_not_new(committee):
    with clock.frozen(NOVEMBER), committee.runtime.transaction() as session:
        record_changes(session, ["207-qd-tw-2026"])

    tell(committee)

    assert digests(committee) == []


def test_only_what_every_member_may_read_is_named(committee):
    tree = committee.tree
    own = {"audience": "organisation"}
    arrives(committee, "207-qd-tw-2026", **own, audience_path=tree.cell.path)
    arrives(committee, "208-qd-tw-2026", audience="members")
    arrives(committee, "21-qd-tw-2026", **own, audience_path=tree.province.path)

    tell(committee)

    (notice,) = digests(committee)
    named = {link["document_id"] for link in notice.links}
    assert named == {"208-qd-tw-2026", "21-qd-tw-2026"}
    assert "207-QĐ/TW" not in notice.text


def test_each_province_is_told_of_its_own(committee):
    with committee.runtime.transaction() as session:
        other = a_committee(session, name="Đảng bộ tỉnh khác", kind="province_committee")
    arrives(committee, "207-qd-tw-2026")
    arrives(committee, "21-qd-tw-2026", audience="organisation", audience_path=other.path)

    tell(committee)

    named = [{link["document_id"] for link in one.links} for one in digests(committee)]
    assert sorted(map(len, named)) == [1, 2]
    assert len(inbox(committee, MEMBERS[0])) == 1


def test_of_very_many_the_newest_are_named_and_the_rest_counted(committee):
    with committee.runtime.transaction() as session:
        session.execute(update(Change).values(at=NOVEMBER))
        count = len(session.scalars(select(Document.id)).all())

    tell(committee)

    (notice,) = digests(committee)
    assert len(notice.links) == 20
    assert f"và {count - 20} văn bản nữa" in notice.text
    assert len(notice.text) <= 10_000


def test_the_committee_decides_day_and_hour(committee):
    known = dict(committee.runtime.content.parameters)
    for name, value in (("notices.digest_day", 5), ("notices.digest_hour", 18)):
        values = tuple(replace(one, value=value) for one in known[name].values)
        known[name] = replace(known[name], values=values)
    content = replace(committee.runtime.content, parameters=known)
    rules = content.notices(FIRST.date())

    assert not is_time(FIRST, rules)
    assert is_time(datetime(2026, 12, 5, 11, 0, tzinfo=UTC), rules)
    arrives(committee, "207-qd-tw-2026")
    decided = replace(committee.runtime, content=content)
    with clock.frozen(datetime(2026, 12, 5, 11, 0, tzinfo=UTC)), decided.transaction() as session:
        tell_monthly(session, decided, {})
    assert len(digests(committee)) == 1


def test_the_timetable_asks_every_hour(committee):
    arrives(committee, "207-qd-tw-2026")
    with clock.frozen(FIRST - timedelta(hours=3)):
        timetable = Timetable(SLOTS)
        timetable.make_due(committee.runtime)
        committee.work()
        assert digests(committee) == []
    with clock.frozen(FIRST):
        timetable.make_due(committee.runtime)
        committee.work()

    assert len(digests(committee)) == 1


def test_january_tells_of_december():
    assert str(Month.before(date(2027, 1, 1))) == "12/2026"
    assert Month(2026, 12).end == Month(2027, 1).begin
