"""Sign-in slips on paper: eight to an A4 sheet, to be cut and handed over."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook_api.auth.codes import spaced
from handbook_api.auth.qr import qr_svg
from handbook_api.core.words import Words

#: A version-4 code printed 37 mm wide has modules of 1.1 mm, which old phones still read.
MOST_VERSION = 4
SLIPS_ON_A_PAGE = 8

_HERE = Path(__file__).parent
_STYLE = _HERE.joinpath("slip_sheet.css").read_text("utf-8")
_TEMPLATE = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
).get_template("slip_sheet.html")


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """What stands on one slip; nothing personal beyond the name."""

    name: str
    cell: str
    digits: str
    #: What the QR code says; None when nobody said at which address the service is found.
    link: str | None
    #: The last day it can be used, in Vietnam.
    until: date
    helper_phone: str


def slip_sheet(
    slips: Sequence[PrintedSlip], words: Words, left_out: Sequence[tuple[str, str]] = ()
) -> str:
    """Return a page for printing that needs nothing else: no script, no link, one <style>.

    A slip without a link has no code: a picture that leads nowhere is worse than none.
    left_out: name and reason (a label “slip.none_…”) of whom no slip was printed for; they stand
        on a page of their own.

    Serve it as a download, or with `style_source()` in the answer's style-src.
    Raises TextTooLongForQr when a link does not fit into a code that old phones read.
    """
    drawn = [(slip, _drawn(slip.link)) for slip in slips]
    return _TEMPLATE.render(
        pages=[
            drawn[first : first + SLIPS_ON_A_PAGE]
            for first in range(0, len(drawn), SLIPS_ON_A_PAGE)
        ],
        left_out=left_out,
        style=_STYLE,
        style_source=style_source(),
        label=lambda name: words.label(f"slip.{name}"),
        spaced=spaced,
    )


def _drawn(link: str | None) -> str | None:
    return qr_svg(link, most_version=MOST_VERSION) if link else None


def style_source() -> str:
    """Return the source expression that lets a browser apply the sheet's style (CSP, level 2)."""
    return f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
