"""What the jobs commands say and do."""

import os
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from handbook_api.backlog.cli import job_commands
from handbook_api.db.jobs import Job, JobState


@pytest.fixture
def command(runtime, monkeypatch):
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", runtime.settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(runtime.settings.var_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(runtime.settings.keys))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(runtime.settings.content_folder))

    def run(*arguments):
        return CliRunner().invoke(job_commands, arguments)

    return run


def _states(runtime, ids):
    with runtime.transaction(read_only=True) as session:
        return [session.get(Job, UUID(id_)).state for id_ in ids]


def test_an_empty_house_is_said_to_be_empty(command):
    assert "Không có việc nào đến hạn" in command("list").output
    assert "Không có việc nào bị bỏ" in command("dead").output


def test_the_list_counts_and_points_to_the_dead(command, dead):
    said = command("list").output

    assert "       2  test.note" in said
    assert "đang chờ  sớm nhất 12:00:00 22/11/2026" in said
    assert "Đến hạn: 1 việc" in said
    assert "Đã bỏ: 3 việc" in said


def test_the_dead_are_listed_with_their_errors(command, dead):
    lines = command("dead").output.splitlines()

    assert [line.split()[0] for line in lines] == dead
    assert all("request.not_found" in line for line in lines)
    assert command("dead", "--kind", "test.odd").output.count("\n") == 1


def test_one_is_shown_whole(command, dead):
    said = command("show", dead[0]).output

    for part in ("test.note", "đã bỏ", '{"number":-1}', "request.not_found"):
        assert part in said


def test_one_unknown_is_said_in_words(command):
    found = command("show", str(uuid4()))

    assert found.exit_code == 1
    assert "Không tìm thấy việc này" in found.output


def test_one_all_or_all_of_a_kind_are_begun_again(command, dead, runtime):
    assert command("retry", dead[0]).exit_code == 0
    assert _states(runtime, dead) == [JobState.WAITING, JobState.DEAD, JobState.DEAD]
    assert "1 việc" in command("retry", "--all", "--kind", "test.odd").output
    assert _states(runtime, dead) == [JobState.WAITING, JobState.WAITING, JobState.DEAD]
    assert "1 việc" in command("retry", "--all").output
    assert _states(runtime, dead) == [JobState.WAITING] * 3


@pytest.mark.parametrize("wrong", [[], ["--kind", "test.odd"], ["--all", str(uuid4())]])
def test_what_to_begin_again_has_to_be_said(command, dead, runtime, wrong):
    assert command("retry", *wrong).exit_code == 2
    assert _states(runtime, dead) == [JobState.DEAD] * 3


def test_one_is_put_away(command, dead, runtime):
    assert command("discard", dead[0]).exit_code == 0
    assert _states(runtime, dead[:1]) == [JobState.DISCARDED]
    assert command("discard", dead[0]).exit_code == 1
