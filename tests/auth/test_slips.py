"""A slip's life: issued, looked at, used twice, and everything that can go wrong on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from handbook_api.auth.accounts import switch_off
from handbook_api.auth.models import Account, FailedTry, Slip
from handbook_api.auth.slip_use import initials
from handbook_api.auth.slips import issue_slips
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role, Strength
from handbook_api.db.audit_model import AuditEntry
from tests.auth.conftest import NOON
from tests.support.people import (
    a_committee,
    a_member,
    an_account,
    an_organisation,
    appoint,
    signed_in,
)


@pytest.fixture
def newcomer(runtime, village):
    """Somebody in the secretary's cell who has never signed in."""
    with runtime.transaction() as session:
        return a_member(session, village.cell, name="Nguyễn Văn An", birth_year=1950, state="new")


@pytest.fixture
def as_secretary(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.secretary))


@pytest.fixture
def issued(as_secretary, newcomer):
    """A slip as the secretary sees it, once."""

    def do():
        answer = as_secretary.post("/slips", {"account_ids": [str(newcomer.id)]})
        assert answer.status == 201, answer.json
        return answer.json["items"][0]

    return do


@pytest.fixture
def use(client):
    def do(code, birth_year=1950):
        body = {"code": code, "birth_year": birth_year, "device": "Điện thoại"}
        return client.post("/auth/slip/sign-in", body)

    return do


@pytest.fixture
def look(client):
    return lambda code: client.post("/auth/slip/looking", {"code": code})


def _token(slip):
    return slip["link"].partition("#")[2]


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nguyễn Văn An", "N. V. An"), ("An", "An"), ("Lê  Thị", "L. Thị"), ("", "")],
)
def test_a_finder_reads_initials_only(name, short):
    assert initials(name) == short


def test_a_slip_says_whose_it_is_and_loses_nothing_by_being_looked_at(issued, look, use):
    with clock.frozen(NOON):
        slip = issued()
        seen = [look(slip["code"]).json for _ in range(3)]

        assert (
            seen
            == [{"name": "N. V. An", "cell": "Chi bộ 3", "until": "2026-12-06", "uses_left": 2}] * 3
        )
        assert look(_token(slip)).json == seen[0]
        assert use(slip["code"]).status == 200


def test_the_secret_of_the_link_follows_the_hash_sign(issued):
    assert issued()["link"].startswith("/phieu#")


@pytest.mark.parametrize("spell", [str, lambda code: code.replace(" ", "-"), lambda c: f" {c}. "])
def test_the_first_sign_in_makes_the_account_active(issued, use, client, spell):
    given = use(spell(issued()["code"])).json

    me = client.acting_as(given["access_token"]).get("/me").json
    assert (me["name"], me["strength"], me["has_password"]) == ("Nguyễn Văn An", "slip", False)


def test_the_qr_link_signs_in_too(issued, use):
    assert use(_token(issued())).status == 200


def test_a_second_use_works_within_three_days_and_the_first_device_is_told(issued, use, client):
    with clock.frozen(NOON):
        slip = issued()
        use(slip["code"])
    with clock.frozen(NOON + timedelta(hours=71)):
        second = use(slip["code"])
        assert second.status == 200
        told = client.acting_as(second.json["access_token"]).get("/me/security-events").json

    assert "slip_second_use" in [one["what"] for one in told["items"]]


def test_a_second_use_is_too_late_after_three_days(issued, use):
    with clock.frozen(NOON):
        slip = issued()
        use(slip["code"])
    with clock.frozen(NOON + timedelta(hours=72)):
        refused = use(slip["code"])

    assert (refused.status, refused.code) == (410, "auth.slip_expired")


def test_a_third_use_is_refused_told_and_written_down_once(issued, use, client, runtime):
    slip = issued()
    given = [use(slip["code"]).json for _ in range(2)][-1]
    refused = [use(slip["code"]) for _ in range(3)]

    assert {(one.status, one.code) for one in refused} == {(410, "auth.slip_spent")}
    assert refused[0].json["detail"] == (
        "Phiếu đã dùng đủ 2 lần. Nếu không phải đồng chí dùng, xin gọi ngay chi bộ."
    )
    told = client.acting_as(given["access_token"]).get("/me/security-events").json
    assert [one["what"] for one in told["items"]].count("slip_third_use") == 1
    with runtime.transaction() as session:
        refusals = select(AuditEntry).where(AuditEntry.act == "auth.use_slip")
        assert [one.refused for one in session.scalars(refusals)] == [True]


def test_two_uses_at_once_are_two_and_a_third_is_none(issued, use):
    code = issued()["code"]
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda _: use(code).status, range(8)))

    assert statuses == [200, 200, *[410] * 6]


