"""What was read opens without a signal, and can be searched."""

import re

from playwright.sync_api import expect

from tests.pages.browser.looking import wait_until


def _is_kept(page, address):
    wait_until(page, "async (address) => Boolean(await store.get('kept', address))", address)


def _installed(page):
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_a_document_that_was_read_opens_at_its_point_without_a_signal(open_browser, imported):
    page = open_browser()
    _installed(page)
    page.goto(f"/van-ban/{imported}")
    _is_kept(page, f"/van-ban/{imported}")
    point = page.locator("[data-diem]").nth(2).get_attribute("id")

    page.context.set_offline(True)
    cold = page.context.new_page()
    cold.goto(f"/van-ban/{imported}#{point}")

    expect(cold.locator(f"#{point}")).to_be_in_viewport()


def test_a_page_that_is_not_there_without_a_signal_shows_what_is(open_browser, imported):
    page = open_browser()
    _installed(page)
    page.goto(f"/van-ban/{imported}")
    _is_kept(page, f"/van-ban/{imported}")

    page.context.set_offline(True)
    page.goto("/van-ban")

    expect(page.locator("h1")).to_have_text("Đang không có mạng")
    expect(page.locator("#da-luu a")).to_have_attribute("href", f"/van-ban/{imported}")


def test_a_question_without_a_signal_is_answered_from_what_is_saved(open_browser, imported):
    page = open_browser()
    _installed(page)
    page.goto(f"/van-ban/{imported}")
    _is_kept(page, f"/van-ban/{imported}")

    page.context.set_offline(True)
    page.goto("/tim?q=khoe manh")

    hit = page.locator("#tim-thay li").first
    expect(hit).to_contain_text("khỏe mạnh")
    expect(hit.locator("a")).to_have_attribute("href", re.compile(rf"/van-ban/{imported}#"))


def test_a_reader_saves_a_document_and_drops_it_again(open_browser, imported):
    page = open_browser()
    _installed(page)
    page.goto(f"/van-ban/{imported}")
    page.get_by_role("button", name="Lưu để đọc khi không có mạng").click()
    expect(page.get_by_role("button", name="Đã lưu trên máy")).to_be_visible()

    page.goto("/da-luu")
    expect(page.locator("#da-luu li")).to_have_count(1)
    page.get_by_role("button", name="Xoá khỏi máy").click()

    expect(page.locator("#da-luu li")).to_have_count(0)
    expect(page.locator("#chua-co")).to_be_visible()
