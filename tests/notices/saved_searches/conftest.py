"""People who follow things, and a library that changes, at noon."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.db.jobs import enqueue
from handbook_api.documents.models import Document
from handbook_api.documents.service.changes import record_changes
from handbook_api.notices.models import Notice
from handbook_api.notices.saved_searches.jobs import WATCH
from handbook_api.search.following import catch_up
from tests.support.notices import Committee, a_peopled_committee

#: Noon in Việt Nam.
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
#: A paper of the catalogue that tests give another title.
PAPER = "01-qd-tw-2026"
#: Words that nothing in the catalogue holds.
TITLE = "Quy định về măng tre ngâm giấm"
WORDS = "măng tre ngâm giấm"

MACHINE, PAPERY, FAR, HEAD = "Trần Thị Máy", "Lê Văn Giấy", "Phạm Thị Xa", "Nguyễn Văn Bí"
ELSEWHERE = "Hoàng Văn Khác"


@dataclass
class Followers:
    """A committee beside a published library whose saved searches have begun to watch it."""

    committee: Committee

    @property
    def runtime(self):
        return self.committee.runtime

    def follow(self, name, words=WORDS, **narrowed):
        """`name` saves a search."""
        body = {"q": words, **narrowed}
        answer = self.committee.as_(name).post("/me/saved-searches", body)
        assert answer.status == 201, answer.json
        return answer.json["id"]

    def change(self, title=TITLE, document_id=PAPER, **columns):
        """The document has this title now."""
        with self.runtime.transaction() as session:
            document = session.get_one(Document, document_id)
            document.title = title
            for column, value in columns.items():
                setattr(document, column, value)
            record_changes(session, [document_id])

    def look(self, minutes=15, *, index_follows=True):
        """Let the index follow, some minutes pass, and the worker look."""
        if index_follows:
            catch_up(self.runtime)
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            with self.runtime.transaction() as session:
                enqueue(session, WATCH, {})
            self.committee.work(until=clock.now() + timedelta(minutes=5))

    def inbox(self, name):
        """Titles of what the handbook told `name`."""
        items = self.committee.as_(name).get("/me/inbox").json["items"]
        return [one["title"] for one in items]

    def notices(self):
        """Every notice there is."""
        with self.runtime.transaction(read_only=True) as session:
            return session.scalars(select(Notice).order_by(Notice.created_at)).all()


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def followers(library, noon):
    found = Followers(a_peopled_committee(library))
    found.look()
    return found