def test_a_slip_is_good_to_the_end_of_its_last_day(issued, look, use):
    with clock.frozen(NOON):
        slip = issued()
    assert slip["until"] == "2026-12-06"
    with clock.frozen(NOON + timedelta(days=14, hours=11, minutes=59)):
        assert look(slip["code"]).status == 200
    with clock.frozen(NOON + timedelta(days=14, hours=12)):
        refused = use(slip["code"])

    assert refused.json["detail"] == (
        "Phiếu này hết hạn ngày 06/12/2026. Xin gặp bí thư chi bộ để nhận phiếu mới."
    )


def test_a_slip_bears_five_wrong_years_over_its_life_and_then_it_is_dead(issued, use):
    # No pause and no new round of tries: the year is one of some sixty, and the finder has time.
    with clock.frozen(NOON):
        slip = issued()
        wrong = [use(slip["code"], 1900 + n) for n in range(4)]
    with clock.frozen(NOON + timedelta(days=3)):
        wrong.append(use(slip["code"], 1904))
        refused = use(slip["code"])

    assert [one.code for one in wrong] == ["auth.birth_year_wrong"] * 5
    assert "Còn 4 lần nhập" in wrong[0].json["detail"]
    assert "Còn 0 lần nhập" in wrong[4].json["detail"]
    assert (refused.status, refused.code) == (410, "auth.slip_blocked")


@pytest.mark.parametrize("code", ["0000000000", "123", "không phải số", "1" * 25, "１２３"])
def test_a_code_of_nobodys_says_only_that(look, use, village, code):
    assert look(code).code == use(code).code == "auth.slip_unknown"


def test_right_codes_are_no_guesses(issued, look, runtime):
    code = issued()["code"]
    for _ in range(10):
        look(code)
    with runtime.transaction() as session:
        assert session.scalars(select(FailedTry)).all() == []


def test_a_newer_slip_voids_the_older(issued, use):
    older, newer = issued(), issued()

    assert use(older["code"]).code == "auth.slip_revoked"
    assert use(newer["code"]).status == 200


def test_a_slip_can_be_taken_back(as_secretary, issued, use):
    slip = issued()

    assert as_secretary.delete(f"/slips/{slip['id']}").status == 204
    assert use(slip["code"]).code == "auth.slip_revoked"
    listed = as_secretary.get("/slips").json["items"]
    assert [(one["name"], one["state"]) for one in listed] == [("Nguyễn Văn An", "revoked")]


def test_a_disabled_accounts_slip_opens_nothing(issued, use, runtime, newcomer):
    slip = issued()
    with runtime.transaction() as session:
        switch_off(session, [newcomer.id], "left")
        session.get_one(Slip, UUID(slip["id"])).revoked_at = None

    assert use(slip["code"]).code == "auth.account_disabled"


def test_neither_digits_nor_token_lie_in_the_database(issued, runtime):
    slip = issued()
    with runtime.transaction() as session:
        kept = repr(vars(session.scalars(select(Slip)).one()))

    assert slip["code"].replace(" ", "") not in kept
    assert _token(slip) not in kept


def test_a_slip_wakes_no_office(issued, use, client, runtime, newcomer, village):
    with runtime.transaction() as session:
        appoint(session, newcomer, village.cell, Role.DEPUTY_SECRETARY)
    slip = issued()
    given = use(slip["code"]).json

    me = client.acting_as(given["access_token"]).get("/me").json
    assert [one["role"]["code"] for one in me["grants"]] == ["member"]
    assert [(one["role"]["code"], one["needs"]) for one in me["dormant"]] == [
        ("deputy_secretary", "password")
    ]
    assert client.acting_as(given["access_token"]).get("/accounts").status == 403


def test_a_password_chosen_after_the_slip_wakes_the_office(
    issued, use, client, runtime, newcomer, village
):
    with runtime.transaction() as session:
        appoint(session, newcomer, village.cell, Role.DEPUTY_SECRETARY)
    mine = client.acting_as(use(issued()["code"]).json["access_token"])

    assert mine.put("/me/password", {"new": "bưởi năm roi chín"}).status == 204
    assert mine.get("/me").json["dormant"] == []
    assert mine.get("/accounts").status == 200


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_who_leads_nobody_issues_nothing(client, runtime, village, newcomer, who):
    mine = client.acting_as(signed_in(runtime, getattr(village, who)))
    refused = mine.post("/slips", {"account_ids": [str(newcomer.id)]})

    assert (refused.status, refused.code) == (404, "auth.account_not_found")


def test_a_secretary_issues_nothing_outside_his_cell(as_secretary, village):
    foreign = as_secretary.post("/slips", {"account_ids": [str(village.stranger.id)]})
    missing = as_secretary.post("/slips", {"account_ids": [str(uuid4())]})

    assert (foreign.status, foreign.code) == (missing.status, missing.code)
    assert foreign.status == 404


