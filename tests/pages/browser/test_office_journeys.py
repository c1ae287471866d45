"""What offices do in a browser, on a laptop and on a phone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import Role, Strength
from handbook_api.db.jobs import Job, enqueue
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.pages.browser.looking import broken_rules, overflow, small_targets
from tests.support.jobs import work_off
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import appoint, later

#: Smaller than on the member's pages: a console is worked at, often with a mouse.
_LEAST = 32


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def secretary(committee):
    return committee.people["Nguyễn Văn Bí"].account_id


@pytest.fixture
def administrator(runtime, committee):
    made = committee.member("Lê Văn Quản")
    with runtime.transaction() as session:
        account = session.get_one(Account, made.account_id)
        appoint(session, account, committee.tree.province, Role.ADMINISTRATOR)
    return made.account_id


@pytest.fixture
def meeting(committee):
    """The id of an invitation that the cell got some while ago: its silent are to be called."""
    body = said(
        committee.tree.cell,
        kind="meeting",
        starts_at=later(days=2).isoformat(),
        place="Nhà văn hóa thôn Thử",
    )
    with clock.frozen(later(hours=-13)):
        sent = compose_and_send(committee.as_("Nguyễn Văn Bí"), body)
        committee.work(until=later(minutes=2))
    return sent.json["id"]


@pytest.fixture
def dead(runtime):
    """The id of a job that was given up."""

    def refuse(session, runtime, payload):
        raise NotFound

    with runtime.transaction() as session:
        enqueue(session, "notices.sweep", {"notice_id": "7"})
    work_off(runtime, handlers={"notices.sweep": refuse})
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(Job.id).where(Job.state == "dead")).one()


def test_a_secretary_writes_a_notice_and_sends_it_to_his_cell(open_browser, secretary, committee):
    page = open_browser(secretary, size=PHONE)
    page.goto("/lam-viec/thong-bao/moi")
    page.locator("input[value='kind:information']").check()
    page.locator("main form button").first.click()
    page.fill("#o-title", "Lịch trực tuần này")
    page.fill("#o-text", "Các đồng chí xem lịch trực ở nhà văn hóa.")
    page.locator("main form button").first.click()
    page.locator("input[name='who'][value='all']").check()
    page.locator("main form button").first.click()
    page.get_by_role("button", name="Gửi cho 4 đảng viên").click()
    expect(page.get_by_text("Sắp gửi cho 4 đảng viên")).to_be_visible()
    committee.work(until=later(minutes=2))

    page.reload()

    expect(page.locator("main")).to_contain_text("Đã gửi")


def test_a_secretary_works_the_call_list(open_browser, secretary, meeting):
    page = open_browser(secretary, size=PHONE)
    page.goto(f"/lam-viec/thong-bao/{meeting}/goi")
    told = page.get_by_role("button", name=re.compile("^Đã báo được"))
    before = told.count()
    assert before > 0

    told.first.click()

    expect(page.get_by_text("Đã ghi: Đã báo được")).to_be_visible()
    expect(told).to_have_count(before - 1)


def test_an_administrator_begins_a_dead_job_again(open_browser, administrator, dead, runtime):
    page = open_browser(administrator, size=LAPTOP, strength=Strength.TWO_FACTOR)
    page.goto("/lam-viec/viec-nen")
    page.locator("main .danh-sach a.ten").first.click()
    page.get_by_role("button", name="Thử lại").click()

    expect(page.get_by_text("đã vào hàng")).to_be_visible()
    with runtime.transaction(read_only=True) as session:
        assert session.get_one(Job, dead).state == "waiting"


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_no_page_of_an_office_breaks_a_rule(
    open_browser, secretary, administrator, meeting, dead, size
):
    of_secretary = [
        "/lam-viec",
        "/lam-viec/thong-bao",
        "/lam-viec/thong-bao/moi",
        f"/lam-viec/thong-bao/{meeting}",
        f"/lam-viec/thong-bao/{meeting}/goi",
        "/lam-viec/dang-vien",
        "/lam-viec/phieu",
        "/lam-viec/dinh-chinh",
    ]
    of_administrator = [
        "/lam-viec",
        "/lam-viec/viec-nen",
        f"/lam-viec/viec-nen/{dead}",
        "/lam-viec/nhat-ky",
        "/lam-viec/cai-dat",
    ]
    found = {}
    for account, addresses in ((secretary, of_secretary), (administrator, of_administrator)):
        page = open_browser(account, size=size, strength=Strength.TWO_FACTOR)
        for address in addresses:
            shown = page.goto(address)
            wrong = [*broken_rules(page), *small_targets(page, _LEAST)]
            if shown.status != 200 or wrong or overflow(page) > 0:
                found[address] = (shown.status, wrong, overflow(page))

    assert found == {}
