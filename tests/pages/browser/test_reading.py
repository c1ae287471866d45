"""What scripts add to reading: copying, listening, where one was, completions."""

import pytest
from playwright.sync_api import expect

from tests.support.papers import PAPER

#: A voice that says everything at once and keeps what it was given to say.
_VOICE = """
const voice = { lang: 'vi-VN', localService: true, name: 'Linh' };
window.said = [];
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [voice], addEventListener() {}, cancel() {},
  speak(words) {
    said.push(words.text);
    setTimeout(() => words.dispatchEvent(new Event('end')), 20);
  },
} });
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
"""
_NO_VOICE = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"


@pytest.fixture
def long_paper(bring, paper):
    """A paper of some pages; its address."""
    words = (
        "đảng viên được phân công chăm sóc, tưới nước, bón phân và báo cáo chi ủy hằng tháng, " * 3
    )
    points = [
        (f"{part}. Chăm sóc trong năm thứ {part}\n\n" if part > 2 and not number else "")
        + f"{part}.{number + 1}. Chi bộ trồng cây theo Hướng dẫn 77-HD/TW, ngày 05/3/2024; "
        + f"{words}rồi ghi vào sổ của chi bộ."
        for part in (2, 3, 4, 5)
        for number in range(25)
    ]
    text = PAPER.replace("a) Đảng viên tưới", "\n\n".join([*points, "a) Đảng viên tưới"]))
    return f"/van-ban/{bring(paper(text=text)).document_id}"


def test_a_point_s_link_and_citation_are_copied(open_browser, long_paper, site):
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page.goto(long_paper)
    offered = page.locator("#m-2-3 .chep a")

    offered.nth(0).click()
    expect(offered.nth(0)).to_have_text("Đã sao chép")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}{long_paper}#m-2-3"

    offered.nth(1).click()
    expect(offered.nth(1)).to_have_text("Đã sao chép")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("điểm 2.3, Hướng dẫn 77-HD/TW, 5/3/2024")


@pytest.mark.parametrize("point", ["2.3", "4.12", "5.20"])
def test_the_bar_says_which_point_is_being_read_however_far_down(open_browser, long_paper, point):
    page = open_browser()
    page.goto(f"{long_paper}#m-{point.replace('.', '-')}")

    expect(page.locator("#dang-doc")).to_contain_text(f"điểm {point} ·")
    expect(page.locator(".muc-luc [aria-current]")).to_contain_text(f"{point}.")


def test_reading_goes_on_where_it_was_left(open_browser, long_paper):
    page = open_browser()
    page.goto(f"{long_paper}#m-2-20")
    expect(page.locator("#dang-doc")).to_contain_text("điểm 2.20")

    page.goto("/van-ban")
    page.goto(long_paper)
    page.get_by_role("link", name="Đọc tiếp từ điểm 2.20").click()

    expect(page.locator("#m-2-20")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_contents_open_lead_to_a_point_and_are_out_of_the_way(
    open_browser, long_paper, scripts
):
    page = open_browser(java_script_enabled=scripts)
    page.goto(long_paper)
    contents = page.locator("#muc-luc")
    expect(contents).to_be_hidden()

    page.get_by_role("link", name="Mục lục").first.click()
    expect(contents).to_be_visible()
    contents.get_by_role("link", name="2.15.").click()

    expect(contents).to_be_hidden()
    expect(page.locator("#m-2-15")).to_be_in_viewport()


def test_the_contents_close_where_one_was_reading(open_browser, long_paper):
    page = open_browser()
    page.goto(f"{long_paper}#m-2-20")
    page.locator(".thanh-doc a").click()

    page.get_by_role("link", name="Đóng mục lục").click()

    expect(page.locator("#m-2-20")).to_be_in_viewport()


def test_a_text_is_read_sentence_by_sentence_in_words_and_stops(open_browser, long_paper):
    page = open_browser()
    page.add_init_script(_VOICE)
    page.goto(long_paper)
    button = page.locator("#nghe button")
    expect(button).to_have_text("Nghe đọc")

    button.click()
    page.wait_for_function("() => said.length > 12")
    button.click()
    said = page.evaluate("said")
    stopped_at = len(said)

    assert max(map(len, said)) <= 180
    assert any(one.startswith("một chấm một. Chi bộ chọn cây") for one in said)
    assert any("số 77 hướng dẫn Trung ương" in one for one in said)
    assert any("5 tháng 3 năm 2024" in one for one in said)
    expect(button).to_contain_text("Nghe tiếp từ điểm")
    page.wait_for_timeout(100)
    assert len(page.evaluate("said")) == stopped_at


def test_without_a_voice_there_is_no_button_to_listen(open_browser, long_paper):
    page = open_browser()
    page.add_init_script(_NO_VOICE)
    page.goto(long_paper)
    page.wait_for_timeout(1700)

    expect(page.locator("#nghe")).to_be_hidden()


def test_what_is_being_typed_is_completed_and_the_keys_lead_into_the_list(open_browser, imported):
    page = open_browser()
    page.goto("/tim")
    page.locator("#tim-gi").press_sequentially("trong cay")
    list_ = page.locator("#goi-y-tim")
    expect(list_).to_be_visible()
    assert list_.locator("a").count() <= 6

    page.keyboard.press("ArrowDown")
    expect(list_.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(list_).to_be_hidden()
    expect(page.locator("#tim-gi")).to_be_focused()

    page.locator("#tim-gi").press_sequentially(" o")
    list_.get_by_role("link", name="trồng cây").first.click()
    expect(page.locator("h1")).to_contain_text("rồng cây")


def test_speaking_is_offered_only_where_the_browser_understands_speech(open_browser):
    page = open_browser()
    page.add_init_script(
        "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
        "window.webkitSpeechRecognition = undefined;"
    )
    page.goto("/tim")
    expect(page.locator("#o-tim")).to_be_visible()

    expect(page.locator("#noi-chu")).to_be_hidden()


def test_a_document_in_search_of_words_shows_them_without_scripts(open_browser, long_paper):
    page = open_browser(java_script_enabled=False)
    page.goto(long_paper)
    page.locator("#tim-trong").fill("bon phan")
    page.locator("#toan-van form button").first.click()

    expect(page.locator(".toan-van mark").first).to_have_text("bón phân")
