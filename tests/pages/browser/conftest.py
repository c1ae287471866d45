"""Pages in a real browser, over a real server on this machine. SQLite: what pages do on both
databases is tested without a browser."""

import os
import shutil
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from handbook_api.app import create_app
from handbook_api.core.identity import Strength
from handbook_api.search import following
from tests.support.people import signed_in

#: Set where the suite must not pass without a browser.
REQUIRED = "TESTS_REQUIRE_BROWSER"
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium")
    if found is None:
        message = "Chromium is not installed (apt-get install chromium)"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def copies(sqlite_copies):
    return sqlite_copies


@pytest.fixture
def runtime(library):
    """Everybody is shown the published catalogue."""
    return library


@pytest.fixture
def site(runtime):
    """The address of a server that answers from the library."""
    server = make_server("127.0.0.1", 0, create_app(runtime), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def imported(runtime, bring, paper):
    """A paper with its whole text; its id."""
    document_id = bring(paper()).document_id
    following.catch_up(runtime)
    return document_id


@pytest.fixture
def trouble():
    """What went wrong in scripts, or against the policy of contents, or was asked of another host;
    nothing must."""
    seen: list[str] = []
    yield seen
    assert seen == []


@pytest.fixture
def other_hosts():
    """Whom pages may ask besides the site: nobody, unless it rings browsers."""
    return ()


@pytest.fixture
def open_browser(chromium: Browser, site, runtime, trouble, other_hosts):
    """Open a browser: a phone and a guest's, unless told otherwise."""
    contexts = []

    def open_(account=None, *, size=PHONE, strength=Strength.PASSWORD, **said) -> Page:
        context = chromium.new_context(
            base_url=site, viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **said
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if account is not None:
            token = signed_in(runtime, account, strength=strength)
            context.add_cookies([{"name": "phien", "value": token, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: _note(trouble, said))
        page.on("request", lambda asked: _note_strangers(trouble, (site, *other_hosts), asked))
        return page

    yield open_
    for context in contexts:
        context.close()


def _note(trouble, said):
    # What the network refused, and what a test blocked, is what such tests are about.
    ours = ("Failed to load resource", "registration blocked by Playwright")
    if said.type in ("error", "warning") and not any(one in said.text for one in ours):
        trouble.append(said.text)


def _note_strangers(trouble, known, asked):
    if asked.url.startswith("http") and not asked.url.startswith(tuple(f"{one}/" for one in known)):
        trouble.append(f"asked of another host: {asked.url}")
