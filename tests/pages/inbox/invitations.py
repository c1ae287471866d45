"""What is sent and said in the tests of the inbox."""

from datetime import timedelta

from handbook_api.core import clock

ME = "Trần Thị Máy"
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
SCRIPT = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


def invitation(days=7, **more):
    starts = clock.now() + timedelta(days=days)
    return {
        "kind": "meeting",
        "title": "Sinh hoạt chi bộ thường kỳ",
        "starts_at": starts.isoformat(),
        "place": "Nhà văn hóa thôn Thử",
        "answer_by": (starts - timedelta(days=1)).isoformat(),
    } | more


def says_yes(page, **more):
    return {"key": page.value("key"), "made_at": "", "answer": "attend"} | more
