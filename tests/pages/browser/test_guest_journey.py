"""A guest finds the rule on being admitted again, reads the point and hands it on."""

import re

from playwright.sync_api import expect


def test_a_guest_finds_a_rule_without_marks_and_copies_its_point(open_browser, imported, site):
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_role("searchbox").fill("cay phai khoe manh")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page).to_have_url(re.compile(r"/tim\?"))
    page.locator(f"main a[href*='/van-ban/{imported}#']").first.click()
    expect(page).to_have_url(re.compile(rf"/van-ban/{imported}#m-"))
    point = page.url.split("#")[1]
    expect(page.locator(f"#{point}")).to_be_in_viewport()

    page.locator(f"#{point}").get_by_role(
        "link", name=re.compile("Sao chép liên kết")
    ).first.click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site}/van-ban/{imported}#{point}"


def test_a_guest_finds_and_reads_without_scripts(open_browser, imported):
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("khỏe mạnh")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.locator(f"main a[href*='/van-ban/{imported}#']").first.click()

    expect(page.locator(":target")).to_contain_text("khỏe mạnh")
