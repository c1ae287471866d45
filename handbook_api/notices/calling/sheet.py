"""Notices on paper in large type: half an A4 page for each person, more where there is more to say.

For whoever has no phone that shows it: to be read, ticked, signed, and handed back.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook_api.auth.qr import TextTooLongForQr, qr_svg
from handbook_api.core import clock

#: A version-10 code printed 38 mm wide has modules of 0.58 mm, which old phones still read.
MOST_VERSION = 10

_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_HERE = Path(__file__).parent
_STYLE = _HERE.joinpath("sheet.css").read_text("utf-8")
_TEMPLATE = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
).get_template("sheet.html")


@dataclass(frozen=True, slots=True)
class Box:
    """Something to tick. reason: with a line for saying why."""

    text: str
    reason: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    """What stands on every paper. link: what the QR code says; it names nobody and opens nothing.

    correction: which correction of the notice it is; 0: none.
    """

    sender: str
    kind: str
    title: str
    text: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    answer_by: datetime | None
    boxes: Sequence[Box]
    correction: int
    contact: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """For whom a paper is."""

    name: str
    cell: str


def paper_sheet(said: Announcement, people: Sequence[Addressee], labels: Mapping[str, str]) -> str:
    """Return a page for printing that needs nothing else: no script, no link, one <style>.

    labels: of content/messages. Serve it with `style_source()` in the answer's style-src.
    """
    return _TEMPLATE.render(
        said=said,
        people=people,
        code=_drawn(said.link),
        paragraphs=[line for line in said.text.splitlines() if line.strip()],
        when=_when(said),
        moment=moment,
        style=_STYLE,
        style_source=style_source(),
        printed=clock.today(),
        label=lambda name: labels[f"paper.{name}"],
    )


def style_source() -> str:
    """Return the source expression that lets a browser apply the sheet's style (CSP, level 2)."""
    return f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"


def moment(at: datetime) -> str:
    """Return an instant as people in Vietnam say it: 19 giờ 30, thứ Bảy, ngày 05/12/2026."""
    local = at.astimezone(clock.VIETNAM)
    return f"{_hour(local)}, {_DAYS[local.weekday()]}, ngày {local:%d/%m/%Y}"


def _when(said: Announcement) -> str | None:
    if said.starts_at is None:
        return None
    if said.ends_at is None:
        return moment(said.starts_at)
    begins, ends = (one.astimezone(clock.VIETNAM) for one in (said.starts_at, said.ends_at))
    if begins.date() != ends.date():
        return f"từ {moment(begins)} đến {moment(ends)}"
    return f"{_hour(begins)} đến {moment(ends)}"


def _hour(local: datetime) -> str:
    return f"{local.hour} giờ {local:%M}" if local.minute else f"{local.hour} giờ"


def _drawn(link: str | None) -> str | None:
    """A paper without a picture still says everything; one that no phone reads says no more."""
    try:
        return qr_svg(link, most_version=MOST_VERSION) if link else None
    except TextTooLongForQr:
        return None
