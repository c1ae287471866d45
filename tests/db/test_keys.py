"""The key file is private, whole, and never lost by our own doing."""

import json
import os
import stat
import traceback
from dataclasses import replace
from threading import Thread

import pytest

from handbook_api.db import keys
from handbook_api.db.keys import (
    Keys,
    KeysExist,
    KeysFull,
    KeysMissing,
    KeysNotUnderstood,
    KeysReadableByOthers,
    NoSuchKey,
    read_keys,
    write_keys,
)
from handbook_api.db.sealing import KeyRing


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "keys.json"


@pytest.fixture
def written(path):
    made = Keys.generate()
    write_keys(path, made)
    return made


def test_what_was_written_is_read_back(path, written):
    assert read_keys(path) == written
    assert KeyRing.read(path) == KeyRing(written, path)


def test_only_the_owner_may_read_the_file_whatever_the_umask(path):
    before = os.umask(0)
    try:
        KeyRing.generate().write(path)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]


def test_existing_keys_are_not_overwritten(path, written):
    with pytest.raises(KeysExist):
        KeyRing.generate().write(path)

    assert read_keys(path) == written


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_touch_is_refused(path, written, mode):
    path.chmod(mode)

    with pytest.raises(KeysReadableByOthers) as refused:
        read_keys(path)
    assert refused.value.facts == {"path": path, "mode": f"{mode:o}"}


def test_a_missing_file_is_said_to_be_missing(path):
    for act in (read_keys, KeyRing.add_key):
        with pytest.raises(KeysMissing):
            act(path)


def test_a_folder_in_place_of_the_file_is_refused(path):
    path.mkdir(parents=True)

    with pytest.raises(KeysNotUnderstood):
        read_keys(path)


def _damaged(path, change):
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda document: document.pop("blind"), "blind"),
        (lambda document: document.update(audit="AAAA"), "audit"),
        (lambda document: document.update(audit="not base64 ~~~"), "audit"),
        (lambda document: document.update(current=2), "current"),
        (lambda document: document.update(data={}), "data"),
        (lambda document: document.update(extra=1), "extra"),
        (lambda document: document["data"].update({"0": document["data"]["1"]}), "data.0.[key]"),
        (
            lambda document: document["data"].update({"256": document["data"]["1"]}),
            "data.256.[key]",
        ),
        (lambda document: document["data"]["1"].update(made_on="?"), "data.1.made_on"),
    ],
)
def test_a_damaged_file_is_refused_at_the_place(path, written, change, place):
    _damaged(path, change)

    with pytest.raises(KeysNotUnderstood) as refused:
        read_keys(path)
    assert refused.value.facts["reason"] == place


@pytest.mark.parametrize("content", ["", "[]", "{", "\0"])
def test_what_is_not_a_key_file_is_refused(path, written, content):
    path.write_text(content)

    with pytest.raises(KeysNotUnderstood):
        read_keys(path)


def test_a_damaged_file_is_refused_without_showing_its_keys(path, written):
    secret = json.loads(path.read_text("utf-8"))["audit"]
    _damaged(path, lambda document: document.update(audit=secret[:-8]))

    with pytest.raises(KeysNotUnderstood) as refused:
        read_keys(path)

    assert secret[:20] not in "".join(traceback.format_exception(refused.value))


def test_an_added_key_is_current_and_the_others_stay(path, written):
    added = KeyRing.add_key(path)

    assert (added.current, sorted(added.keys.data)) == (2, [1, 2])
    assert read_keys(path) == added.keys
    assert replace(added.keys, data=written.data, current=1) == written


def test_a_key_can_be_added_first_and_used_later(path, written):
    assert KeyRing.add_key(path, in_use=False).current == 1
    assert KeyRing.use_key(path, 2).current == 2
    assert KeyRing.read(path).current == 2


def test_a_key_that_is_not_there_cannot_be_used(path, written):
    with pytest.raises(NoSuchKey):
        KeyRing.use_key(path, 7)

    assert read_keys(path) == written


def test_two_who_add_a_key_at_once_both_succeed(path, written):
    threads = [Thread(target=KeyRing.add_key, args=(path,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(read_keys(path).data) == list(range(1, 10))


def test_a_full_ring_refuses_another_key(written):
    full = replace(written, data={**written.data, keys.MOST_KEYS: written.data[1]})

    with pytest.raises(KeysFull):
        full.with_new_key()


def test_a_full_disk_leaves_the_old_keys_and_no_scrap(path, written, monkeypatch):
    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        KeyRing.add_key(path)

    assert read_keys(path) == written
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]
