"""A cell, its secretary who sends, and somebody who opens the inbox in a browser."""

import pytest
from sqlalchemy import func, select

from handbook_api.notices.models import Answer, Recipient
from tests.pages.inbox.invitations import ME, invitation
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later, signed_in
from tests.support.visitor import Visitor


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def secretary(committee):
    return committee.as_("Nguyễn Văn Bí")


@pytest.fixture
def send(committee, secretary):
    """Send a notice to the first cell and let it arrive; its address."""

    def send_(**more):
        sent = compose_and_send(secretary, said(committee.tree.cell, **more))
        assert sent.status == 200, sent.json
        committee.work(until=later(minutes=2))
        return f"/thong-bao/{sent.json['id']}"

    return send_


@pytest.fixture
def meeting(send):
    """The address of an invitation."""
    return send(**invitation())


@pytest.fixture
def open_as(app, runtime, committee):
    """A browser in which somebody is signed in."""

    def as_(name):
        return Visitor(app, signed_in(runtime, committee.people[name].account_id))

    return as_


@pytest.fixture
def me(open_as):
    return open_as(ME)


@pytest.fixture
def mine(committee):
    """My row of the one notice there is, and my answers to it."""

    def look():
        account = committee.people[ME].account_id
        with committee.runtime.transaction(read_only=True) as session:
            row = session.scalars(select(Recipient).where(Recipient.account_id == account)).one()
            count = select(func.count()).select_from(Answer).where(Answer.account_id == account)
            session.expunge(row)
            return row, session.scalar(count)

    return look
