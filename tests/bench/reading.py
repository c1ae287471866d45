"""How soon the longest regulation can be read on a slow phone, on a first visit and on the next.

Chromium at 360 × 740, its processor slowed down four times, over two slow networks. They delay each
request; what making a connection costs on a real one comes on top.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.corpus import REGULATIONS
from tests.bench.figures import percentile, table
from tests.support.demo_service import demo_service

_ADDRESS = "/van-ban/294-qd-tw-2025"
_SLOWER, _ROUNDS = 4, 5
#: Bytes a second, and milliseconds that each request takes longer.
_NETWORKS = {
    "slow 3G (400 kbit/s, 400 ms)": (50_000, 400),
    "slow 4G (1.6 Mbit/s, 150 ms)": (200_000, 150),
}
#: When the first words stood there, when the page was whole and its scripts had begun.
_MILESTONES = """() => {
  const whole = performance.getEntriesByType('navigation')[0];
  const words = performance.getEntriesByName('first-contentful-paint')[0];
  return [words.startTime, whole.domContentLoadedEventEnd];
}"""
_Times = tuple[float, float]


def run() -> None:
    """Print when the page could be read and used; the middle of five visits each."""
    found = shutil.which("chromium")
    if found is None or not REGULATIONS:
        raise SystemExit("Chromium or the regulations are missing.")
    rows = []
    with tempfile.TemporaryDirectory() as folder, demo_service(Path(folder)) as demo:
        demo.command("documents", "import", "--yes", *map(str, REGULATIONS))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
            for name, network in _NETWORKS.items():
                rounds = [_visited(browser, demo.address, network) for _ in range(_ROUNDS)]
                for visit, times in zip(("first", "next"), zip(*rounds, strict=True), strict=True):
                    rows.append((name, visit, *_middle(times)))
            browser.close()
    print("### The 35 pages of 294-QĐ/TW on a phone, its processor four times slower\n")
    table(("network", "visit", "first words after s", "whole and usable after s"), rows)


def _visited(browser: Browser, site: str, network: tuple[int, int]) -> tuple[_Times, _Times]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    _slow_down(page, network)
    first = _milestones(page, site + _ADDRESS)
    # The service worker has put by what it keeps for the next time.
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    again = _milestones(page, site + _ADDRESS)
    context.close()
    return first, again


def _slow_down(page: Page, network: tuple[int, int]) -> None:
    rate, wait = network
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    session.send("Network.enable")
    slow: dict[str, Any] = {
        "offline": False,
        "latency": wait,
        "downloadThroughput": rate,
        "uploadThroughput": rate,
    }
    session.send("Network.emulateNetworkConditions", slow)


def _milestones(page: Page, address: str) -> _Times:
    page.goto(address, wait_until="load", timeout=120_000)
    assert page.locator("#m-22-2").count() == 1
    words, whole = page.evaluate(_MILESTONES)
    return words / 1000, whole / 1000


def _middle(times: tuple[_Times, ...]) -> tuple[str, str]:
    words, whole = zip(*times, strict=True)
    return f"{percentile(words, 50):.1f}", f"{percentile(whole, 50):.1f}"
