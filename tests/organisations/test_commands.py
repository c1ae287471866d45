"""What can be typed about the tree, and what it answers."""

import os

import pytest
from click.testing import CliRunner

from handbook_api.cli import main
from handbook_api.core.identity import TERMINAL
from handbook_api.organisations import queries
from tests.organisations.conftest import Commune, Tree


@pytest.fixture
def commune(runtime):
    """The commune, committed."""
    with runtime.transaction() as session:
        return Commune(Tree(session, runtime.content))


@pytest.fixture
def handbook(runtime, commune, monkeypatch):
    """Type `handbook organisations …`; return its exit code and all it said."""
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    settings = runtime.settings
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(settings.keys))

    def run(*words):
        found = CliRunner().invoke(main, ["organisations", *map(str, words)])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


@pytest.fixture
def get(runtime):
    def one(row):
        with runtime.transaction(read_only=True) as session:
            return queries.get_organisation(session, TERMINAL, row.id)

    return one


def test_the_tree_is_printed_as_a_tree(handbook):
    code, said = handbook("list")

    assert code == 0
    assert said.splitlines() == [
        "Đảng bộ tỉnh Thử  [19]",
        "  Đảng bộ xã Mẫu  [19.024]",
        "    Chi bộ Trạm y tế  [19.024.004]",
        "    Đảng bộ trường Thử  [19.024.003]",
        "      Chi bộ Toán  [19.024.003.001]",
        "      Chi bộ Văn  [19.024.003.002]",
    ]
    assert handbook("list", "--under", "19.024.003")[1].splitlines()[0].startswith("Đảng bộ trường")


def test_acts_are_shown_and_done(handbook, commune, get):
    assert handbook("rename", "19.024.003.001", "--name", "Chi bộ Toán học")[0] == 0
    assert handbook("move", "19.024.003.002", "--under", "19.024", "--on", "01/06/2026")[0] == 0
    code, said = handbook(
        *("merge", "19.024.003.001", "--into", "19.024.004", "--on", "2026-06-02"),
        *("--decision", "12-QĐ/ĐU"),
    )

    assert code == 0
    assert "Sáp nhập, ngày 02/06/2026" in said
    assert "Chi bộ Toán học [19.024.003.001]" in said
    assert "0 đảng viên" in said
    assert handbook("close", "19.024.003", "--on", "2026-06-03")[0] == 0
    assert get(commune.school).closed_on is not None


def test_what_became_of_an_old_code_is_shown(handbook):
    handbook("merge", "19.024.003.001", "--into", "19.024.004", "--decision", "12-QĐ/ĐU")
    code, said = handbook("show", "19.024.003.001")

    assert code == 0
    assert "Chi bộ Toán" in said
    assert "nay là: Chi bộ Trạm y tế  [19.024.004]" in said
    assert "Sáp nhập" in said
    assert "(12-QĐ/ĐU)" in said


def test_a_dry_run_changes_nothing(handbook, commune, get):
    code, said = handbook("close", "19.024.003.001", "--dry-run")

    assert code == 0
    assert "chưa làm gì" in said
    assert get(commune.maths).closed_on is None


REFUSALS = [
    (("close", "19.024"), "Còn tổ chức trực thuộc"),
    (("close", "19.099"), "Không tìm thấy tổ chức"),
    (("show", "mười chín"), "Mã tổ chức sai dạng"),
    (("move", "19.024", "--under", "19.024.003"), "không thể trực thuộc chính mình"),
    (("open", "--name", "X", "--kind", "cell", "--under", "19"), "không đứng ở đó được"),
    (("rename", "19.024", "--code", "20.024"), "Mã không thuộc cấp trên"),
]


def test_a_refusal_is_said_in_words(handbook):
    for words, expected in REFUSALS:
        code, said = handbook(*words)

        assert code == 1, words
        assert expected in said, words


HALF_QUESTIONS = [
    ("move", "19.024.003"),
    ("move", "19.024.003", "--top", "--under", "19"),
    ("merge", "19.024.003"),
    ("merge", "19.024.003", "--into", "19.024.004", "--name", "X"),
]


def test_half_a_question_is_asked_back(handbook):
    for words in HALF_QUESTIONS:
        assert handbook(*words)[0] == 2, words


def test_a_new_one_is_opened_and_taken_into(handbook):
    code, _ = handbook(
        *("open", "--name", "Chi bộ Lý", "--kind", "cell", "--under", "19.024.003"),
        *("--code", "19.024.003.009"),
    )
    assert code == 0
    code, said = handbook(
        *("merge", "19.024.003.001", "19.024.003.009", "--name", "Chi bộ Tự nhiên"),
        *("--kind", "cell", "--under", "19.024.003", "--code", "19.024.003.001"),
    )

    assert code == 0
    assert "thành lập: Chi bộ Tự nhiên [19.024.003.001], trực thuộc Đảng bộ trường Thử" in said


def test_a_list_is_taken_in_whole_or_not_at_all(handbook, tmp_path):
    path = tmp_path / "to-chuc.csv"
    good = "code,name,kind,parent_code,opened_on\n19.055,Phường Thử,upper_committee,19,2025-07-01\n"
    path.write_text(good + "19.055.1,Sai mã,base_cell,19.055,2025-07-01\n", "utf-8")
    code, said = handbook("import", path)
    assert code == 1
    assert "dòng 3, cột code: Mã tổ chức sai dạng." in said
    assert "chưa lưu gì" in said

    path.write_text(good, "utf-8")
    assert "chưa lưu gì" in handbook("import", "--dry-run", path)[1]
    assert handbook("import", path) == (0, "Tổ chức mới: 1; đã có từ trước: 0; đã lưu.\n")
    assert handbook("import", path) == (0, "Tổ chức mới: 0; đã có từ trước: 1; đã lưu.\n")
