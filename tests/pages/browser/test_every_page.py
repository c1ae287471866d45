"""What holds on every page: for eyes, thumbs, keyboards and readers of screens."""

from datetime import date

import pytest

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role, Strength
from handbook_api.members import service as members
from handbook_api.members.data_rights import service as data_rights
from handbook_api.members.lines import NewLine
from handbook_api.members.transfers import service as transfers
from handbook_api.organisations.models import Organisation
from tests.pages.browser.addresses import (
    LEAST_OF_MEMBERS,
    LEAST_OF_OFFICERS,
    OF_OFFICERS,
    OF_RECORDS,
    OWN,
    PUBLIC,
)
from tests.pages.browser.conftest import LAPTOP, PHONE
from tests.pages.browser.looking import (
    broken_rules,
    cramped_lines,
    cut_text,
    faceless_buttons,
    overflow,
    small_targets,
    space_out,
)
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record, as_holder, as_member

#: A list with one place to mend, and the same mended.
_FAULTY = "Họ và tên,Ngày sinh,Chi bộ,Ngày chính thức\nNguyễn Văn Thử,5/5/1960,Chi bộ Lạ,3/3/1986\n"
_MENDED = _FAULTY.replace("Lạ", "Một")


@pytest.fixture
def member(runtime):
    with runtime.transaction() as session:
        return a_member(session, an_organisation(session, a_committee(session)), Role.MEMBER)


@pytest.fixture
def screens(open_browser, imported, member, site):
    """Yield every page, opened as whoever it is for, by a browser with these cookies."""

    def opened(cookies=(), **said):
        likings = [{"name": name, "value": value, "url": site} for name, value in cookies]
        for account, addresses in ((None, PUBLIC), (member, OWN)):
            page = open_browser(account, **said)
            page.context.add_cookies(likings)
            for address in addresses:
                page.goto(address.format(document=imported))
                yield address, page

    return opened


@pytest.fixture
def officer(runtime):
    """An organisation officer, and of what his pages are."""
    with runtime.transaction() as session:
        top = a_committee(session)
        cell = an_organisation(session, top, name="Chi bộ Một")
        a_record(session, an_organisation(session, top, name="Chi bộ Hai"), name="Trần Thị Mẫu")
        leader = a_record(session, cell, name="Nguyễn Văn Thử")
        holder = session.get_one(Account, leader.account_id)
        term = appoint(session, holder, cell, Role.SECRETARY)
        account = an_account(session, name="Lê Văn Cán")
        appoint(session, account, top, Role.ORGANISATION_OFFICER)
        return account, {"top": top.id, "cell": cell.id, "term": term.id}


@pytest.fixture
def records(runtime, officer):
    """The officer, and a record with a transfer under way and two questions about it."""
    account, ids = officer
    with runtime.transaction() as session:
        cell = session.get_one(Organisation, ids["cell"])
        member = a_record(session, cell, name="Phạm Văn Mẫu")
        himself, content = as_member(member, cell), runtime.content
        server = as_holder(Role.ORGANISATION_OFFICER, session.get_one(Organisation, ids["top"]))
        moving = transfers.NewTransfer("official_out", place="Đảng ủy Mẫu", reason="Đổi nơi ở")
        transfer = transfers.start_transfer(session, himself, content, moving)
        office = NewLine("positions", text="Chức vụ Mẫu", since=date(2020, 1, 2))
        line = members.add_line(session, server, content, member.id, office)
        asked, agreed = (
            data_rights.ask(session, himself, content, data_rights.NewRequest(kind, "Xin xem."))
            for kind in ("see", "delete")
        )
        given = (agreed.request.id, "agreed", "Sẽ xóa.")
        data_rights.answer(session, server, content, *given)
        return account, ids | {
            "member": member.id,
            "transfer": transfer.transfer.id,
            "line": line,
            "asked": asked.request.id,
            "agreed": agreed.request.id,
        }


def _each(pages, look):
    """What `look` finds, by page; empty where all is well."""
    return {address: found for address, page in pages if (found := look(page))}


def test_no_page_breaks_a_rule_of_access_on_a_laptop(screens):
    assert _each(screens(size=LAPTOP), broken_rules) == {}


def test_every_page_is_for_thumbs_eyes_and_keyboards_on_a_phone(screens):
    def look(page):
        # First: whatever looks at a page may move to where the keyboard begins.
        found = _wrong_beginnings(page)
        found += [*small_targets(page, LEAST_OF_MEMBERS), *cramped_lines(page)]
        return found + broken_rules(page)

    assert _each(screens(size=PHONE), look) == {}


