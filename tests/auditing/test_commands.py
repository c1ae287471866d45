"""What the audit commands say, and with which exit code."""

import os

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from handbook_api.auditing.cli import audit_commands
from handbook_api.auditing.jobs import anchor_head
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.db import audit
from tests.db.audit_log import NOON


@pytest.fixture
def command(runtime, monkeypatch):
    """Type an audit command over three entries; return its exit code and all it said."""
    settings = runtime.settings
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(settings.keys))
    with clock.frozen(NOON), runtime.transaction() as session:
        audit.record(session, TERMINAL, "members.read", "member", "m-1", path="/1a2b3c4d/")
        audit.record(session, TERMINAL, "members.change", "member", "m-1", fields=["phone"])
        audit.record(
            session, TERMINAL, "members.export", "member", "m-2", facts={"rows": 3}, refused=True
        )

    def run(*words):
        found = CliRunner().invoke(audit_commands, words)
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


def _attack(runtime, *statements):
    with runtime.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_entries_no_update"))
            connection.execute(text("DROP TRIGGER audit_entries_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_entries_no_change ON audit_entries"))
        for statement in statements:
            connection.execute(text(statement))


def test_a_whole_log_is_said_to_be_whole(command, runtime):
    with clock.frozen(NOON):
        anchor_head(runtime)

    code, said = command("verify")

    assert code == 0
    assert "Đã kiểm tra 3 mục" in said
    assert "Khớp 1 mốc neo; mốc cuối là mục 3, lúc 12:00:00 ngày 03/03/2026." in said
    assert "Nhật ký nguyên vẹn." in said


def test_without_anchors_it_is_said_what_cannot_be_seen(command):
    code, said = command("verify")

    assert code == 0
    assert "Chưa có mốc neo nào" in said


def test_the_first_wrong_place_is_named_and_the_command_fails(command, runtime):
    _attack(runtime, "UPDATE audit_entries SET actor = 'x' WHERE sequence = 2")

    code, said = command("verify")

    assert code == 1
    assert "SAI tại mục 2: nội dung đã bị sửa." in said


def test_a_cut_off_end_names_all_that_is_missing(command, runtime):
    _attack(runtime, "DELETE FROM audit_entries WHERE sequence > 1")

    code, said = command("verify")

    assert code == 1
    assert "SAI tại mục 2 đến 3: phần cuối nhật ký đã bị cắt." in said


def test_anchors_from_elsewhere_are_compared_too(command, tmp_path):
    other = tmp_path / "other.log"
    other.write_text(f"2 {'ab' * 32} {NOON.isoformat()}\nrác\n", "utf-8")

    code, said = command("verify", "--anchors", str(other))

    assert code == 1
    assert "SAI tại mục 2: mục khác với mốc neo đã ghi" in said


def test_lines_that_are_no_anchors_are_mentioned(command, tmp_path):
    other = tmp_path / "other.log"
    other.write_text("rác\n", "utf-8")

    code, said = command("verify", "--anchors", str(other))

    assert code == 0
    assert "Bỏ qua 1 dòng mốc neo" in said


def test_a_record_tells_what_was_done_to_it(command):
    code, said = command("show", "--subject", "member:m-1")

    lines = said.splitlines()
    assert code == 0
    assert len(lines) == 2
    assert "03/03/2026 12:00:00" in lines[0]
    assert "members.change" in lines[0]
    assert "trường: phone" in lines[0]
    assert "members.read" in lines[1]
    assert "tại /1a2b3c4d/" in lines[1]


def test_a_refused_act_is_shown_as_such(command):
    _, said = command("show", "--subject", "member:m-2")

    assert "BỊ TỪ CHỐI" in said
    assert "rows=3" in said


def test_a_record_without_entries_is_said_to_have_none(command):
    assert command("show", "--subject", "member:m-3") == (
        0,
        "Nhật ký không có mục nào về hồ sơ này.\n",
    )


@pytest.mark.parametrize("subject", ["member", ":m-1", "member:"])
def test_a_subject_without_kind_and_id_is_refused(command, subject):
    code, said = command("show", "--subject", subject)

    assert code == 2
    assert "LOẠI:MÃ" in said
