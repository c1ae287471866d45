"""What offices do in a browser, on a laptop and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.jobs import Job
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.support.jobs import a_dead_job
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import appoint, later


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
    return a_dead_job(runtime)


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