def _wrong_beginnings(page):
    """Whoever comes with the keyboard can skip to the content first."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    begins = first == "qua-den" and page.evaluate("document.activeElement.id") == "noi-dung"
    return [] if begins else ["the keyboard does not begin by skipping to the content"]


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_no_page_about_organisations_or_figures_breaks_a_rule(open_browser, officer, size):
    account, ids = officer
    page = open_browser(account, size=size, strength=Strength.TWO_FACTOR)

    def wrong():
        return [*broken_rules(page), *small_targets(page, LEAST_OF_OFFICERS), *_too_wide(page)]

    found = {}
    for address in OF_OFFICERS:
        shown = page.goto(address.format(**ids))
        found[address] = [f"{shown.status}"] * (shown.status != 200) + wrong()
    page.goto(f"/lam-viec/to-chuc/{ids['cell']}/doi-ten")
    page.get_by_label("Tên tổ chức").fill("Chi bộ Một Mới")
    page.get_by_role("button", name="Xem trước").click()
    found["check"] = wrong()
    page.get_by_role("button", name="Thực hiện").click()
    assert page.get_by_role("heading", level=1).text_content() == "Chi bộ Một Mới"

    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_no_page_about_records_breaks_a_rule(open_browser, records, size):
    account, ids = records
    page = open_browser(account, size=size, strength=Strength.TWO_FACTOR)

    def wrong():
        return [*broken_rules(page), *small_targets(page, LEAST_OF_OFFICERS), *_too_wide(page)]

    found = {}
    for address in OF_RECORDS:
        shown = page.goto(address.format(**ids))
        found[address] = [f"{shown.status}"] * (shown.status != 200) + wrong()
    for name, content in (("faults", _FAULTY), ("preview", _MENDED)):
        page.goto("/lam-viec/dang-vien/nhap")
        found[f"{name}: send"] = wrong()
        file = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.get_by_label("Tệp danh sách").set_input_files(file)
        page.get_by_role("button", name="Tải lên").click()
        found[f"{name}: columns"] = wrong()
        page.get_by_role("button", name="Xem trước").click()
        found[name] = wrong()
    page.get_by_role("button", name="Nhận 1 đảng viên").click()
    found["taken"] = wrong()
    assert page.get_by_role("heading", level=1).text_content() == "Đã nhận danh sách"

    assert {address: faults for address, faults in found.items() if faults} == {}


def _too_wide(page):
    return ["wider than the screen"] * (overflow(page) > 0)


# By day a phone is shown the light colours, which every other test looks at.
@pytest.mark.parametrize("theme", ["toi", "tuong-phan"])
def test_no_page_breaks_a_rule_of_access_in_other_colours(screens, theme):
    assert _each(screens([("giao-dien", theme)]), broken_rules) == {}


def test_nothing_is_wider_than_a_small_phone_with_large_text(screens):
    small = screens([("co-chu", "rat-lon")], size={"width": 320, "height": 640})

    assert _each(small, _too_wide) == {}


def test_nothing_is_lost_when_a_reader_spaces_text_out(screens):
    def look(page):
        space_out(page)
        return cut_text(page) or overflow(page) > 0

    assert _each(screens(), look) == {}


def test_buttons_are_seen_in_colours_that_a_reader_forces(screens):
    assert _each(screens(forced_colors="active"), faceless_buttons) == {}


def test_every_page_is_read_without_scripts_and_styles(screens):
    def look(page):
        return not page.locator("h1").is_visible() or page.locator("h1").count() != 1

    assert _each(screens(java_script_enabled=False), look) == {}


def test_what_is_planted_is_found(open_browser):
    page = open_browser(forced_colors="active")
    page.goto("/")
    page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
        '<img src="/giao-dien/0/icons/so-tay.svg"><button id="nho"></button><p id="sat">Ẵ</p>');
        const [small, close] = ['nho', 'sat'].map((id) => document.getElementById(id));
        small.attributeStyleMap.set('min-height', '10px');
        small.attributeStyleMap.set('border-top-style', 'none');
        close.attributeStyleMap.set('line-height', '1.2'); }"""
    )

    assert any(found.startswith("image-alt") for found in broken_rules(page))
    assert any("nho" in found for found in small_targets(page, LEAST_OF_MEMBERS))
    assert any("nho" in found for found in faceless_buttons(page))
    assert any(found.startswith("text p.: 1.20") for found in cramped_lines(page))
