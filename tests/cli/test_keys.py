"""What the key commands say, and that they never say a key."""

import json
import os

import pytest
from click.testing import CliRunner

from handbook_api.db.sealing import KeyRing
from handbook_api.keys_cli import key_commands


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def keys(path, monkeypatch):
    """Type a key command; return its exit code and all it said."""
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(path))
    said = []

    def run(*words):
        found = CliRunner().invoke(key_commands, words)
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        said.append(found.output)
        return found.exit_code, found.output

    yield run
    if path.exists():
        document = json.loads(path.read_text("utf-8"))
        secrets = [document["blind"], document["audit"]]
        secrets += [one["key"] for one in document["data"].values()]
        assert not [secret for secret in secrets if secret in "".join(said)]


def test_keys_are_made_once(keys, path):
    assert keys("make")[0] == 0
    first = KeyRing.read(path)
    code, said = keys("make")

    assert code == 1
    assert "handbook keys add" in said
    assert KeyRing.read(path) == first


def test_the_keys_are_listed_with_the_one_in_use(keys):
    keys("make")
    keys("add")
    code, said = keys("show")

    first, second = said.splitlines()
    assert code == 0
    assert first.startswith("Khoá 1  tạo ngày ")
    assert "đang dùng" not in first
    assert second.startswith("Khoá 2")
    assert second.endswith("(đang dùng)")


def test_a_key_can_be_carried_to_every_machine_before_it_is_used(keys, path):
    keys("make")
    keys("add", "--not-yet")
    assert KeyRing.read(path).current == 1

    keys("use", "2")
    assert KeyRing.read(path).current == 2


@pytest.mark.parametrize("words", [("show",), ("add",), ("use", "1")])
def test_without_a_key_file_each_command_says_what_to_do(keys, words):
    code, said = keys(*words)

    assert code == 1
    assert "chép tệp khoá từ bản lưu" in said


def test_an_open_key_file_is_refused_with_the_cure(keys, path):
    keys("make")
    path.chmod(0o644)
    code, said = keys("show")

    assert code == 1
    assert f"chmod 600 {path}" in said
