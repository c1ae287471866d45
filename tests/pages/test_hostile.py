"""Whatever is typed into an address or a form, a page answers with a page."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from handbook_api.core.identity import Role, Strength
from handbook_api.pages.page import Page
from tests.support.people import a_committee, a_member, an_organisation, appoint

_TEMPLATES = sorted((Path(__file__).parents[2] / "handbook_api").rglob("*.html"))
#: Every name that a field of ours has, and what addresses carry besides.
NAMES = sorted(
    {"q", "cursor", "limit", "tiep", "ngay", "trong", "den", "loc", "offset", "xong", "het"}
    | {
        name
        for template in _TEMPLATES
        for name in re.findall(r'name="([a-z_-]+)"', template.read_text("utf-8"))
    }
)
NASTY = [
    "\x00",
    "a" * 400,
    "-1",
    "99999999999999999999",
    "2026-13-45",
    "0000-00-00",
    "\U0001f600 \u202e <script>alert(1)</script> ' OR 1=1 --",
    "//evil.example/",
    "{{ 7*7 }} {page} %s %00",
    str(uuid4()),
]


@pytest.fixture
def somebody(runtime, visit):
    """A secretary who administers besides: nearly every page is open to him."""
    with runtime.transaction() as session:
        top = a_committee(session)
        cell = an_organisation(session, top)
        account = a_member(session, cell, Role.MEMBER)
        appoint(session, account, cell, Role.SECRETARY)
        for role in (Role.ADMINISTRATOR, Role.ORGANISATION_OFFICER):
            appoint(session, account, top, role)
    return visit(account, strength=Strength.TWO_FACTOR)


def _rules(app, method):
    """Every page's address, its parts filled with something of their kind."""
    for rule in app.url_map.iter_rules():
        view = getattr(app.view_functions[rule.endpoint], "view_class", None)
        if isinstance(view, type) and issubclass(view, Page) and method in rule.methods:
            yield re.sub(r"<[^>]*>", lambda found: _part(found[0]), rule.rule)


def _part(wanted):
    if "uuid" in wanted:
        return str(uuid4())
    return "1" if "int" in wanted else "khong-co"


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_address_makes_a_page_fail(app, guest, somebody, nasty):
    came = {
        (address, visitor is guest): visitor.get(address, **dict.fromkeys(NAMES, nasty)).status
        for address in _rules(app, "GET")
        for visitor in (guest, somebody)
    }

    assert {where: status for where, status in came.items() if status >= 500} == {}
    assert list(came.values()).count(200) > 20


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_form_makes_a_page_fail(app, guest, somebody, nasty):
    leaving = {"/dang-xuat"}
    came = {
        (address, visitor is guest): visitor.post(address, dict.fromkeys(NAMES, nasty)).status
        for address in _rules(app, "POST")
        if address not in leaving
        for visitor in (guest, somebody)
    }

    assert {where: status for where, status in came.items() if status >= 500} == {}
    assert list(came.values()).count(422) > 3


def test_what_is_typed_is_shown_as_it_is_and_never_run(guest):
    shown = guest.get("/tim", q="<script>alert(1)</script>")

    assert "<script>alert" not in shown.body
    assert "&lt;script&gt;alert(1)" in shown.body


@pytest.mark.parametrize(("address", "status"), [("/wp-login.php", 404), ("/tro-giup", 405)])
def test_a_form_from_nowhere_to_where_nothing_takes_it_is_no_failure_of_ours(
    guest, address, status
):
    assert guest.post(address, {"log": "admin"}, headers={"Accept": "*/*"}).status == status


def test_an_address_with_a_nul_is_no_page(somebody):
    for address in ("/van-ban/a%00b", "/van-ban/a%00b/ghi-chu", "/van-ban/a%00b/ghi-chu/manh"):
        assert somebody.get(address).status == 404
