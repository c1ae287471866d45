"""A member comes in by slip, reads, loses the signal, answers, and is heard when it is back."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, func, select

from handbook_api.auth.models import Account
from handbook_api.auth.slips import issue_slips
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.notices.models import Answer, Recipient
from tests.pages.browser.looking import wait_until
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later

ME = "Trần Thị Máy"


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def slip(runtime, committee):
    """A printed slip for somebody who has never signed in: its code and its owner's birth year."""
    rules, roles = runtime.content.security(clock.today()), runtime.content.roles
    with runtime.transaction() as session:
        account = session.get_one(Account, committee.people[ME].account_id)
        (issued,) = issue_slips(session, TERMINAL, [account.id], rules, roles)
        return issued.digits, issued.token, account.birth_year


@pytest.fixture
def invitation(committee):
    """The address of an invitation in her inbox."""
    asked = said(
        committee.tree.cell,
        kind="meeting",
        title="Họp chi bộ tháng này",
        starts_at=later(days=3).isoformat(),
        place="Nhà văn hóa",
        answer_by=later(days=2).isoformat(),
    )
    sent = compose_and_send(committee.as_("Nguyễn Văn Bí"), asked)
    assert sent.status == 200, sent.json
    committee.work(until=later(minutes=2))
    return f"/thong-bao/{sent.json['id']}"


def _come_in(page, slip):
    code, _, year = slip
    page.goto("/dang-nhap")
    page.get_by_label("Mã trên phiếu").fill(code)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Năm sinh của đồng chí").fill(str(year))
    page.get_by_role("button", name="Đúng, đăng nhập").click()
    expect(page).to_have_url(re.compile("/chuan-bi"))


def _take_back(committee, invitation):
    secretary, path = committee.as_("Nguyễn Văn Bí"), f"/notices/{invitation.split('/')[-1]}"
    told = {"reason": "Hoãn họp", "revision": secretary.get(path).json["revision"]}
    assert secretary.post(f"{path}/cancellation", told).status == 200


def _answers(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Answer))


def test_a_slip_read_by_the_phone_opens_without_typing_its_code(open_browser, slip):
    _, token, year = slip
    page = open_browser()
    page.goto(f"/phieu#{token}")

    page.get_by_label("Năm sinh của đồng chí").fill(str(year))
    assert token not in page.url
    page.get_by_role("button", name="Đúng, đăng nhập").click()

    expect(page).to_have_url(re.compile("/chuan-bi"))


def test_an_answer_given_without_a_signal_is_sent_when_it_is_back(
    open_browser, runtime, slip, invitation
):
    page = open_browser()
    _come_in(page, slip)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.goto(invitation, wait_until="networkidle")
    expect(page.locator("h1")).to_have_text("Họp chi bộ tháng này")

    page.context.set_offline(True)
    page.get_by_role("button", name="Tôi sẽ dự").click()

    expect(page.get_by_text("Đã lưu trên máy, chưa gửi.")).to_be_visible()
    assert _answers(runtime) == 0

    page.context.set_offline(False)
    expect(page.locator("#dai-mang")).to_have_text("Đã gửi 1 câu trả lời hoặc ghi chú.")
    assert _answers(runtime) == 1
    page.goto(invitation, wait_until="networkidle")
    expect(page.get_by_text("Đổi câu trả lời")).to_be_visible()


@pytest.mark.parametrize(
    ("was_away", "knows"),
    [(True, False), (False, False), (True, True)],
    ids=["without a signal", "with one", "by somebody who has read it"],
)
def test_an_answer_to_what_was_taken_back_meanwhile_is_let_go_and_that_is_said(  # noqa: PLR0917
    open_browser, runtime, slip, committee, invitation, was_away, knows
):
    page = open_browser()
    _come_in(page, slip)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.goto(invitation, wait_until="networkidle")
    page.context.set_offline(was_away)
    if was_away:
        page.get_by_role("button", name="Tôi sẽ dự").click()
        expect(page.get_by_text("Đã lưu trên máy, chưa gửi.")).to_be_visible()

    if knows:
        _take_back(committee, invitation)
    else:
        with runtime.transaction() as session:
            session.execute(delete(Recipient))
    page.context.set_offline(False)
    if not was_away:
        page.get_by_role("button", name="Tôi sẽ dự").click()

    expect(page.locator("#dai-mang")).to_have_text(
        "Thông báo “Họp chi bộ tháng này” đã được rút lại. Không cần gửi câu trả lời nữa."
    )
    assert page.evaluate("store.all('waiting')") == []


