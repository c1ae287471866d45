"""Take the pictures of docs/screens from a running service: python -m tests.screens ADDRESS

The service is one that `make run` started in an empty folder; --member, --secretary and --officer
give the passwords it printed, --code two of the officer's backup codes, --document the id of a
document with its text.
"""

from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "screens"
SIZES = {"phone": {"width": 360, "height": 740}, "laptop": {"width": 1280, "height": 800}}
NAMES = {"member": "dangvien.demo", "secretary": "bithu.demo", "officer": "canbo.demo"}


@click.command()
@click.argument("address")
@click.option("--member", required=True)
@click.option("--secretary", required=True)
@click.option("--officer", required=True)
@click.option("--code", "codes", required=True, multiple=True)
@click.option("--document", required=True)
def take(
    address: str, member: str, secretary: str, officer: str, codes: tuple[str, ...], document: str
) -> None:
    """Take every picture at both sizes."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size, code in zip(SIZES, codes, strict=True):
            _guest(_open(browser, address, size), size, document)
            _member(_open(browser, address, size, "member", member), size)
            _secretary(_open(browser, address, size, "secretary", secretary), size)
            _officer(_open(browser, address, size, "officer", officer), size, code)
        browser.close()


def _guest(page: Page, size: str, document: str) -> None:
    _shoot(page, "search", size, "/tim?q=ket nap lai")
    _shoot(page, "document", size, f"/van-ban/{document}")
    _shoot(page, "sign-in", size, "/dang-nhap")
    _shoot(page, "design", size, "/design")


def _member(page: Page, size: str) -> None:
    _shoot(page, "home", size, "/")
    _shoot(page, "inbox", size, "/thong-bao")
    page.locator("main .danh-sach a.ten").first.click()
    page.wait_for_load_state("networkidle")
    _shoot(page, "notice", size)
    _shoot(page, "record", size, "/toi/ho-so")


def _secretary(page: Page, size: str) -> None:
    _shoot(page, "console-today", size, "/lam-viec")
    _shoot(page, "console-notices", size, "/lam-viec/thong-bao")
    page.locator("main .danh-sach a.ten").first.click()
    page.wait_for_load_state("networkidle")
    _shoot(page, "console-tracking", size)
    _shoot(page, "console-members", size, "/lam-viec/dang-vien")


def _officer(page: Page, size: str, code: str) -> None:
    page.goto("/lam-viec/to-chuc")
    page.fill("main input[name=code]", code)
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    _shoot(page, "console-organisations", size, "/lam-viec/to-chuc")
    _shoot(page, "console-figures", size, "/lam-viec/so-lieu")


def _open(browser: Browser, address: str, size: str, role: str = "", password: str = "") -> Page:
    context = browser.new_context(base_url=address, viewport=SIZES[size], locale="vi-VN")
    page = context.new_page()
    if role:
        page.goto("/dang-nhap/mat-khau")
        page.fill("#o-name", NAMES[role])
        page.fill("#o-password", password)
        page.locator("main button").click()
        page.wait_for_url("**/")
    return page


def _shoot(page: Page, name: str, size: str, path: str | None = None) -> None:
    if path is not None:
        page.goto(path, wait_until="networkidle")
    page.screenshot(path=FOLDER / f"{name}-{size}.png")


if __name__ == "__main__":
    take()
