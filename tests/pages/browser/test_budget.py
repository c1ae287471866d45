"""Pages are light: what a first visit and the next one weigh over the wire."""

import re

import orjson
import pytest

from handbook_api.app import create_app

_KB = 1000
FIRST, SCRIPTS, REQUESTS, AGAIN, DOCUMENT = 100 * _KB, 40 * _KB, 15, 15 * _KB, 60 * _KB


class Scales:
    """Weighs what a page asks for: bytes by address, as they came over the wire."""

    def __init__(self, page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._addresses, self.weighed = {}, []
        self._session.on("Network.requestWillBeSent", self._asked)
        self._session.on("Network.loadingFinished", self._came)

    def _asked(self, told):
        self._addresses[told["requestId"]] = told["request"]["url"]

    def _came(self, told):
        address = self._addresses.get(told["requestId"], "")
        if not address.startswith("data:"):
            self.weighed.append((address, int(told["encodedDataLength"])))

    def empty(self):
        """Return what was weighed, and begin anew."""
        weighed, self.weighed = self.weighed, []
        return weighed


def _total(weighed, ending=""):
    return sum(size for address, size in weighed if address.endswith(ending))


@pytest.fixture
def visit_twice(open_browser):
    def visit(address):
        # Without the service worker, which asks for itself and would hide what comes.
        page = open_browser(service_workers="block")
        scales = Scales(page)
        page.goto(address, wait_until="networkidle")
        first = scales.empty()
        page.goto(address, wait_until="networkidle")
        return first, scales.empty()

    return visit


@pytest.fixture
def guest_answers(runtime):
    """Ask for an address as browsers do: the body as it travels."""
    client = create_app(runtime).test_client()

    def ask(address):
        answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
        assert answer.status_code == 200, address
        return answer.data if address == "/sw.js" else answer.get_data()

    return ask


@pytest.mark.parametrize("address", ["/", "/tim?q=ket nap", "/van-ban", "/dang-nhap"])
def test_a_first_visit_is_light_and_the_next_one_lighter(visit_twice, address):
    first, again = visit_twice(address)
    print(f"\n{address}: {_total(first)} B in {len(first)}, then {_total(again)} B")

    assert 0 < _total(first) <= FIRST
    assert _total(first, ".js") <= SCRIPTS
    assert len(first) <= REQUESTS
    assert _total(again) <= AGAIN


def test_what_is_kept_for_days_without_a_signal_is_light_too(guest_answers, visit_twice):
    first, _ = visit_twice("/")
    told = guest_answers("/sw.js")
    shell = orjson.loads(re.search(rb"const SHELL = (.*);", told).group(1))
    fetched = len(told) + sum(len(guest_answers(address)) for address in shell)

    assert _total(first) + fetched <= FIRST


def test_a_document_is_light(visit_twice, imported):
    first, _ = visit_twice(f"/van-ban/{imported}")

    assert 0 < _total(first[:1]) <= DOCUMENT
    assert _total(first) <= FIRST
