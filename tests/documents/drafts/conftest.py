"""Officers who bring documents in, and what they send."""

import pytest

from handbook_api.core.identity import Role, Strength
from tests.bench import corpus
from tests.support.jobs import work_off
from tests.support.papers import PAPER
from tests.support.people import a_committee, an_account, appoint, signed_in

DRAFTS = "/document-drafts"
OCTETS = {"Content-Type": "application/octet-stream"}
#: A paper that replaces one of the catalogue, of a body that is in it.
REPLACING = PAPER.replace("12-HD/TW, ngày 17/5/2012", "01-HD/TW, ngày 28/9/2021").format(
    number="77", day="05", how="phải khỏe mạnh"
)


@pytest.fixture
def top(library):
    with library.transaction() as session:
        return a_committee(session, name="Tỉnh ủy Thử")


@pytest.fixture
def below(library, top):
    with library.transaction() as session:
        return a_committee(session, top, name="Đảng ủy xã Mẫu")


@pytest.fixture
def as_officer(library, api, top):
    """A client of somebody in an office, at the top unless told otherwise."""

    def made(role=Role.CONTENT_EDITOR, organisation=None, strength=Strength.TWO_FACTOR):
        with library.transaction() as session:
            account = an_account(session, name="Lê Thị Biên")
            appoint(session, account, organisation or top, role)
        return api.acting_as(signed_in(library, account, strength=strength))

    return made


@pytest.fixture
def officer(as_officer):
    return as_officer()


@pytest.fixture
def work(library):
    """Let a worker do all that is due."""
    return lambda: work_off(library)


@pytest.fixture
def brought(officer, work):
    """Send a file and have it read; return the path of the draft."""

    def done(text=REPLACING, name="trong-cay.txt", who=officer):
        content = text if isinstance(text, bytes) else text.encode()
        sent = who.ask("POST", DRAFTS, body=content, headers=OCTETS, name=name)
        assert sent.status == 201, sent.body
        work()
        return f"{DRAFTS}/{sent.json['draft']['id']}"

    return done


@pytest.fixture
def regulation():
    """The real regulation 06-HD/TW, as its PDF."""
    found = [path for path in corpus.REGULATIONS if path.name == "06-HD-TW-2025.pdf"]
    if not found:
        pytest.skip(f"the real papers are missing: {corpus.SHARED}")
    return found[0].read_bytes()
