"""A province with gateways for texts and e-mails, at noon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.gateways.messages import Answer, Message, Outcome
from handbook_api.members import sealed
from handbook_api.notices.delivering.models import Delivery, PushDevice, Way
from handbook_api.notices.second_ways.carrying import Carrier
from handbook_api.notices.second_ways.ways import OpenWay
from tests.support.notices import a_peopled_committee

#: Noon in Việt Nam: nothing is quiet.
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def gateways(runtime):
    """The runtime of an installation that has both gateways; nobody is ever asked there."""
    told = {
        "sms_url": "http://127.0.0.1:9/",
        "smtp_host": "127.0.0.1",
        "smtp_security": "none",
        "smtp_from": "sotay@example.vn",
    }
    return replace(runtime, settings=runtime.settings.model_copy(update=told))


@pytest.fixture
def committee(gateways, noon):
    return a_peopled_committee(gateways)


@pytest.fixture
def secretary(committee):
    return committee.as_("Nguyễn Văn Bí")


@dataclass
class Post:
    """A gateway that keeps what it is given, and answers as told, then always yes."""

    answers: list[Outcome | Answer] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    delivers = True

    def send(self, messages: Sequence[Message]) -> Iterator[Answer]:
        for message in messages:
            self.sent.append(message)
            said = self.answers.pop(0) if self.answers else Outcome.ACCEPTED
            yield said if isinstance(said, Answer) else Answer(said)


def has(committee, name, **addresses):
    """The record of `name` holds these addresses."""
    content = committee.runtime.content
    with committee.runtime.transaction() as session:
        for code, text in addresses.items():
            spec = content.member_fields[code]
            sealed.put(session, spec, committee.people[name].id, text, date(2026, 1, 1))


def a_device(committee, name, refreshed_at):
    """A phone of `name` that bells are rung on, and that told its address at `refreshed_at`."""
    committee.as_(name)
    account_id = committee.people[name].account_id
    with committee.runtime.transaction() as session:
        signed_in = select(DeviceSession.id).where(DeviceSession.account_id == account_id)
        session.add(
            PushDevice(
                account_id=account_id,
                session_id=session.scalars(signed_in).first(),
                kind="fid",
                platform="android",
                address_blind=account_id.bytes,
                sealed=b"",
                key_id=1,
                registered_at=refreshed_at,
                refreshed_at=refreshed_at,
            )
        )


def deliveries(committee):
    """Name, way and state of every message, by name."""
    names = {one.account_id: name for name, one in committee.people.items()}
    with committee.runtime.transaction(read_only=True) as session:
        found = session.scalars(select(Delivery).where(Delivery.way != Way.PUSH)).all()
    return sorted((names[one.account_id], one.way, one.state, one.reason) for one in found)


def carrier(committee, post, way=Way.SMS):
    """A carrier that hands to `post`."""
    return Carrier(committee.runtime, OpenWay(way, post, 1.0))
