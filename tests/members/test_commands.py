"""The `handbook members` commands."""

import os
from datetime import date
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from handbook_api.cli import main
from handbook_api.members.models import Member
from tests.support.members import a_new_member


@pytest.fixture
def members(province, monkeypatch):
    """Type a `handbook members` command; return its exit code and all it said."""
    settings = province.runtime.settings
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(settings.keys))

    def run(*words):
        found = CliRunner().invoke(main, ["members", *map(str, words)])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


@pytest.fixture
def member_id(province):
    with province.runtime.transaction() as session:
        return province.add(session, a_new_member(province.cell))[0]


def left(province, on):
    with province.runtime.transaction() as session:
        session.execute(update(Member).values(cell_id=None, status="struck_off", status_since=on))


def test_records_are_counted_by_status(members, member_id):
    assert members("count") == (
        0,
        "       1  Đảng viên chính thức\n       1  tất cả\n",
    )


def test_people_are_found_by_a_part_of_their_name(members, member_id):
    code, said = members("find", "tran mau")

    assert code == 0
    assert str(member_id) in said
    assert "Chi bộ Một" in said
    assert members("find", "nobody") == (0, "")


def test_a_record_is_erased_once_its_owner_has_left(province, members, member_id):
    code, said = members("erase", "--yes", member_id)
    assert code == 1
    assert "còn trong danh sách" in said

    left(province, date(2026, 1, 1))
    assert members("erase", "--yes", member_id)[0] == 0
    assert members("find", "mau") == (0, "")


def test_erasing_nobody_is_refused_in_words(members):
    code, said = members("erase", "--yes", uuid4())

    assert code == 1
    assert "Không" in said


def test_what_is_past_its_time_is_forgotten(province, members, member_id):
    left(province, date(2020, 1, 1))

    assert members("forget") == (0, "Đã bỏ các mục hết hạn của 1 hồ sơ.\n")
