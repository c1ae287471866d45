"""What scripts add to one's own notes: highlighting, writing without a signal, and a cited point
that is shown without leaving the page."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from handbook_api.annotations.models import Annotation
from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.members.sealed_rows import seal_texts, texts_of
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.pages.browser.looking import broken_rules, overflow, small_targets, wait_until
from tests.support.people import a_committee, a_member, an_organisation, signed_in

_SELECT = """([point, words]) => {
  const node = [...document.querySelector(`${point} > p`).childNodes]
    .find((one) => one.nodeType === 3 && one.data.includes(words));
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(words));
  range.setEnd(node, node.data.indexOf(words) + words.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def page(open_browser, runtime, imported):
    """The paper about trees, open before a member, with everything in place for no signal."""
    with runtime.transaction() as session:
        cell = an_organisation(session, a_committee(session))
        member = a_member(session, cell, Role.MEMBER)
    page = open_browser(member)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    document = f"/van-ban/{imported}"
    page.goto(document)
    wait_until(page, "async (address) => Boolean(await store.get('kept', address))", document)
    return page


@pytest.fixture
def kept(runtime):
    """Return everything that is kept: what it is, where, and its words."""

    def all_():
        with runtime.transaction(read_only=True) as session:
            rows = session.scalars(select(Annotation).order_by(Annotation.changed_at))
            return [(row.motivation, row.anchor, dict(texts_of(session, row))) for row in rows]

    return all_


def test_selected_words_are_highlighted_and_still_are_when_one_comes_back(page, kept):
    expect(page.locator("#cua-toi")).to_be_visible()
    page.evaluate(_SELECT, ["#m-1-1", "phù hợp với đất"])
    page.get_by_role("button", name="Tô sáng đoạn đã chọn").click()

    expect(page.locator("mark.to-sang")).to_have_text("phù hợp với đất")
    assert kept() == [
        (
            "highlighting",
            "1.1",
            {
                "exact": "phù hợp với đất",
                "prefix": "Chi bộ chọn cây",
                "suffix": "và khí hậu của địa phương.",
            },
        )
    ]
    document = page.url
    page.reload()
    expect(page.locator("#m-1-1 mark.to-sang")).to_have_text("phù hợp với đất")
    for address in (document, "/toi/ghi-chu", f"{document}/ghi-chu?diem=1.1"):
        if page.url != address:
            page.goto(address)
        for size in (LAPTOP, PHONE):
            page.set_viewport_size(size)
            assert (broken_rules(page), small_targets(page, 48), overflow(page)) == ([], [], 0)


def test_a_note_and_a_bookmark_made_without_a_signal_are_sent_later_with_their_own_time(page, kept):
    page.context.set_offline(True)
    page.locator("#m-1-1").get_by_role("link", name="Ghi chú").press("Enter")
    page.keyboard.type("Hỏi lại chi ủy.")
    page.get_by_role("button", name="Lưu ghi chú").click()
    waiting = page.locator("#m-1-1 aside")
    expect(waiting).to_contain_text("Hỏi lại chi ủy.")
    expect(waiting).to_contain_text("chưa gửi")
    page.locator("#m-1-2").get_by_role("link", name="Đánh dấu").click()
    expect(page.locator("#m-1-2 aside")).to_contain_text("chưa gửi")
    assert kept() == []

    page.reload()
    expect(page.locator("#m-1-1 aside")).to_contain_text("chưa gửi")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#m-1-1 aside")).to_contain_text("Chỉ đồng chí thấy")
    expect(page.locator("#m-1-1 aside")).not_to_contain_text("chưa gửi")
    expect(page.locator("#m-1-2").get_by_role("link", name="Bỏ dấu")).to_be_visible()
    assert sorted(kept()) == [
        ("bookmarking", "1.2", {}),
        ("commenting", "1.1", {"text": "Hỏi lại chi ủy."}),
    ]


def test_a_page_that_the_device_kept_may_be_written_on_twice(page, kept):
    place = f"{page.url}/ghi-chu?diem=1.1"
    page.evaluate("store.setFact('keeps-own', true)")
    page.goto(place)
    address = "/" + place.split("/", 3)[3]
    wait_until(page, "async (address) => Boolean(await store.get('kept', address))", address)

    page.context.set_offline(True)
    for words in ("Việc một.", "Việc hai."):
        page.goto(place)
        page.get_by_label("Lời ghi của đồng chí").fill(words)
        page.get_by_role("button", name="Lưu ghi chú").click()
        expect(page.get_by_text("Đã lưu trên máy, chưa gửi.")).to_be_visible()
    page.context.set_offline(False)

    expect(page.locator("#dai-mang")).to_have_text("Đã gửi 2 câu trả lời hoặc ghi chú.")
    assert [said["text"] for _, _, said in kept()] == ["Việc một.", "Việc hai."]


def _write_without_a_signal(page):
    page.context.set_offline(True)
    page.locator("#m-1-1").get_by_role("link", name="Ghi chú").press("Enter")
    page.keyboard.type("Hỏi lại chi ủy.")
    page.get_by_role("button", name="Lưu ghi chú").click()
    expect(page.locator("#m-1-1 aside")).to_contain_text("chưa gửi")


@pytest.mark.parametrize("address", ["/toi", "/van-ban"])
def test_a_device_that_was_signed_out_from_elsewhere_forgets_what_waits(page, runtime, address):
    _write_without_a_signal(page)
    with runtime.transaction() as session:
        device = session.scalars(select(DeviceSession)).one()
        device.ended_at, device.ended_reason = clock.now(), "by_owner"

    page.context.set_offline(False)
    page.goto(address)

    wait_until(page, "async () => (await store.all('waiting')).length === 0")


@pytest.mark.parametrize("comes_back", [True, False], ids=["the writer", "somebody else"])
def test_what_waits_is_sent_when_its_writer_signs_in_again_and_never_by_another(
    page, runtime, kept, comes_back
):
    _write_without_a_signal(page)
    with runtime.transaction() as session:
        before = session.scalars(select(DeviceSession)).one()
        before.ended_at, writer = clock.now(), before.account_id
        cell = an_organisation(session, a_committee(session))
        other = a_member(session, cell, Role.MEMBER).id

    page.context.set_offline(False)
    page.goto("/toi")
    expect(page.locator("#dai-mang")).to_contain_text("Xin đăng nhập lại để gửi.")
    page.goto("/da-luu")
    expect(page.locator("#dang-cho")).to_be_hidden()
    token = signed_in(runtime, writer if comes_back else other)
    page.context.add_cookies([{"name": "phien", "value": token, "url": page.url}])
    page.goto("/toi")

    if comes_back:
        expect(page.locator("#dai-mang")).to_contain_text("Đã gửi 1")
    wait_until(page, "async () => (await store.all('waiting')).length === 0")
    assert len(kept()) == comes_back


def test_a_note_that_two_devices_changed_is_shown_twice_to_choose_from(page, runtime, kept):
    page.goto(f"{page.url}/ghi-chu?diem=1.1")
    page.get_by_label("Lời ghi của đồng chí").fill("Bản đầu.")
    page.get_by_role("button", name="Lưu ghi chú").click()
    page.get_by_role("link", name="Sửa").click()
    expect(page.get_by_label("Lời ghi của đồng chí")).to_have_value("Bản đầu.")
    with runtime.transaction() as session:
        note = session.scalars(select(Annotation)).one()
        seal_texts(session, note, text="Từ máy khác.")
        note.version += 1

    page.context.set_offline(True)
    page.get_by_label("Lời ghi của đồng chí").fill("Từ điện thoại.")
    page.get_by_role("button", name="Lưu ghi chú").click()
    expect(page.get_by_text("Đã lưu trên máy, chưa gửi.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#dai-mang")).to_contain_text("không được nhận")
    assert kept() == [("commenting", "1.1", {"text": "Từ máy khác."})]
    page.goto("/da-luu")
    page.get_by_role("button", name="Mở ra xem").click()

    expect(page.locator("section.the")).to_contain_text("Từ máy khác.")
    expect(page.get_by_label("Bản đồng chí vừa viết")).to_have_value("Từ điện thoại.")
    page.get_by_role("button", name="Giữ bản vừa viết").click()
    expect(page.get_by_text("Từ điện thoại.")).to_be_visible()
    assert kept() == [("commenting", "1.1", {"text": "Từ điện thoại."})]


def test_a_cited_point_is_shown_and_left_again_by_keyboard_alone(page):
    citation = page.locator("#m-1-2 a.dan").first
    citation.focus()
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog")

    expect(shown).to_contain_text("Chi bộ chọn cây phù hợp với đất")
    assert broken_rules(page) == []
    page.keyboard.press("Escape")

    expect(shown).to_be_hidden()
    expect(citation).to_be_focused()
    page.keyboard.press("Enter")
    shown.get_by_role("link", name="Mở điểm 1.1").press("Enter")
    expect(page.locator("#m-1-1")).to_be_in_viewport()
    assert page.url.endswith("#m-1-1")


def test_a_cited_document_is_shown_with_how_far_it_holds_and_the_first_page_leads_back(page):
    another = page.locator("#toan-van a.dan[href^='/van-ban/']").first
    address = another.get_attribute("href")
    another.click()

    shown = page.get_by_role("dialog")
    expect(shown.locator(".nhan")).to_be_visible()
    expect(shown.get_by_role("link", name="Mở")).to_have_attribute("href", address)
    page.keyboard.press("Escape")
    page.goto("/")
    expect(page.locator("#doc-gan-day a")).to_contain_text("77-HD/TW")


def test_what_one_read_is_not_shown_to_whoever_has_the_device_next(page, runtime, site):
    page.goto("/")
    expect(page.locator("#doc-gan-day a")).to_contain_text("77-HD/TW")
    page.context.clear_cookies(name="phien")
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()

    assert page.locator("#doc-gan-day a").count() == 0
    wait_until(page, "() => !localStorage.getItem('cho-dang-doc').includes('77-hd')")


def test_what_a_guest_read_is_still_there_when_he_signs_in(open_browser, runtime, imported, site):
    with runtime.transaction() as session:
        cell = an_organisation(session, a_committee(session))
        member = a_member(session, cell, Role.MEMBER)
    page = open_browser()
    page.goto(f"/van-ban/{imported}")
    token = signed_in(runtime, member)
    page.context.add_cookies([{"name": "phien", "value": token, "url": site}])
    page.goto("/")

    expect(page.locator("#doc-gan-day a")).to_contain_text("77-HD/TW")


def test_a_page_that_a_guest_kept_forgets_nothing_of_whoever_reads_it_without_a_signal(page):
    page.goto("/")
    # As a page of a guest does, which lies on the device from before.
    page.evaluate("store.placesOf('')")
    page.wait_for_timeout(300)

    assert "77-hd" in page.evaluate("localStorage.getItem('cho-dang-doc')")
    page.reload()
    expect(page.locator("#doc-gan-day a")).to_contain_text("77-HD/TW")
