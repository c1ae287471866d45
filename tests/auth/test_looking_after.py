"""Other people's accounts: who sees them, and what is done to them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api.auth.accounts import switch_off
from handbook_api.auth.erasing import erase_account
from handbook_api.auth.looking_after import BY_TERMINAL, disable_account, enable_account
from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role, Strength
from handbook_api.db.audit_model import AuditEntry
from tests.auth.conftest import PASSWORD
from tests.support.people import (
    a_committee,
    a_member,
    an_account,
    an_organisation,
    appoint,
    signed_in,
)


@pytest.fixture
def acting(client, runtime):
    """A client of somebody whose session has its second factor."""

    def do(account):
        return client.acting_as(signed_in(runtime, account, strength=Strength.TWO_FACTOR))

    return do


@pytest.fixture(autouse=True)
def another_tree(runtime):
    """People of another province, who must never be seen from this one."""
    with runtime.transaction() as session:
        elsewhere = a_committee(session, name="Đảng bộ Khác")
        a_member(session, an_organisation(session, elsewhere), Role.SECRETARY, name="Kẻ Khác")


def _names(answer):
    return {one["name"] for one in answer.json["items"]}


def test_a_secretary_sees_the_members_of_his_cell(acting, village):
    assert _names(acting(village.secretary).get("/accounts")) == {"Nguyễn Văn An", "Trần Thị Mẫu"}


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_an_officer_sees_his_whole_subtree(acting, village, who):
    assert _names(acting(getattr(village, who)).get("/accounts")) == {
        "Nguyễn Văn An",
        "Trần Thị Mẫu",
        "Lê Văn Thử",
        "Phạm Thị Thử",
        "Vũ Văn Mẫu",
    }


@pytest.mark.parametrize(
    "role", [Role.MEMBER, Role.CELL_COMMITTEE_MEMBER, Role.FOLLOWER, Role.COMMITTEE_MEMBER]
)
def test_whoever_looks_after_nobody_lists_nobody(acting, runtime, village, role):
    with runtime.transaction() as session:
        where = village.committee if role == Role.COMMITTEE_MEMBER else village.cell
        appoint(session, village.stranger, where, role)
    mine = acting(village.stranger)

    assert mine.get("/accounts").status == 403
    assert mine.get(f"/accounts/{village.member.id}").status == 404


def test_a_committees_secretary_looks_after_no_accounts(acting, runtime, village):
    with runtime.transaction() as session:
        appoint(session, village.stranger, village.committee, Role.SECRETARY)

    assert acting(village.stranger).get("/accounts").json["items"] == []


def test_the_list_comes_in_pages_by_name_at_a_constant_cost(acting, runtime, village):
    with runtime.transaction() as session:
        for number in range(7):
            account = a_member(session, village.cell, name=f"Đỗ Văn {number}")
            account.sort_name = f"{number % 3}"
    mine = acting(village.officer)
    whole = [one["id"] for one in mine.get("/accounts", limit=100).json["items"]]
    paged, cursor, costs = [], None, set()
    while True:
        given = {"cursor": cursor} if cursor else {}
        page = mine.get("/accounts", limit=5, **given)
        paged += [one["id"] for one in page.json["items"]]
        costs.add(page.queries)
        cursor = page.json["next_cursor"]
        if cursor is None:
            break

    assert paged == whole
    assert len(whole) == 12
    assert costs == {2 + 3}
    assert mine.get("/accounts", cursor="WyJ4Il0").code == "request.cursor"


def test_the_list_is_narrowed_by_cell_and_state(acting, runtime, village):
    with runtime.transaction() as session:
        a_member(session, village.cell, name="Bùi Thị Mới", state="new")
    mine = acting(village.officer)

    assert _names(mine.get("/accounts", state="new")) == {"Bùi Thị Mới"}
    assert _names(mine.get("/accounts", cell_id=str(village.cell.id), state="active")) == {
        "Nguyễn Văn An",
        "Trần Thị Mẫu",
    }
    assert mine.get("/accounts", state="x").status == 422


def test_an_account_says_how_far_its_owner_has_come(acting, runtime, village):
    signed_in(runtime, village.member)
    shown = acting(village.officer).get(f"/accounts/{village.member.id}").json

    assert shown["state_label"] == "đang dùng"
    assert shown["cell"] == {"id": str(village.cell.id), "name": "Chi bộ 3"}
    assert (shown["has_password"], shown["has_second_factor"], shown["devices"]) == (True, False, 1)
    assert shown["last_used_at"] is not None
    assert not {"password_hash", "birth_year", "epoch"} & shown.keys()


def test_disabling_and_enabling(acting, client, runtime, village):
    token = signed_in(runtime, village.member)
    officer = acting(village.officer)
    off = officer.post(f"/accounts/{village.member.id}/disabling", {"reason": "lost_device"})

    assert (off.json["state"], off.json["disabled_reason"]) == ("disabled", "lost_device")
    assert client.acting_as(token).get("/me").code == "auth.session_ended"
    on = officer.post(f"/accounts/{village.member.id}/enabling")
    assert (on.json["state"], on.json["disabled_reason"]) == ("active", None)
    body = {"name": "12345678", "password": PASSWORD}
    assert client.post("/auth/sign-in", body).status == 200
    assert client.acting_as(token).get("/me").code == "auth.session_ended"


def test_an_account_that_was_never_used_is_new_again(acting, runtime, village):
    with runtime.transaction() as session:
        newcomer = a_member(session, village.cell, state="new")
    officer = acting(village.officer)
    officer.post(f"/accounts/{newcomer.id}/disabling", {"reason": "other"})

    assert officer.post(f"/accounts/{newcomer.id}/enabling").json["state"] == "new"


def test_nobody_disables_or_enables_himself(acting, village):
    mine = acting(village.officer)
    refused = mine.post(f"/accounts/{village.officer.id}/disabling", {"reason": "other"})

    assert refused.code == "auth.not_yourself"
    assert mine.post(f"/accounts/{village.officer.id}/enabling").code == "auth.not_yourself"


def test_a_secretary_disables_nobody(acting, village):
    refused = acting(village.secretary).post(
        f"/accounts/{village.member.id}/disabling", {"reason": "other"}
    )

    assert (refused.status, refused.code) == (403, "request.forbidden")


def test_a_reason_is_one_of_a_few_codes(acting, village):
    officer = acting(village.officer)
    body = {"reason": "vì ông Nguyễn Văn X nói thế"}

    assert officer.post(f"/accounts/{village.member.id}/disabling", body).status == 422


def test_devices_of_somebody_who_lost_his_phone_are_signed_out(acting, client, runtime, village):
    token = signed_in(runtime, village.member)

    ended = acting(village.administrator).delete(f"/accounts/{village.member.id}/sessions")

    assert ended.json == {"ended": 1}
    assert client.acting_as(token).get("/me").code == "auth.session_ended"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/accounts/{id}", None),
        ("POST", "/accounts/{id}/disabling", {"reason": "other"}),
        ("POST", "/accounts/{id}/enabling", None),
        ("DELETE", "/accounts/{id}/sessions", None),
        ("POST", "/accounts/{id}/resets", {}),
    ],
)
def test_a_foreign_account_and_a_missing_one_look_the_same(
    acting, runtime, village, method, path, body
):
    with runtime.transaction() as session:
        foreign = session.scalars(select(Account.id).where(Account.display_name == "Kẻ Khác")).one()
    officer = acting(village.officer)
    headers = {"X-Request-Id": "00000000-0000-4000-8000-000000000001"}

    there, nowhere = (
        officer.ask(method, path.format(id=one), body=body, headers=headers)
        for one in (foreign, uuid4())
    )

    assert (there.status, there.body) == (nowhere.status, nowhere.body)
    assert there.status == 404


def test_every_act_leaves_a_line_with_codes_only(acting, runtime, village):
    officer = acting(village.officer)
    officer.post(f"/accounts/{village.member.id}/disabling", {"reason": "left"})
    officer.post(f"/accounts/{village.member.id}/enabling")
    officer.delete(f"/accounts/{village.member.id}/sessions")
    with runtime.transaction() as session:
        lines = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()

    assert [(one.act, one.facts) for one in lines] == [
        ("auth.disable_account", {"reason": "left"}),
        ("auth.enable_account", {}),
        ("auth.end_sessions", {}),
    ]
    assert {one.actor_account_id for one in lines} == {village.officer.id}
    assert {one.path for one in lines} == {village.cell.path}
    assert {one.subject_id for one in lines} == {str(village.member.id)}


@pytest.fixture
def without_a_role(runtime, village):
    """Somebody who was in one cell, then in another one's office, and is nothing now."""
    with runtime.transaction() as session:
        account = an_account(session, name="Lý Văn Thôi Việc", password=PASSWORD)
        day = timedelta(days=1)
        past = clock.today() - 30 * day
        elsewhere = a_committee(session, name="Đảng bộ Trước Kia")
        appoint(session, account, elsewhere, Role.OFFICE_OFFICER, until=past - day)
        appoint(session, account, village.committee, Role.OFFICE_OFFICER, since=past, until=past)
        never = {"since": clock.today() + day, "until": clock.today()}
        appoint(session, account, elsewhere, Role.OFFICE_OFFICER, **never)
        clerk = a_member(session, an_organisation(session, elsewhere), name="Cán Bộ Nơi Cũ")
        appoint(session, clerk, elsewhere, Role.ADMINISTRATOR)
    return account, clerk


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_whoever_holds_no_role_any_more_is_looked_after_where_he_was_last(
    acting, village, without_a_role, who
):
    gone, clerk = without_a_role
    officer = acting(getattr(village, who))

    assert "Lý Văn Thôi Việc" in _names(officer.get("/accounts"))
    assert officer.delete(f"/accounts/{gone.id}/sessions").status == 200
    off = officer.post(f"/accounts/{gone.id}/disabling", {"reason": "left"})
    assert (off.status, off.json["state"]) == (200, "disabled")
    assert acting(clerk).get(f"/accounts/{gone.id}").status == 404
    assert acting(village.secretary).get(f"/accounts/{gone.id}").status == 404


