"""What can be typed, and what it answers."""

import os
import shutil
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from handbook_api.cli import main
from handbook_api.core.identity import SYSTEM, TERMINAL
from handbook_api.documents import queries
from handbook_api.documents.models import DocumentFile, Provision
from handbook_api.organisations import service as organisations
from handbook_api.organisations.service import NewOrganisation, Stated
from tests.support.papers import PAPER


@pytest.fixture
def handbook(library, monkeypatch):
    """Type a command; return its exit code and all it said."""
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", library.settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(library.settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(library.settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(library.settings.keys))

    def run(*words):
        found = CliRunner().invoke(main, [str(word) for word in words])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


@pytest.fixture
def held(library):
    def ids():
        with library.transaction(read_only=True) as session:
            return set(queries.all_document_ids(session, SYSTEM))

    return ids


def test_an_import_shows_what_it_read_and_keeps_it(handbook, paper, held):
    code, said = handbook("documents", "import", paper())

    assert code == 0
    for expected in ("77-HD/TW", "05/03/2024", "Nguyễn Văn Mẫu", "Đã nhập 1, không đổi 0"):
        assert expected in said
    assert "77-hd-tw-2024" in held()


def test_a_paper_of_one_organisation_is_imported_by_its_code(handbook, library, paper):
    with library.transaction() as session:
        new = NewOrganisation("Đảng bộ trường Thử", "base_committee", None, "19.024.003")
        stated = Stated(date(2026, 1, 1))
        plan = organisations.plan_opening(session, TERMINAL, library.content, new, stated)
        organisations.carry_out(session, TERMINAL, plan)
    own = ("--audience", "organisation", "--organisation", "19.024.003")
    code, said = handbook("documents", "import", paper(), *own)

    assert code == 0
    assert "Nội bộ một tổ chức: Đảng bộ trường Thử" in said
    assert "77-hd-tw-2024" in handbook("documents", "list", "--limit", 500)[1]


def test_an_organisation_is_named_with_its_audience_or_not_at_all(handbook, paper):
    assert handbook("documents", "import", paper(), "--audience", "organisation")[0] == 2
    assert handbook("documents", "import", paper(), "--organisation", "19")[0] == 2
    own = ("--audience", "organisation", "--organisation", "19")
    code, said = handbook("documents", "import", paper(), *own)

    assert code == 1
    assert "Không tìm thấy tổ chức" in said


def test_a_dry_run_shows_the_same_and_keeps_nothing(handbook, paper, held):
    before = held()
    code, said = handbook("documents", "import", "--dry-run", paper())

    assert (code, held()) == (0, before)
    assert "77-HD/TW" in said
    assert "chưa lưu gì" in said


def test_one_bad_file_does_not_keep_the_good_ones_out_but_fails_the_command(
    handbook, paper, held, tmp_path
):
    empty = tmp_path / "rong.txt"
    empty.write_bytes(b"")
    code, said = handbook("documents", "import", empty, paper())

    assert code == 1
    assert "rong.txt: Tệp rỗng" in said
    assert "77-hd-tw-2024" in held()


def test_a_secret_file_is_refused_with_what_to_do(handbook, paper, held):
    before = held()
    code, said = handbook("documents", "import", paper(text=f"TỐI MẬT\n\n{PAPER}"))

    assert (code, held()) == (1, before)
    assert "Tài liệu mật, không được nhập" in said
    assert "gỡ tệp khỏi máy này" in said


def test_corrections_are_for_one_file_at_a_time(handbook, paper):
    code, said = handbook(
        "documents", "import", "--symbol", "1-HD/TW", paper(), paper(name="hai.txt")
    )

    assert code == 2
    assert "chỉ dùng khi nhập một tệp" in said


def test_what_a_person_says_is_taken(handbook, paper, held):
    code, _ = handbook(
        "documents", "import", "--issued-on", "06/03/2024", "--symbol", "78-HD/TW", paper()
    )

    assert code == 0
    assert "78-hd-tw-2024" in held()


def test_an_imported_text_is_found_at_once(handbook, paper):
    handbook("documents", "import", paper())
    code, said = handbook("search", "query", "tuoi cay moi tuan hai lan")

    assert code == 0
    assert "1. 77-HD/TW Việc trồng cây ở trụ sở chi bộ" in said
    assert "Đảng viên tưới cây mỗi tuần hai lần" in said


