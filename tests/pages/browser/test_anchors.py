"""A link to a point leads to that point, however long the paper and however it is divided."""

import pytest

from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.support.papers import PAPER

_HEAD = """BAN BÍ THƯ
*
ĐẢNG CỘNG SẢN VIỆT NAM
Số {number}-QĐ/TW
Hà Nội, ngày {day} tháng 3 năm 2024

QUYẾT ĐỊNH
VỀ VIỆC TRỒNG CÂY Ở TRỤ SỞ CHI BỘ

- Căn cứ Điều lệ Đảng;

Ban Bí thư quyết định:

"""
_FOOT = """

T/M BAN BÍ THƯ
Nguyễn Văn Mẫu
"""
_WORDS = "đảng viên được phân công chăm sóc, tưới nước, bón phân và báo cáo chi ủy hằng tháng, " * 3
#: Ids that are on the page twice; and of each point, how far below the bar its heading stands and
#: at which share of the screen. The page is asked for each point anew, as by somebody's link.
_OPENED = """
async () => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const bar = () => Math.max(0, ...[...document.querySelectorAll("header")]
    .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
    .map((one) => one.getBoundingClientRect().bottom));
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  const wrong = [];
  const points = [...document.querySelectorAll("#toan-van [data-diem]")];
  for (const point of points.filter((_, at) => at % 7 === 0)) {
    scrollTo(0, 0);
    location.hash = point.id;
    await drawn();
    const top = point.getBoundingClientRect().top;
    const isLast = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    if (top < bar() || (top > innerHeight * 0.4 && !isLast)) wrong.push([point.id, top]);
  }
  return { twice: ids.filter((id, at) => ids.indexOf(id) !== at), wrong, points: points.length };
}
"""


def _numbered():
    """Numbered points, twenty-five in each of four parts."""
    points = [
        (f"{part}. Chăm sóc trong năm thứ {part}\n\n" if part > 2 and not number else "")
        + f"{part}.{number + 1}. Chi bộ trồng cây; {_WORDS}rồi ghi vào sổ của chi bộ."
        for part in (2, 3, 4, 5)
        for number in range(25)
    ]
    return PAPER.replace("a) Đảng viên tưới", "\n\n".join([*points, "a) Đảng viên tưới"]))


def _in_articles():
    """Chapters, articles, clauses, lettered points."""
    lines = []
    for chapter, articles in (("I", range(1, 11)), ("II", range(11, 21)), ("III", range(21, 31))):
        lines.append(f"Chương {chapter}\nCHĂM SÓC CÂY")
        for article in articles:
            lines.append(f"Điều {article}. Chăm sóc cây năm thứ {article}")
            lines.extend(f"{clause}. Chi bộ trồng cây; {_WORDS}gồm:" for clause in (1, 2, 3))
            lines.extend(f"{letter}) Cây thứ nhất: {_WORDS}." for letter in "abcdđ")
    return _HEAD + "\n\n".join(lines) + _FOOT


def _with_rules():
    """A decision, and the rules that it enacts."""
    rules = [
        f"Điều {article}. Chăm sóc\n\n1. Chi bộ {_WORDS}.\n\n2. Chi ủy {_WORDS}."
        for article in range(1, 41)
    ]
    return (
        _HEAD
        + "Điều 1. Ban hành kèm theo Quyết định này Quy chế trồng cây.\n\n"
        + "Điều 2. Quyết định này có hiệu lực từ ngày ký."
        + _FOOT
        + "\nQUY CHẾ\n\nTRỒNG CÂY\n\n(Ban hành kèm theo Quyết định số {number}-QĐ/TW)\n\n"
        + "\n\n".join(rules)
    )


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("text", [_numbered, _in_articles, _with_rules])
def test_each_point_opens_below_the_bar_and_high_on_the_screen(
    open_browser, bring, paper, text, size
):
    page = open_browser(size=size)
    page.goto(f"/van-ban/{bring(paper(text=text())).document_id}")

    seen = page.evaluate(_OPENED)

    assert seen["points"] > 80
    assert (seen["twice"], seen["wrong"]) == ([], [])