def test_the_terminal_reaches_accounts_that_never_held_a_role(runtime, village):
    with runtime.transaction() as session:
        lone = an_account(session, name="Không Ở Đâu")
    with runtime.transaction() as session:
        disable_account(session, TERMINAL, lone.id, "terminal", runtime.content.roles)
        assert session.get_one(Account, lone.id).state == "disabled"


def test_somebody_whose_office_begins_later_is_looked_after_there_already(acting, runtime, village):
    with runtime.transaction() as session:
        coming = an_account(session, name="Mai Văn Sắp Tới", state="new")
        tomorrow = clock.today() + timedelta(days=1)
        appoint(session, coming, village.committee, Role.OFFICE_OFFICER, since=tomorrow)

    assert acting(village.officer).get(f"/accounts/{coming.id}").json["state"] == "new"


def test_an_erased_account_is_in_no_list(acting, runtime, village, without_a_role):
    gone, _ = without_a_role
    with runtime.transaction() as session:
        erase_account(session, gone.id, "erased")

    assert acting(village.officer).get(f"/accounts/{gone.id}").status == 404


@pytest.fixture
def below(acting, runtime, village):
    """A member of a lower committee, and that committee's administrator."""
    with runtime.transaction() as session:
        lower = a_committee(session, village.committee, name="Đảng ủy cơ sở")
        cell = an_organisation(session, lower)
        person = a_member(session, cell, name="Ngô Văn Sáu")
        clerk = a_member(session, cell, name="Cán Bộ Bảy")
        appoint(session, clerk, lower, Role.ADMINISTRATOR)
    return person, acting(clerk)