def test_a_replaced_document_says_by_what(handbook):
    _, said = handbook("search", "query", "qd 294", "--limit", "1")

    assert "Đã được thay thế bằng 20-QĐ/TW" in said


def test_documents_are_listed_with_their_validity(handbook):
    code, said = handbook("documents", "list", "--kind", "charter")

    assert code == 0
    assert "dieu-le-dang-2011" in said
    assert "Còn hiệu lực" in said


def test_unresolved_citations_are_listed_with_the_reason(handbook, paper):
    handbook("documents", "import", paper())
    code, said = handbook("documents", "unresolved")

    assert code == 0
    assert "294-QĐ/TW, ngày 26/5/2025 (chỉ có văn bản ban hành sau)" in said


def test_the_index_can_be_built_anew(handbook):
    code, said = handbook("search", "rebuild")

    assert code == 0
    assert "Đã lập chỉ mục" in said


def test_sound_content_is_said_to_be_sound(handbook):
    assert handbook("content", "check") == (0, "Nội dung đúng cả.\n")


def test_spoiled_content_is_named_and_not_published(handbook, library, monkeypatch, tmp_path):
    spoiled = tmp_path / "content"
    shutil.copytree(library.settings.content_folder, spoiled)
    entry = spoiled / "documents/294-qd-tw-2025.toml"
    entry.write_text(entry.read_text("utf-8").replace('"bchtw"', '"khong-co"'), "utf-8")
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(spoiled))

    checked, said = handbook("content", "check")
    published, refusal = handbook("content", "publish")

    assert (checked, published) == (1, 1)
    assert "documents/294-qd-tw-2025.toml" in said
    assert "handbook content check" in refusal


def test_unchanged_content_is_not_published_again(handbook):
    assert handbook("content", "publish") == (0, "Nội dung không có gì mới.\n")


def test_a_mistyped_setting_is_refused_by_name(handbook, monkeypatch):
    monkeypatch.setenv("HANDBOOK_PROT", "8000")
    code, said = handbook("settings")

    assert code == 1
    assert "HANDBOOK_PROT" in said


def test_settings_are_shown_without_secrets(handbook, monkeypatch):
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", "postgresql+psycopg://a:matkhau@db/h")
    code, said = handbook("settings")

    assert code == 0
    assert "HANDBOOK_PORT=8000" in said
    assert "matkhau" not in said


def test_a_database_that_was_not_migrated_says_so(handbook, empty_database, monkeypatch):
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", empty_database)
    code, said = handbook("content", "publish")

    assert code == 1
    assert "handbook db upgrade" in said


def test_the_description_of_the_api_can_be_printed(handbook):
    code, said = handbook("openapi", "--version", "3.0")

    assert code == 0
    assert '"openapi": "3.0.3"' in said


def test_a_removed_document_leaves_nothing(handbook, library, paper, held):
    handbook("documents", "import", paper())
    code, said = handbook("documents", "remove", "--yes", "77-hd-tw-2024")

    assert (code, "77-hd-tw-2024" in held()) == (0, False)
    assert "Đã gỡ 77-hd-tw-2024" in said
    with library.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(DocumentFile)) == 0
        assert session.scalar(select(func.count()).select_from(Provision)) == 0
    assert "77-HD/TW" not in handbook("search", "query", "tưới cây mỗi tuần hai lần")[1]


def test_an_entry_of_the_catalogue_is_removed_in_content(handbook, held):
    code, said = handbook("documents", "remove", "--yes", "294-qd-tw-2025")

    assert (code, "294-qd-tw-2025" in held()) == (1, True)
    assert "content/documents/294-qd-tw-2025.toml" in said


def test_the_text_of_an_entry_can_be_removed_and_its_card_stays(handbook, library, paper, held):
    text = PAPER.replace("{number}", "06").replace("{day} tháng 3 năm 2024", "09 tháng 6 năm 2025")
    handbook("documents", "import", paper(text=text))
    code, _ = handbook("documents", "remove", "--yes", "06-hd-tw-2025")

    assert (code, "06-hd-tw-2025" in held()) == (0, True)
    with library.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(DocumentFile)) == 0
