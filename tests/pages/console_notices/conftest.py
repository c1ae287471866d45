"""Whoever works at notices on pages, and a draft and an invitation of the first cell."""

from datetime import timedelta
from uuid import UUID

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Strength
from handbook_api.notices.models import Notice
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later

NOTICES = "/lam-viec/thong-bao"


@pytest.fixture
def committee(runtime):
    """A secretary and three members in the first cell, others elsewhere."""
    return a_peopled_committee(runtime)


@pytest.fixture
def as_(committee, visit):
    """The browser of somebody, signed in with all he has."""

    def signed_in_as(name):
        return visit(committee.people[name].account_id, strength=Strength.TWO_FACTOR)

    return signed_in_as


@pytest.fixture
def secretary(as_):
    return as_("Nguyễn Văn Bí")


@pytest.fixture
def begun(committee):
    """Where the words of a notice of a kind, or from a template, are written."""

    def at(what, organisation=None):
        place = organisation or committee.tree.cell
        return f"{NOTICES}/moi/noi-dung?organisation_id={place.id}&{what}"

    return at


@pytest.fixture
def drafted(secretary, begun):
    """A draft of the secretary to his whole cell; where it is followed."""
    form = {"title": "Lịch trực tuần này", "text": "Xem lịch ở nhà văn hóa."}
    written = secretary.post(begun("kind=information"), form)
    assert written.status == 303, written.text
    return written.where.removesuffix("/nguoi-nhan")


@pytest.fixture
def meeting(committee):
    """An invitation that the cell has got; where it is followed."""
    starts = clock.now() + timedelta(days=7)
    body = said(
        committee.tree.cell,
        kind="meeting",
        starts_at=starts.isoformat(),
        place="Nhà văn hóa thôn Thử",
    )
    sent = compose_and_send(committee.as_("Nguyễn Văn Bí"), body)
    committee.work(until=later(minutes=2))
    return f"{NOTICES}/{sent.json['id']}"


def figures(page):
    """The numbers of the table, the total last."""
    return [int(one) for one in page.words("td.so-lieu")]


def state(committee, address):
    with committee.runtime.transaction(read_only=True) as session:
        return session.get_one(Notice, UUID(address.rpartition("/")[2])).state
