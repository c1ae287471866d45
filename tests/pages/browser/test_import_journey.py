"""An officer imports a regulation from its PDF and confirms what it replaces, on a laptop."""

import re

import pytest
from playwright.sync_api import expect

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role, Strength
from handbook_api.documents import queries
from tests.bench import corpus
from tests.documents.drafts.conftest import REPLACING
from tests.pages.browser.addresses import LEAST_OF_OFFICERS, OF_DRAFTS
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.pages.browser.looking import faults_by_address
from tests.support.jobs import work_off
from tests.support.people import a_committee, an_account, appoint

IMPORTS = "/lam-viec/van-ban/nhap"
#: The console is worked at, often with a mouse.


@pytest.fixture
def editor(runtime):
    with runtime.transaction() as session:
        account = an_account(session, name="Lê Thị Biên")
        appoint(session, account, a_committee(session), Role.CONTENT_EDITOR)
        return account.id


@pytest.fixture
def regulation():
    found = [path for path in corpus.REGULATIONS if path.name == "06-HD-TW-2025.pdf"]
    if not found:
        pytest.skip(f"the real papers are missing: {corpus.SHARED}")
    return found[0]


def test_an_officer_imports_a_regulation_from_its_pdf_and_confirms_what_it_replaces(
    open_browser, editor, regulation, runtime
):
    page = open_browser(editor, size=LAPTOP, strength=Strength.TWO_FACTOR)
    page.goto("/lam-viec/van-ban")
    page.get_by_role("link", name="Nhập văn bản").click()
    page.set_input_files("#o-file", regulation)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_text("Có thể rời trang này")).to_be_visible()
    work_off(runtime)
    # The page finds out by itself.
    expect(page.get_by_role("heading", name="Rà soát văn bản")).to_be_visible()

    page.get_by_role("link", name="Bản gốc và điều khoản").click()
    page.get_by_role("link", name="Trang sau").first.click()
    original, recognised = page.locator(".hai-cot > section").all()
    expect(original).to_contain_text("2.3. Phân công công tác cho đảng viên")
    expect(recognised).to_contain_text("Phân công công tác cho đảng viên là việc giao")
    assert original.bounding_box()["x"] < recognised.bounding_box()["x"]
    page.get_by_role("link", name="Rà soát văn bản").click()

    page.get_by_role("link", name=re.compile("^Xác nhận 2 quan hệ")).click()
    replaced = page.get_by_role("group", name="Thay thế: Hướng dẫn số 01-HD/TW")
    expect(replaced.get_by_role("link")).to_have_attribute("href", "/van-ban/01-hd-tw-2021")
    for answer in page.get_by_role("radio", name="Đúng", exact=True).all():
        answer.check()
    page.get_by_role("button", name="Lưu câu trả lời").click()

    page.get_by_role("link", name="Kiểm tra lần cuối").click()
    expect(page.locator("main")).to_contain_text(
        "Thôi hiệu lực vì được thay thế: Hướng dẫn 01-HD/TW"
    )
    page.get_by_role("button", name="Đưa 183 điều khoản vào thư viện").click()
    expect(page.get_by_text("Đã nhập 06-HD/TW: 183 điều khoản.")).to_be_visible()
    page.get_by_role("link", name="Mở văn bản").click()
    expect(page.locator("main")).to_contain_text("Phân công công tác cho đảng viên là việc giao")
    with runtime.transaction(read_only=True) as session:
        old = queries.get_document(session, GUEST, "01-hd-tw-2021", clock.today())
    assert "06-hd-tw-2025" in [document.id for _, document in old.replaced_by]


@pytest.fixture
def drafts(open_browser, editor, runtime):
    """The ids of drafts: one that is read, one that is refused, one that waits."""
    page = open_browser(editor, strength=Strength.TWO_FACTOR)

    def sent(text, name="giay.txt"):
        page.goto(IMPORTS)
        file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        page.set_input_files("#o-file", file)
        page.get_by_role("button", name="Tải lên").click()
        page.wait_for_url(re.compile(r"/nhap/[0-9a-f-]{36}"))
        draft_id = page.url.rpartition("/")[2]
        page.goto("about:blank")
        return draft_id

    read = sent(REPLACING.replace("\n1.2. ", "\n1.4. "))
    refused = sent("MẬT\n" + REPLACING)
    work_off(runtime)
    waiting = sent("1. Một\n\n2. Hai")
    return {"read": read, "refused": refused, "waiting": waiting, "place": 1}


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_no_page_of_an_import_breaks_a_rule(open_browser, editor, drafts, size):
    page = open_browser(editor, size=size, strength=Strength.TWO_FACTOR)

    assert faults_by_address(page, OF_DRAFTS, drafts, LEAST_OF_OFFICERS) == {}


def test_a_file_is_sent_and_followed_without_scripts(open_browser, editor, runtime):
    page = open_browser(editor, strength=Strength.TWO_FACTOR, java_script_enabled=False)
    page.goto(IMPORTS)
    file = {"name": "giay.txt", "mimeType": "text/plain", "buffer": REPLACING.encode()}
    page.set_input_files("#o-file", file)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_text("Có thể rời trang này")).to_be_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    work_off(runtime)
    page.get_by_role("link", name="Xem lại tiến trình").click()

    expect(page.get_by_role("heading", name="Rà soát văn bản")).to_be_visible()
