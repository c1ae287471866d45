"""The inbox in a browser: the number in the bar, the line of what is new, and every page of it."""

import pytest
from playwright.sync_api import expect

from tests.pages.browser.addresses import OF_THE_INBOX
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.pages.browser.looking import broken_rules, cut_text, overflow, small_targets, space_out
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later

ME = "Trần Thị Máy"


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def send(committee):
    """Send an invitation to the first cell and let it arrive; its address."""

    def send_(**more):
        asked = {
            "kind": "meeting",
            "title": "Họp chi bộ tháng này",
            "starts_at": later(days=3).isoformat(),
            "place": "Nhà văn hóa",
            "answer_by": later(days=2).isoformat(),
        }
        head = committee.as_("Nguyễn Văn Bí")
        sent = compose_and_send(head, said(committee.tree.cell, **(asked | more)))
        assert sent.status == 200, sent.json
        committee.work(until=later(minutes=2))
        return f"/thong-bao/{sent.json['id']}"

    return send_


@pytest.fixture
def me(committee):
    return committee.people[ME].account_id


def look_up(page):
    """The page comes to the front again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_bar_tells_how_many_wait_and_falls_silent_when_none_does(open_browser, send, me):
    invitation = send()
    page = open_browser(me)
    page.goto("/van-ban")
    expect(page.locator("#so-thu .so")).to_have_text("1")

    page.goto(invitation)
    page.get_by_role("button", name="Tôi sẽ dự").click()
    page.wait_for_url("**/da-ghi-nhan")

    expect(page.locator("#so-thu")).to_be_hidden()


def test_what_comes_while_a_page_is_open_is_told_there(open_browser, send, me):
    send()
    page = open_browser(me)
    page.goto("/van-ban")
    expect(page.locator("#so-thu .so")).to_have_text("1")
    expect(page.locator("#tin-moi")).to_be_empty()

    send(title="Họp thêm")
    look_up(page)

    expect(page.locator("#so-thu .so")).to_have_text("2")
    expect(page.locator("#tin-moi")).to_contain_text("Có thông báo mới.")
    page.get_by_role("link", name="Xem ngay").click()
    expect(page.locator("h1")).to_have_text("Thông báo")


def test_a_page_is_printed_by_its_button(open_browser, send, me):
    page = open_browser(me)
    page.goto(send())
    page.evaluate("window.print = () => { document.title = 'in rồi'; }")

    page.get_by_role("button", name="In thông báo này").click()

    expect(page).to_have_title("in rồi")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_page_of_the_inbox_keeps_the_rules(open_browser, me, send, size):
    page, invitation = open_browser(me, size=size), send().removeprefix("/thong-bao/")
    for address in OF_THE_INBOX:
        page.goto(address.format(invitation=invitation))
        assert (address, broken_rules(page)) == (address, [])
        assert (address, small_targets(page, 48)) == (address, [])
        space_out(page)
        assert (address, cut_text(page), overflow(page)) == (address, [], 0)


def test_a_reason_is_given_and_recorded_by_keyboard_and_keeps_the_rules(open_browser, send, me):
    page = open_browser(me)
    page.goto(f"{send()}/vang-mat")
    page.get_by_role("button", name="Gửi lý do").press("Enter")
    expect(page.locator("#tom-tat-loi")).to_be_focused()
    assert broken_rules(page) == []

    page.get_by_label("Ốm đau, chữa bệnh").press("Space")
    page.get_by_role("button", name="Gửi lý do").press("Enter")

    page.wait_for_url("**/da-ghi-nhan")
    assert broken_rules(page) == []
    assert small_targets(page, 48) == []