def test_one_foreign_account_among_several_and_nobody_has_a_slip(as_secretary, village, runtime):
    ids = [str(village.member.id), str(village.stranger.id)]

    assert as_secretary.post("/slips", {"account_ids": ids}).status == 404
    with runtime.transaction() as session:
        assert session.scalars(select(Slip)).all() == []


def _slip_for(someone, account):
    return someone.post("/slips", {"account_ids": [str(account.id)]})


@pytest.mark.parametrize("who", ["secretary", "officer", "administrator"])
def test_an_officers_slip_is_neither_his_secretarys_nor_an_equals_to_issue(
    client, runtime, village, who
):
    # Whoever issues it can use it first: an equal would come to the office by himself.
    with runtime.transaction() as session:
        appoint(session, village.member, village.committee, Role.OFFICE_OFFICER)
    token = signed_in(runtime, getattr(village, who), strength=Strength.TWO_FACTOR)

    refused = _slip_for(client.acting_as(token), village.member)

    assert (refused.status, refused.code) == (403, "auth.reset_instead")
    assert "mở mã đặt lại mật khẩu" in refused.json["detail"]


def test_an_officer_is_started_by_somebody_above_or_from_the_terminal(client, runtime, village):
    rules, roles = runtime.content.security(clock.today()), runtime.content.roles
    with runtime.transaction() as session:
        lower = a_committee(session, village.committee)
        clerk = a_member(session, an_organisation(session, lower), birth_year=1980, state="new")
        appoint(session, clerk, lower, Role.ADMINISTRATOR)
    above = signed_in(runtime, village.administrator, strength=Strength.TWO_FACTOR)

    assert _slip_for(client.acting_as(above), clerk).status == 201
    with runtime.transaction() as session:
        appoint(session, clerk, village.committee, Role.ADMINISTRATOR)
    assert _slip_for(client.acting_as(above), clerk).code == "auth.reset_instead"
    with runtime.transaction() as session:
        assert issue_slips(session, TERMINAL, [clerk.id], rules, roles)


def test_a_role_elsewhere_puts_a_members_slip_out_of_his_secretarys_reach(
    as_secretary, client, runtime, village, newcomer
):
    with runtime.transaction() as session:
        appoint(session, newcomer, village.other_cell, Role.SECRETARY)
    officer = client.acting_as(signed_in(runtime, village.officer, strength=Strength.TWO_FACTOR))

    refused = _slip_for(as_secretary, newcomer)

    assert (refused.status, refused.code) == (403, "auth.reset_instead")
    assert _slip_for(officer, newcomer).status == 201


def test_an_administrators_rights_sleep_without_the_second_factor(client, runtime, village):
    mine = client.acting_as(signed_in(runtime, village.administrator))
    refused = mine.post("/slips", {"account_ids": [str(village.member.id)]})

    assert (refused.status, refused.code) == (403, "auth.second_factor_needed")
    asked = mine.get("/accounts")
    assert (asked.status, asked.code) == (403, "auth.second_factor_needed")


def test_no_slip_without_a_birth_year_or_for_a_disabled_account(as_secretary, runtime, village):
    with runtime.transaction() as session:
        session.get_one(Account, village.member.id).birth_year = None
    body = {"account_ids": [str(village.member.id)]}
    assert as_secretary.post("/slips", body).code == "auth.birth_year_missing"

    with runtime.transaction() as session:
        switch_off(session, [village.member.id], "left")
    assert as_secretary.post("/slips", body).code == "auth.account_disabled"


def test_a_whole_cell_is_printed_eight_to_a_page(as_secretary, runtime, village, use):
    with runtime.transaction() as session:
        for number in range(9):
            someone = an_account(session, name=f"Đinh Thị Mẫu {number}", state="new")
            appoint(session, someone, village.cell)
    body = {"cell_id": str(village.cell.id), "helper_phone": "0912 345 678"}
    answer = as_secretary.post("/slips/sheet", body, headers={"Accept": "text/html"})

    page = LexborHTMLParser(answer.body.decode())
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [len(one.css("article")) for one in page.css("section")] == [8, 1]
    digits = page.css_first(".digits").text()
    assert use(digits).status == 200


def test_an_officer_in_the_cell_is_left_out_of_its_sheet_and_named(as_secretary, runtime, village):
    with runtime.transaction() as session:
        for name, birth_year in (("Đinh Thị Mới", 1980), ("Đỗ Thị Thử", None)):
            a_member(session, village.cell, name=name, birth_year=birth_year, state="new")
        clerk = a_member(session, village.cell, name="Mai Văn Cán Bộ", state="new")
        appoint(session, clerk, village.committee, Role.COMMITTEE_MEMBER)

    answer = as_secretary.post("/slips/sheet", {"cell_id": str(village.cell.id)})

    page = LexborHTMLParser(answer.body.decode())
    assert answer.status == 200
    assert [one.text() for one in page.css(".slip .name")] == ["Đinh Thị Mới"]
    assert {one.text().partition(":")[0] for one in page.css(".none li")} == {
        "Mai Văn Cán Bộ",
        "Đỗ Thị Thử",
    }
    with runtime.transaction() as session:
        assert len(session.scalars(select(Slip)).all()) == 1