def test_nobody_switches_on_what_was_switched_off_above_him(acting, village, below):
    person, lower = below
    path, top = f"/accounts/{person.id}", acting(village.administrator)
    top.post(f"{path}/disabling", {"reason": "suspicion"})

    refused = lower.post(f"{path}/enabling")
    assert (refused.status, refused.code) == (403, "auth.disabled_above")
    again = lower.post(f"{path}/disabling", {"reason": "left"})
    assert (again.status, again.code) == (409, "auth.already_disabled")
    assert lower.get(path).json["disabled_reason"] == "suspicion"
    assert acting(village.officer).post(f"{path}/enabling").json["state"] == "active"


def test_whoever_stands_above_may_take_over_what_was_switched_off(acting, village, below):
    person, lower = below
    path, top = f"/accounts/{person.id}", acting(village.administrator)
    lower.post(f"{path}/disabling", {"reason": "left"})

    taken = top.post(f"{path}/disabling", {"reason": "suspicion"})

    assert taken.json["disabled_reason"] == "suspicion"
    assert lower.post(f"{path}/enabling").code == "auth.disabled_above"


def test_one_who_switched_it_off_switches_it_on_and_only_what_is_off(below):
    person, lower = below
    path = f"/accounts/{person.id}"
    lower.post(f"{path}/disabling", {"reason": "left"})

    assert lower.post(f"{path}/enabling").json["state"] == "active"
    again = lower.post(f"{path}/enabling")
    assert (again.status, again.code) == (409, "auth.already_enabled")


def test_what_the_terminal_switched_off_the_terminal_alone_switches_on(acting, runtime, village):
    roles, him = runtime.content.roles, village.member.id
    with runtime.transaction() as session:
        disable_account(session, TERMINAL, him, BY_TERMINAL, roles)

    top = acting(village.administrator)
    assert top.post(f"/accounts/{him}/enabling").code == "auth.disabled_above"
    with runtime.transaction() as session:
        enable_account(session, TERMINAL, him, roles)
        assert session.get_one(Account, him).state == "active"


def test_what_a_status_switched_off_an_officer_may_switch_on_or_take_over(acting, runtime, village):
    with runtime.transaction() as session:
        switch_off(session, [village.member.id], "expelled")
    path, officer = f"/accounts/{village.member.id}", acting(village.officer)

    assert officer.post(f"{path}/disabling", {"reason": "left"}).json["disabled_reason"] == "left"
    assert officer.post(f"{path}/enabling").json["state"] == "active"