def test_with_a_signal_an_answer_is_recorded_at_once(open_browser, runtime, slip, invitation):
    page = open_browser()
    _come_in(page, slip)
    page.goto(invitation, wait_until="networkidle")
    page.get_by_role("button", name="Tôi sẽ dự").click()

    expect(page).to_have_url(re.compile("/da-ghi-nhan"))
    assert _answers(runtime) == 1


def test_with_the_keyboard_alone_from_the_slip_to_the_answer(
    open_browser, runtime, slip, invitation
):
    code, _, year = slip
    page = open_browser()
    page.goto("/dang-nhap")
    _tab_to(page, "o-code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-birth_year")
    _tab_to(page, "o-birth_year")
    page.keyboard.type(str(year))
    page.keyboard.press("Enter")
    page.wait_for_url("**/chuan-bi")
    page.goto(invitation, wait_until="networkidle")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Tôi sẽ dự":
            break
        assert _is_seen(page)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/da-ghi-nhan"))


def _tab_to(page, identifier):
    for _ in range(40):
        page.keyboard.press("Tab")
        assert _is_seen(page)
        if page.evaluate("document.activeElement.id") == identifier:
            return
    raise AssertionError(f"Tab never came to {identifier}")


def _is_seen(page):
    """Whether what has the focus lies in view, below nothing."""
    return page.evaluate(
        """() => { const one = document.activeElement, box = one.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return top !== null && (one === top || one.contains(top) || top.contains(one)); }"""
    )


def test_signed_out_nothing_is_left_on_the_phone(open_browser, slip, invitation):
    page = open_browser()
    _come_in(page, slip)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.goto("/da-luu")
    page.get_by_label("Giữ thông báo, ghi chú trên máy này").check()
    page.goto(invitation, wait_until="networkidle")
    wait_until(page, "async () => (await store.all('kept')).some((row) => row.kind === 'own')")
    assert "Họp chi bộ" not in page.evaluate(
        """async () => { const rows = await store.all('kept');
        const texts = await Promise.all(rows.map((row) => row.sealed ? row.sealed.text() : ''));
        return JSON.stringify(rows) + texts.join(''); }"""
    )

    page.goto("/dang-xuat")
    page.get_by_role("button", name="Đăng xuất khỏi máy này").click()
    page.wait_for_url("**/")
    page.go_back()

    expect(page.get_by_text("Họp chi bộ tháng này")).to_have_count(0)
    kept = page.evaluate(
        """async () => [(await indexedDB.databases()).map((one) => one.name),
        localStorage.length, sessionStorage.length]"""
    )
    # The shell of a guest may be there again: the page after it has been opened.
    rows = page.evaluate("async () => self.store ? (await store.all('kept')).length : 0")
    assert (rows, kept[1], kept[2]) == (0, 0, 0)


def test_signed_out_elsewhere_what_was_kept_goes_at_the_next_visit(
    open_browser, runtime, slip, invitation
):
    page = open_browser()
    _come_in(page, slip)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.goto("/da-luu")
    page.get_by_label("Giữ thông báo, ghi chú trên máy này").check()
    page.goto(invitation, wait_until="networkidle")
    wait_until(page, "async () => (await store.all('kept')).some((row) => row.kind === 'own')")
    page.context.clear_cookies(name="phien")

    page.goto("/")

    wait_until(page, "async () => !(await store.all('kept')).some((row) => row.kind === 'own')")
