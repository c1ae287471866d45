"""A form sent with nothing in it: what is to be mended stands on top, and leads to its field."""

import pytest

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role, Strength
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import appoint, later

_SUMMARY = "#tom-tat-loi"
#: Of every form on the page that asks for words: where it is sent.
_FORMS = """
() => [...document.querySelectorAll("main form[method=post]")].filter((form) =>
  [...form.elements].some((one) => one.id.startsWith("o-"))).map((form) => form.action)
"""
#: Nothing typed, nothing chosen, and sent by its first button.
_EMPTIED = """
(where) => {
  const form = [...document.querySelectorAll("main form[method=post]")]
    .find((one) => one.action === where);
  for (const one of form.elements) {
    if (one.matches("input:not([type=hidden]), textarea")) {
      if (one.type === "radio" || one.type === "checkbox") one.checked = false;
      else if (one.type !== "file") one.value = "";
    }
  }
  form.querySelector("button:not([type=button])").click();
}
"""


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def invitation(committee):
    """The id of an invitation of the first cell."""
    meeting = {
        "kind": "meeting",
        "starts_at": later(days=3).isoformat(),
        "place": "Nhà văn hóa",
        "answer_by": later(days=2).isoformat(),
    }
    sent = compose_and_send(committee.as_("Nguyễn Văn Bí"), said(committee.tree.cell, **meeting))
    committee.work(until=later(minutes=2))
    return sent.json["id"]


@pytest.fixture
def forms(runtime, committee, invitation):
    """Whose account fills in the forms of which pages; None is a guest."""
    with runtime.transaction() as session:
        officer = session.get_one(Account, committee.people["Đỗ Thị Viên"].account_id)
        for role in (Role.ORGANISATION_OFFICER, Role.CONTENT_EDITOR):
            appoint(session, officer, committee.tree.province, role)
    cell, asked = committee.tree.cell.id, committee.people["Phạm Thị Xa"].id
    account = {name: member.account_id for name, member in committee.people.items()}
    return {
        None: ["/dang-nhap", "/dang-nhap/mat-khau", "/phieu"],
        account["Trần Thị Máy"]: [
            f"/thong-bao/{invitation}/vang-mat",
            "/toi/ho-so/full_name/bao-sai",
            "/toi/mat-khau",
            "/toi/ma-pin",
            "/toi/quyen/moi",
        ],
        account["Nguyễn Văn Bí"]: [f"/lam-viec/thong-bao/moi?organisation={cell}&kind=meeting"],
        account["Đỗ Thị Viên"]: [
            f"/lam-viec/to-chuc/{cell}/doi-ten",
            f"/lam-viec/to-chuc/{cell}/tach",
            f"/lam-viec/to-chuc/{committee.tree.province.id}/lap-moi",
            f"/lam-viec/dang-vien/{asked}/tinh-trang",
            f"/lam-viec/dang-vien/{asked}/dong/awards",
            f"/lam-viec/dang-vien/{asked}/chuyen",
            "/lam-viec/dang-vien/nhap",
            "/lam-viec/dang-vien/them",
            "/lam-viec/van-ban/nhap",
        ],
    }


@pytest.fixture
def refused(open_browser, forms):
    """Send every form empty; yield its address, the answer and the page as it then is."""

    def refused_(**options):
        for account, addresses in forms.items():
            page = open_browser(account, strength=Strength.TWO_FACTOR, **options)
            for address in addresses:
                page.goto(address)
                found = page.evaluate(_FORMS)
                assert found, address
                for where in found:
                    page.goto(address)
                    with page.expect_navigation() as answer:
                        page.evaluate(_EMPTIED, where)
                    yield address, answer.value, page

    return refused_


def test_an_empty_form_comes_back_with_a_summary_that_leads_to_each_field(refused):
    for address, answer, page in refused():
        assert (address, answer.status) == (address, 422)
        assert page.title().startswith("Lỗi:"), address
        assert page.evaluate("document.activeElement.id") == _SUMMARY[1:], address
        links = page.locator(f"{_SUMMARY} a")
        assert links.count() > 0, address
        for at in range(links.count()):
            field = links.nth(at).get_attribute("href")
            links.nth(at).press("Enter")
            assert page.evaluate("'#' + document.activeElement.id") == field, address
