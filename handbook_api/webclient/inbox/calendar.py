"""A meeting as a file for the calendar of any phone.

Source: RFC 5545: lines end with CRLF and hold at most 75 octets, a fold is CRLF and a blank;
backslash, semicolon, comma and line end are escaped in texts.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from handbook_api.core import clock
from handbook_api.notices.inbox.schemas import InboxItemOut

_MOST_OCTETS = 75
_ZONE = "Asia/Ho_Chi_Minh"
#: Vietnam has known no other time since 1975.
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{_ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
#: The phone reminds of the meeting so long before it.
_ALARM = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H")


def calendar_of(item: InboxItemOut, starts_at: datetime, address: str) -> str:
    """Return the meeting of a notice as an iCalendar file. address: where its page lies.

    A corrected notice has the same UID and a higher SEQUENCE, so that it replaces the entry.
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(item, starts_at, address))


def _lines(item: InboxItemOut, starts_at: datetime, address: str) -> Iterator[str]:
    title = _escaped(item.title)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//So tay dang vien//Lich hop//VI")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", *_TIMEZONE)
    yield from ("BEGIN:VEVENT", f"UID:{item.id}", f"SEQUENCE:{item.version - 1}")
    yield f"DTSTAMP:{clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={_ZONE}:{_local(starts_at)}"
    if item.ends_at is not None:
        yield f"DTEND;TZID={_ZONE}:{_local(item.ends_at)}"
    yield f"SUMMARY:{title}"
    if item.place:
        yield f"LOCATION:{_escaped(item.place)}"
    yield f"URL:{address}"
    yield f"STATUS:{'CONFIRMED' if item.cancelled_at is None else 'CANCELLED'}"
    yield from (*_ALARM, f"DESCRIPTION:{title}", "END:VALARM", "END:VEVENT", "END:VCALENDAR")


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(clock.VIETNAM):%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    lines = ("".join(one for one in line if one.isprintable()) for line in text.splitlines())
    return "\\n".join(lines)


def _folded(line: str) -> str:
    """No octet past the 75th on a line, and no letter torn apart."""
    pieces, piece, room = [], "", _MOST_OCTETS
    for letter in line:
        width = len(letter.encode())
        if width > room:
            pieces.append(piece)
            piece, room = "", _MOST_OCTETS - 1  # the blank that begins a fold counts
        piece += letter
        room -= width
    return "\r\n ".join([*pieces, piece])
