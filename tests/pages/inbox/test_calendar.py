"""A meeting as a calendar's file: every phone reads it."""

from datetime import timedelta
from uuid import UUID

import pytest

from handbook_api.core import clock
from handbook_api.webclient.inbox.calendar import calendar_of
from tests.support.people import later

TITLE = "Sinh hoạt chuyên đề “Học tập; làm theo”, ở nhà văn hóa\\sân đình thôn Thử, xã Mẫu, quý IV"


@pytest.fixture
def meeting(send):
    """An invitation to half past seven in the evening of 5 December 2030, in Vietnam; its id."""
    address = send(
        kind="meeting",
        title=TITLE,
        starts_at="2030-12-05T12:30:00Z",
        ends_at="2030-12-05T14:00:00Z",
        place="Nhà văn hóa thôn Thử",
    )
    return address.rpartition("/")[2]


@pytest.fixture
def file(me, meeting):
    return me.get(f"/thong-bao/{meeting}/lich.ics")


def unfolded(body):
    return body.replace("\r\n ", "").split("\r\n")


def test_the_file_is_one_that_calendars_open(file):
    assert file.status == 200
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="lich-hop.ics"'
    assert file.headers["Cache-Control"] == "no-store"


def test_no_line_is_longer_than_calendars_read_and_no_letter_is_torn(file):
    lines = file.body.encode().split(b"\r\n")

    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert b"\n" not in b"".join(lines)


def test_what_it_says_is_when_where_and_what(file, meeting):
    lines = unfolded(file.body)

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20301205T193000" in lines
    assert "DTEND;TZID=Asia/Ho_Chi_Minh:20301205T210000" in lines
    assert "LOCATION:Nhà văn hóa thôn Thử" in lines
    assert f"UID:{meeting}" in lines
    (url,) = (one.removeprefix("URL:") for one in lines if one.startswith("URL:"))
    assert url.startswith("http")
    assert url.endswith(f"/thong-bao/{meeting}")
    (summary,) = (one for one in lines if one.startswith("SUMMARY:"))
    plain = summary.removeprefix("SUMMARY:").replace("\\\\", "\0")
    assert plain.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\") == TITLE


def test_the_zone_is_in_it_and_everything_that_begins_ends(file):
    lines = unfolded(file.body)
    begun = [one.removeprefix("BEGIN:") for one in lines if one.startswith("BEGIN:")]
    ended = [one.removeprefix("END:") for one in lines if one.startswith("END:")]

    assert sorted(begun) == sorted(ended)
    assert set(begun) == {"VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT", "VALARM"}
    assert "TZOFFSETTO:+0700" in lines


def test_what_has_no_hour_is_no_entry_of_a_calendar(me, send):
    assert me.get(f"/thong-bao/{send()}/lich.ics").status == 404


def test_a_correction_replaces_the_entry(committee, me, meeting):
    head = committee.as_("Nguyễn Văn Bí")
    now = head.get(f"/notices/{meeting}").json
    same = ("title", "text", "ends_at", "place", "answer_by", "revision")
    body = {name: now[name] for name in same} | {
        "starts_at": "2030-12-05T13:00:00Z",
        "reason": "Lùi nửa giờ.",
    }
    assert head.post(f"/notices/{meeting}/corrections", body).status == 200
    committee.work(until=later(minutes=2))

    lines = unfolded(me.get(f"/thong-bao/{meeting}/lich.ics").body)

    assert f"UID:{meeting}" in lines
    assert "SEQUENCE:1" in lines
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20301205T200000" in lines


def test_lines_within_a_title_do_not_become_lines_of_the_file(me, committee, meeting):
    class Item:
        id = UUID(meeting)
        title = "Họp\r\nATTENDEE:mailto:ai-do@example.test\x07"
        place, ends_at, version, cancelled_at = None, None, 1, None

    starts = clock.now() + timedelta(days=1)
    lines = unfolded(calendar_of(Item(), starts, "https://so-tay.example.test/"))

    assert not any(one.startswith("ATTENDEE") for one in lines)
    assert "SUMMARY:Họp\\nATTENDEE:mailto:ai-do@example.test" in lines
