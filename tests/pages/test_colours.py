"""The palette keeps its promises: contrast by the formula of WCAG, from the style sheet itself."""

import re

import pytest

from handbook_api.pages.assets import assets

_TEXT, _CONTROL = 7.0, 4.5
#: What is written on what, and how far apart the two have to be.
PAIRS = [
    ("text", "page", _TEXT),
    ("text", "surface", _TEXT),
    ("muted", "page", _TEXT),
    ("muted", "surface", _TEXT),
    ("action", "page", _TEXT),
    ("on-action", "action", _TEXT),
    ("visited", "page", _TEXT),
    ("on-bar", "bar", _TEXT),
    ("gold", "bar", _CONTROL),
    ("error", "page", _TEXT),
    ("error", "error-tint", 6.0),
    ("done", "page", _TEXT),
    ("done", "done-tint", 6.0),
    ("caution", "page", _TEXT),
    ("caution", "caution-tint", _TEXT),
    ("on-mark", "mark", _TEXT),
    ("control", "page", _CONTROL),
    ("control", "surface", 4.0),
]
_CSS = assets()["sotay.css"].body.decode()


def _tokens(selector):
    """The colours that hold under `selector`, on top of the light ones."""
    found = {}
    for one in (":root {", selector):
        block = _CSS[_CSS.index(one) :].split("}", 1)[0]
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6})", block))
    return found


def _light(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    brighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    "selector", [":root {", ":root[data-theme=dark] {", ":root[data-theme=contrast] {"]
)
def test_every_pair_of_colours_is_far_enough_apart(selector):
    tokens = _tokens(selector)
    near = {
        (ink, paper): round(_contrast(tokens[ink], tokens[paper]), 1)
        for ink, paper, least in PAIRS
        if _contrast(tokens[ink], tokens[paper]) < least
    }

    assert near == {}


def test_the_phone_s_own_dark_is_the_dark_one_chooses():
    assert _tokens(":root:not([data-theme]) {") == _tokens(":root[data-theme=dark] {")
