"""The commands for the first accounts, and for help when nobody else can give it."""

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from handbook_api.auth.cli import account_commands
from handbook_api.auth.models import Account
from handbook_api.core.identity import Role
from tests.auth.conftest import OTHER_PASSWORD, PASSWORD
from tests.support.people import a_committee, appoint, signed_in


@pytest.fixture
def accounts(runtime, monkeypatch):
    """Type an accounts command; return its exit code and all it said."""
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", runtime.settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(runtime.settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(runtime.settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(runtime.settings.key_file))

    def run(*words, typed=""):
        found = CliRunner().invoke(account_commands, words, input=typed)
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


@pytest.fixture
def committee(runtime):
    with runtime.transaction() as session:
        return a_committee(session, code="19")


_WHO = ("--name", "Vũ Văn Mẫu", "--sign-in-name", "quan.tri")


def test_the_first_administrator_chooses_a_password_and_signs_in(accounts, committee, client):
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    code, said = accounts("create", *_WHO, "--organisation", "19", typed=typed)

    assert code == 0, said
    assert PASSWORD not in said
    given = client.post("/auth/sign-in", {"name": "quan.tri", "password": PASSWORD})
    me = client.acting_as(given.json["access_token"]).get("/me").json
    assert [one["role"]["code"] for one in me["dormant"]] == ["administrator"]
    assert me["second_factor"] == "needed"


def test_the_first_officer_may_have_a_slip_instead(accounts, committee, client):
    code, said = accounts(
        "create",
        *_WHO,
        *("--organisation", str(committee.id), "--role", "organisation_officer"),
        *("--birth-year", "1970", "--slip"),
    )

    digits = re.search(r"\d{3} \d{3} \d{4}", said)[0]
    used = client.post("/auth/slip/sign-in", {"code": digits, "birth_year": 1970})
    assert (code, used.status) == (0, 200)


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (("--organisation", "77"), f"{PASSWORD}\n{PASSWORD}\n", "Không thấy tổ chức"),
        (("--organisation", "19"), "ngắn\nngắn\n", "ngắn"),
        (("--organisation", "19", "--slip"), "", "năm sinh"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_left(
    accounts, committee, runtime, words, typed, says
):
    code, said = accounts("create", *_WHO, *words, typed=typed)

    assert code == 1
    assert says in said
    with runtime.transaction() as session:
        assert session.scalars(select(Account)).all() == []


def test_a_name_is_given_once(accounts, committee):
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    accounts("create", *_WHO, "--organisation", "19", typed=typed)
    code, said = accounts("create", *_WHO, "--organisation", "19", typed=typed)

    assert code == 1
    assert "đã có người dùng" in said


def test_roles_are_listed_by_name_or_id(accounts, village, runtime):
    with runtime.transaction() as session:
        appoint(session, village.member, village.cell, Role.DEPUTY_SECRETARY)
    by_name, by_id = accounts("roles", "0912 345 678"), accounts("roles", str(village.member.id))

    assert by_name == by_id
    assert "Đảng viên" in by_name[1]
    assert "Phó bí thư" in by_name[1]
    assert accounts("roles", "không có")[0] == 1


def test_disable_enable_and_end_sessions(accounts, village, client, runtime):
    token = signed_in(runtime, village.member)
    assert accounts("end-sessions", "12345678")[1] == "Đã đăng xuất 1 thiết bị.\n"
    assert client.acting_as(token).get("/me").code == "auth.session_ended"
    assert accounts("disable", "12345678")[0] == 0
    body = {"name": "12345678", "password": PASSWORD}
    assert client.post("/auth/sign-in", body).code == "auth.account_disabled"
    assert accounts("enable", "12345678")[0] == 0
    assert client.post("/auth/sign-in", body).status == 200


def test_a_pause_is_lifted_for_every_name_of_the_account(accounts, village, client):
    for name in ("12345678", "0912345678") * 4:
        client.post("/auth/sign-in", {"name": name, "password": OTHER_PASSWORD})
    body = {"name": "12345678", "password": PASSWORD}
    assert client.post("/auth/sign-in", body).status == 401

    assert accounts("unlock", "12345678")[0] == 0
    assert client.post("/auth/sign-in", body).status == 200
