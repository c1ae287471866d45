"""`handbook members import`, typed."""

import os
import stat
import tomllib

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from handbook_api.cli import main
from handbook_api.members.models import Member
from tests.members.imports.conftest import USUAL
from tests.members.imports.test_taking_over import CELL, MAU, THU


@pytest.fixture
def handbook(committee, monkeypatch):
    """Type a command; return its exit code and all it said."""
    runtime = committee.runtime
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", runtime.settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(runtime.settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(runtime.settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(runtime.settings.keys))

    def run(*words, answers=""):
        found = CliRunner().invoke(main, [str(word) for word in words], input=answers)
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


@pytest.fixture
def people(committee):
    def count():
        with committee.reading() as session:
            return session.scalar(select(func.count()).select_from(Member))

    return count


def test_a_list_is_shown_and_taken_over(handbook, workbook, people):
    code, said = handbook("members", "import", workbook((*THU, "01234567", CELL)))

    assert code == 0
    for expected in ("Họ và tên", "Ngày sinh", "mới: 1", CELL, "Đã thêm 1 người"):
        assert expected in said
    assert people() == 1


def test_names_are_not_said_into_a_pipe(handbook, workbook):
    _, said = handbook("members", "import", workbook((*THU, "01234567", CELL)))

    assert THU[0] not in said


def test_a_dry_run_keeps_nothing(handbook, workbook, people):
    path = workbook((*THU, "01234567", CELL))

    code, said = handbook("members", "import", "--dry-run", path)

    assert (code, people()) == (0, 0)
    assert "chưa lưu gì" in said


def test_a_faulty_list_comes_back_marked_and_nothing_is_kept(handbook, workbook, people, tmp_path):
    path = workbook((*THU, "1234567", CELL))

    code, said = handbook("members", "import", "--yes", path)

    assert (code, people()) == (1, 0)
    assert "F2" in said
    assert "mất số 0 ở đầu" in said
    back = openpyxl.load_workbook(tmp_path / "danh-sach-loi.xlsx").worksheets[0]
    assert stat.S_IMODE((tmp_path / "danh-sach-loi.xlsx").stat().st_mode) == 0o600
    assert back["F2"].comment is not None


def test_a_doubtful_column_is_not_taken_on_a_yes_given_beforehand(handbook, workbook, people):
    rows = [
        (*THU[:1], THU[1].replace(day=day), *THU[2:], f"1234567{day}", CELL) for day in range(1, 5)
    ]
    headings = (
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Ngày vào Đảng",
        "Ngày chính thức",
        "Số",
        "Chi bộ",
    )
    path = workbook(*rows, headings=headings)

    code, said = handbook("members", "import", "--yes", path)

    assert (code, people()) == (2, 0)
    assert "xin xem lại" in said
    assert "--mapping" in said


def test_a_mapping_is_written_mended_and_used(handbook, workbook, people, tmp_path):
    headings = (
        "Người",
        "Ngày sinh",
        "Giới tính",
        "Ngày vào Đảng",
        "Ngày chính thức",
        "Số thẻ",
        "Chi bộ",
        "Họ và tên",
    )
    path = workbook(("x", *THU[1:], "01234567", CELL, THU[0]), headings=headings)
    saved = tmp_path / "cot.toml"
    handbook("members", "import", "--dry-run", "--save-mapping", saved, path)

    table = tomllib.loads(saved.read_text("utf-8"))
    saved.write_text(saved.read_text("utf-8").replace('C = "sex"\n', ""), "utf-8")
    code, said = handbook("members", "import", "--yes", "--mapping", saved, path)

    assert table["columns"]["H"] == "full_name"
    assert (code, people()) == (0, 1)
    assert "(không nhập)" in said


def test_a_list_of_one_cell_says_which_on_the_command_line(handbook, workbook, people):
    path = workbook(THU, headings=USUAL)

    without, said = handbook("members", "import", "--yes", path)
    code, _ = handbook("members", "import", "--yes", "--cell", CELL, path)

    assert without == 1
    assert "Chi bộ" in said
    assert (code, people()) == (0, 1)


def test_an_unknown_cell_for_the_whole_list_is_refused_once(handbook, workbook, people):
    path = workbook(THU, headings=USUAL)

    code, said = handbook("members", "import", "--yes", "--cell", "19.099.001.000.999", path)

    assert (code, people()) == (1, 0)
    assert said.count("Không thấy chi bộ này") == 1


def test_known_people_are_changed_only_when_it_is_asked_for(handbook, workbook, people):
    handbook("members", "import", workbook((*THU, "01234567", CELL)))
    path = workbook((THU[0], THU[1], "Nữ", *THU[3:], "01234567", CELL))

    _, left = handbook("members", "import", path)
    _, changed = handbook("members", "import", "--update", path)

    assert "khác với danh sách còn để nguyên (dùng --update để sửa)" in left
    assert "sửa 1" in changed
    assert people() == 1


def test_a_file_that_is_no_list_is_refused_in_vietnamese(handbook, tmp_path):
    (tmp_path / "thu.xlsx").write_bytes(b"khong phai bang tinh")

    code, said = handbook("members", "import", tmp_path / "thu.xlsx")

    assert code == 1
    assert "Traceback" not in said


def test_two_people_of_one_list_are_both_there(handbook, workbook, people):
    handbook("members", "import", workbook((*THU, "01234567", CELL), (*MAU, None, CELL)))

    assert people() == 2
