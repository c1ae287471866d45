"""What is asked of every page, whatever it is about."""

from pathlib import Path

AXE = Path(__file__).parents[2] / "support" / "axe-4.14.1.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_AXE = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
}"""
_CUT = """() => [...document.querySelectorAll('main *, header *, nav *')]
  .filter((one) => getComputedStyle(one).overflow === 'hidden' && !one.closest('.chi-doc, svg, .bang'))
  .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 90))"""
# Links inside a sentence are as high as its line; a box that is clicked as a whole counts whole.
_SMALL = """(least) => [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden])')]
  .filter((one) => one.checkVisibility() && !one.closest('.chi-doc'))
  .filter((one) => getComputedStyle(one).display !== 'inline')
  .map((one) => (one.matches('[type=checkbox], [type=radio]') && one.closest('label')) || one)
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 90)}`)"""
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""


def broken_rules(page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(_AXE, _TAGS)


def small_targets(page, least: int) -> list[str]:
    """What is harder to hit with a thumb than it may be."""
    return page.evaluate(_SMALL, least)


def cut_text(page) -> list[str]:
    """What does not show all it says."""
    return page.evaluate(_CUT)


def overflow(page) -> int:
    """By how much the page is wider than the screen, in CSS pixels."""
    return page.evaluate(_WIDER)


def space_out(page) -> None:
    """Letters, words and lines stand as far apart as WCAG 1.4.12 lets readers set them."""
    # Past the policy of contents, as a reader's own settings are.
    page.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }""",
        _SPACING,
    )
