"""What stands on a paper, and words for everything that is said of calling."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from handbook_api.content_store import load
from handbook_api.notices.calling.sheet import (
    Addressee,
    Announcement,
    Box,
    moment,
    paper_sheet,
)
from handbook_api.notices.calling.vocabulary import CallGroup, DeviceState, How, Outcome
from handbook_api.notices.delivering.models import DeliveryState, Way
from handbook_api.notices.models import Reach

CONTENT = load(Path(__file__).parents[3] / "content")
LABELS = CONTENT.messages("vi").labels
EVENING = datetime(2026, 12, 5, 12, 30, tzinfo=UTC)
PEOPLE = [Addressee("Lê Văn Giấy", "Chi bộ Một"), Addressee("Phạm Thị Thử", "Chi bộ Một")]


def a_sheet(people=PEOPLE, **more):
    said = {
        "sender": "Chi bộ Một",
        "kind": "Mời họp, sinh hoạt",
        "title": "Sinh hoạt chi bộ",
        "text": "Mời đồng chí.\n\nNội dung: kiểm điểm.",
        "starts_at": EVENING,
        "ends_at": None,
        "place": "Nhà văn hóa",
        "answer_by": None,
        "boxes": [Box("Tôi sẽ dự", reason=False), Box("Tôi xin vắng", reason=True)],
        "correction": 0,
        "contact": None,
        "link": "https://sotay.example.vn/thong-bao/9d0f8a53-0f4f-4c0c-9e6b-0a4f9b1f2c33",
    } | more
    return paper_sheet(Announcement(**said), people, LABELS)


def test_times_are_said_as_people_say_them():
    assert moment(EVENING) == "19 giờ 30, thứ Bảy, ngày 05/12/2026"
    assert moment(datetime(2026, 12, 6, 1, 0, tzinfo=UTC)) == "8 giờ, Chủ nhật, ngày 06/12/2026"


def test_a_meeting_says_until_when_on_one_day_and_over_several():
    same_day = a_sheet(ends_at=datetime(2026, 12, 5, 14, 0, tzinfo=UTC))
    days = a_sheet(ends_at=datetime(2026, 12, 6, 10, 0, tzinfo=UTC))

    assert "19 giờ 30 đến 21 giờ, thứ Bảy, ngày 05/12/2026" in same_day
    assert "từ 19 giờ 30, thứ Bảy, ngày 05/12/2026 đến 17 giờ, Chủ nhật" in days


def test_everybody_has_a_paper_with_boxes_and_a_code_that_phones_read():
    page = a_sheet()

    assert page.count("<article>") == page.count("<svg") == 2
    assert page.count('class="box"') == 4
    assert page.count("lý do:") == 2
    assert page.count("Ký tên") == 2


@pytest.mark.parametrize("link", [None, f"https://{'rất-dài-' * 40}.example.vn/"])
def test_a_code_that_nobody_could_read_is_left_out(link):
    assert "<svg" not in a_sheet(link=link)


def test_a_correction_says_so():
    assert "đính chính lần 2" in a_sheet(correction=2)
    assert "đính chính" not in a_sheet()


def test_whatever_is_said_of_calling_has_words():
    groups = {
        "contact_how": How,
        "contact_outcome": Outcome,
        "call_group": CallGroup,
        "device_state": DeviceState,
        "delivery_state": DeliveryState,
        "delivery_way": Way,
        "reach": Reach,
    }
    for language in ("vi", "en"):
        known = CONTENT.messages(language).labels
        missing = {
            f"{group}.{code}"
            for group, codes in groups.items()
            for code in codes
            if f"{group}.{code}" not in known
        }
        assert missing == set()
