"""`handbook demo`, as it is typed."""

import os

import pytest
from click.testing import CliRunner

from handbook_api.cli import main
from tests.support.people import a_committee


@pytest.fixture
def handbook(runtime, monkeypatch):
    """Type a command over an empty database; return its exit code and all it said."""
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", runtime.settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(runtime.settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(runtime.settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(runtime.settings.keys))

    def run(*words):
        found = CliRunner().invoke(main, [str(word) for word in words])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


def test_it_makes_a_committee_and_prints_how_to_come_in(handbook):
    code, said = handbook("demo", "--members", 200, "--cells", 10)

    assert code == 0
    assert "Đã tạo 200 đảng viên trong 10 chi bộ." in said
    for expected in ("Khách", "dangvien.demo", "bithu.demo", "canbo.demo", "quantri.demo"):
        assert expected in said
    assert said.count("mã dự phòng") == 2


def test_a_second_time_is_refused_in_words_that_say_what_to_do(handbook):
    handbook("demo")
    code, said = handbook("demo", "--members", 200)

    assert code == 1
    assert "60 đảng viên trong 6 chi bộ" in said
    assert "handbook demo passwords" in said


def test_beside_somebody_elses_organisations_it_is_refused(runtime, handbook):
    with runtime.transaction() as session:
        a_committee(session)
    code, said = handbook("demo")

    assert code == 1
    assert "cơ sở dữ liệu trống" in said


def test_passwords_can_be_had_anew(handbook):
    _, first = handbook("demo")
    code, then = handbook("demo", "passwords")

    assert code == 0
    assert "canbo.demo" in then
    assert set(_passwords(first)).isdisjoint(_passwords(then))


def test_passwords_of_another_database_are_not_touched(handbook):
    code, said = handbook("demo", "passwords")

    assert code == 1
    assert "không phải của đảng bộ minh họa" in said


@pytest.mark.parametrize("members", ["19", "150001", "nhiều"])
def test_sizes_out_of_bounds_are_refused(handbook, members):
    code, _ = handbook("demo", "--members", members)

    assert code == 2


def _passwords(said):
    return [
        line.split()[-1] for line in said.splitlines() if "mật khẩu " in line and ".demo" in line
    ]
