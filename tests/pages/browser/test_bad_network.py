"""A network that hangs, cuts off or answers nonsense: an answer waits, never said to be sent."""

import re
import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from handbook_api.notices.models import Answer
from tests.pages.browser.looking import wait_until
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later

_ANSWERING = re.compile(r"/tra-loi$")
#: What some browsers of our members do not have.
_POOR = """for (const [owner, name] of [[self, 'SyncManager'], [self, 'PushManager'],
  [self, 'BarcodeDetector'], [self, 'speechSynthesis'], [self, 'SpeechRecognition'],
  [self, 'webkitSpeechRecognition'], [StorageManager.prototype, 'persist'],
  [Navigator.prototype, 'share'], [Navigator.prototype, 'setAppBadge']]) delete owner[name];"""


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def invitation(committee):
    body = said(
        committee.tree.cell,
        kind="meeting",
        starts_at=later(days=3).isoformat(),
        place="Nhà văn hóa",
    )
    sent = compose_and_send(committee.as_("Nguyễn Văn Bí"), body)
    committee.work(until=later(minutes=2))
    return f"/thong-bao/{sent.json['id']}"


def _answers(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Answer))


def _hang(route):
    time.sleep(9)
    route.abort()


@pytest.mark.parametrize(
    "trouble_on_the_way",
    [
        lambda route: route.abort("connectionreset"),
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway"),
        _hang,
    ],
    ids=["cut off", "nonsense", "hanging"],
)
def test_an_answer_waits_and_is_sent_once(
    open_browser, runtime, committee, invitation, trouble_on_the_way
):
    # Without a service worker: it would send by itself at once, past the trouble of the test.
    mine = committee.people["Trần Thị Máy"].account_id
    page = open_browser(mine, service_workers="block")
    page.goto(invitation, wait_until="networkidle")
    page.route(_ANSWERING, trouble_on_the_way)

    page.get_by_role("button", name="Tôi sẽ dự").click()

    expect(page.get_by_text("Đã lưu trên máy, chưa gửi.")).to_be_visible(timeout=12_000)
    expect(page.get_by_text("Đã gửi")).to_have_count(0)
    page.unroute(_ANSWERING)
    page.goto("/thong-bao")
    wait_until(page, "async () => (await store.all('waiting')).length === 0")
    page.reload()
    expect(page.locator("main")).to_contain_text("Đã gửi: Tôi sẽ dự")
    assert _answers(runtime) == 1


def test_a_poor_browser_does_all_the_same(open_browser, runtime, committee, invitation, imported):
    page = open_browser(committee.people["Trần Thị Máy"].account_id)
    page.add_init_script(_POOR)
    page.goto("/")
    page.get_by_role("searchbox").fill("khoe manh")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.locator(f"main a[href*='/van-ban/{imported}#']").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    assert page.get_by_role("button", name="Nghe đọc").count() == 0
    page.goto(invitation, wait_until="networkidle")
    page.get_by_role("button", name="Tôi sẽ dự").click()

    expect(page).to_have_url(re.compile("/da-ghi-nhan"))
    assert _answers(runtime) == 1