def test_a_service_that_knows_no_address_prints_digits_alone(as_secretary, newcomer):
    body = {"account_ids": [str(newcomer.id)]}

    page = LexborHTMLParser(as_secretary.post("/slips/sheet", body).body.decode())

    assert page.css("svg") == []
    assert page.css_first(".digits") is not None


def test_a_cell_where_all_have_signed_in_has_nothing_to_print(as_secretary, village):
    refused = as_secretary.post("/slips/sheet", {"cell_id": str(village.cell.id)})
    body = {"cell_id": str(village.cell.id), "only_new": False}

    assert refused.code == "auth.no_slips"
    assert as_secretary.post("/slips/sheet", body).status == 200


def test_a_foreign_cell_prints_like_an_empty_one(as_secretary, village):
    foreign, missing = (
        as_secretary.post("/slips/sheet", {"cell_id": str(one)})
        for one in (village.other_cell.id, uuid4())
    )

    assert (
        (foreign.status, foreign.code) == (missing.status, missing.code) == (422, "auth.no_slips")
    )


@pytest.mark.parametrize("body", [{}, {"account_ids": []}, {"cell_id": "x"}])
def test_a_sheet_is_for_a_cell_or_for_somebody(as_secretary, body):
    assert as_secretary.post("/slips/sheet", body).status == 422


def test_the_list_of_slips_comes_in_pages(as_secretary, runtime, village):
    with runtime.transaction() as session:
        people = [a_member(session, village.cell, birth_year=1950) for _ in range(5)]
    as_secretary.post("/slips", {"account_ids": [str(one.id) for one in people]})
    first = as_secretary.get("/slips", limit=3)
    rest = as_secretary.get("/slips", limit=3, cursor=first.json["next_cursor"])

    shown = [one["id"] for one in first.json["items"] + rest.json["items"]]
    assert len(set(shown)) == len(shown) == 5
    assert rest.json["next_cursor"] is None
    assert first.queries == rest.queries
    assert as_secretary.get("/slips", cursor="xx").code == "request.cursor"


def test_a_slip_from_before_an_office_opens_nothing(issued, use, newcomer, village, runtime):
    with clock.frozen(NOON):
        slip = issued()
    with clock.frozen(NOON + timedelta(hours=1)):
        with runtime.transaction() as session:
            appoint(session, newcomer, village.committee, Role.OFFICE_OFFICER)
        refused = use(slip["code"])

    assert (refused.status, refused.code) == (410, "auth.slip_revoked")


def test_an_office_from_tomorrow_is_an_office_when_a_slip_is_asked_for(
    as_secretary, newcomer, village, runtime
):
    with runtime.transaction() as session:
        tomorrow = clock.today() + timedelta(days=1)
        appoint(session, newcomer, village.committee, Role.OFFICE_OFFICER, since=tomorrow)

    refused = as_secretary.post("/slips", {"account_ids": [str(newcomer.id)]})

    assert (refused.status, refused.code) == (403, "auth.reset_instead")


def test_a_term_that_was_taken_back_or_is_over_hinders_no_slip(issued, newcomer, village, runtime):
    today = clock.today()
    with runtime.transaction() as session:
        day = timedelta(days=1)
        for since, until in ((today + 3 * day, today + 2 * day), (today - 9 * day, today - day)):
            place, role = village.committee, Role.OFFICE_OFFICER
            appoint(session, newcomer, place, role, since=since, until=until)

    assert issued()["code"]


def test_a_sheet_for_chosen_people_and_their_slips_found_again(as_secretary, newcomer, village):
    body = {"account_ids": [str(newcomer.id)]}
    assert as_secretary.post("/slips/sheet", body).status == 200

    assert len(as_secretary.get("/slips", account_id=str(newcomer.id)).json["items"]) == 1
    assert as_secretary.get("/slips", account_id=str(village.member.id)).json["items"] == []


def test_somebody_elses_slip_cannot_be_taken_back(issued, client, runtime, village):
    with runtime.transaction() as session:
        other = a_member(session, village.other_cell, Role.SECRETARY)
    theirs = client.acting_as(signed_in(runtime, other))
    foreign, missing = (theirs.delete(f"/slips/{one}") for one in (issued()["id"], uuid4()))

    assert (foreign.status, foreign.code) == (missing.status, missing.code)
    assert foreign.status == 404
