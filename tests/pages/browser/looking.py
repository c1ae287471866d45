"""What is asked of every page, whatever it is about."""

import time
from pathlib import Path

_AXE = Path(__file__).parents[2] / "support" / "axe-4.14.1.min.js"
_OURS = Path(__file__).with_name("looking.js")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_PATIENCE = 15


def broken_rules(page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    page.evaluate(_AXE.read_text("utf-8"))
    return _ask(page, "looking.brokenRules", _TAGS)


def faults_by_address(page, addresses, ids, least: int) -> dict:
    """What is wrong with which page, one after another; ids: what stands in their braces."""
    found = {}
    for address in addresses:
        shown = page.goto(address.format(**ids))
        wrong = [*broken_rules(page), *small_targets(page, least)]
        if shown.status != 200 or wrong or overflow(page) > 0:
            found[address] = (shown.status, wrong, overflow(page))
    return found


def small_targets(page, least: int) -> list[str]:
    """What is harder to hit with a thumb than it may be, in CSS pixels."""
    return _ask(page, "looking.smallTargets", least)


def cut_text(page) -> list[str]:
    """What does not show all it says."""
    return _ask(page, "looking.cutText")


def overflow(page) -> int:
    """By how much the page is wider than the screen, in CSS pixels."""
    return _ask(page, "looking.overflow")


def space_out(page) -> None:
    """Letters, words and lines stand as far apart as WCAG 1.4.12 lets readers set them."""
    _ask(page, "looking.spaceOut")


def cramped_lines(page) -> list[str]:
    """Text whose lines stand too close for stacked marks: 1.5 in text, 1.35 in headings, 1.4 in
    the rest; and never less than what the letters take up."""
    least = {"text": 1.5, "heading": 1.35, "other": 1.4}
    return [
        f"{what}: {line:.2f}, letters {ink:.2f}"
        for what, line, ink in _ask(page, "looking.lines")
        if not line or line < least[what.split()[0]] - 0.005 or line < ink
    ]


def faceless_buttons(page) -> list[str]:
    """What nobody sees to be a button, or to be the place where he is, in forced colours."""
    return _ask(page, "looking.faceless")


def _ask(page, what, argument=None):
    page.evaluate(_OURS.read_text("utf-8"))
    return page.evaluate(f"(said) => {what}(said)", argument)


def wait_until(page, script, argument=None) -> None:
    """Return once the asynchronous `script` says so; the driver's own waiting awaits no promise."""
    end = time.monotonic() + _PATIENCE
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, f"never came: {script}"
        page.wait_for_timeout(50)
