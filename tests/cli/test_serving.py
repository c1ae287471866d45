"""The service as it is really started: web server, worker, and what they leave behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import orjson
import pytest
from sqlalchemy import text

from handbook_api.documents.models import Document
from handbook_api.documents.service.changes import record_changes


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _serving(runtime, server, *options):
    port = _free_port()
    environment = {
        **os.environ,
        "HANDBOOK_DATABASE_URL": runtime.settings.database,
        "HANDBOOK_VAR_FOLDER": str(runtime.settings.var_folder),
        "HANDBOOK_CONTENT_FOLDER": str(runtime.settings.content_folder),
        "HANDBOOK_KEY_FILE": str(runtime.settings.keys),
        "HANDBOOK_PORT": str(port),
        "HANDBOOK_SERVER": server,
        "HANDBOOK_INDEX_POLL_SECONDS": "0.2",
    }
    command = [sys.executable, "-m", "handbook_api.cli", "serve", *options]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def _until(ask, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := ask():
                return found
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def _json(address):
    with urlopen(address, timeout=5) as answer:
        return orjson.loads(answer.read())


@pytest.mark.parametrize("server", ["granian", "gunicorn"])
def test_it_starts_from_nothing_answers_and_stops_when_asked(runtime, server):
    with _serving(runtime, server, "--prepare") as (process, address):
        _until(lambda: _json(f"{address}/readyz")["status"] == "ok")
        found = _json(f"{address}/api/v1/search?q=dang+phi")
        assert found["hits"][0]["document"]["id"] == "01-qd-tw-2026"
        with urlopen(f"{address}/metrics", timeout=5) as answer:
            assert b"handbook_http_requests_total" in answer.read()
        process.send_signal(signal.SIGTERM)
        said, errors = process.communicate(timeout=30)

    assert process.returncode == 0, errors
    assert f"{address}/docs" in said


def test_the_worker_beside_it_makes_a_change_findable(library):
    with _serving(library, "granian") as (_, address):
        _until(lambda: _json(f"{address}/readyz")["status"] == "ok")
        with library.transaction() as session:
            session.get(Document, "01-qd-tw-2026").title = "Quy định về măng tre ngâm giấm"
            record_changes(session, ["01-qd-tw-2026"])

        def found():
            hits = _json(f"{address}/api/v1/search?q=mang+tre+ngam+giam")["hits"]
            return hits and hits[0]["document"]["id"] == "01-qd-tw-2026"

        _until(found)


def test_a_taken_port_is_said_in_plain_words(library):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {
            **os.environ,
            "HANDBOOK_DATABASE_URL": library.settings.database,
            "HANDBOOK_VAR_FOLDER": str(library.settings.var_folder),
            "HANDBOOK_KEY_FILE": str(library.settings.keys),
            "HANDBOOK_PORT": str(taken.getsockname()[1]),
        }
        done = subprocess.run(
            [sys.executable, "-m", "handbook_api.cli", "serve"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 1
    assert "Đã có chương trình khác dùng" in done.stderr


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_while_the_database_is_away_it_says_so_and_comes_back_by_itself(
    postgresql_cluster, library
):
    with _serving(library, "granian") as (_, address):
        _until(lambda: _json(f"{address}/readyz")["status"] == "ok")
        postgresql_cluster.stop()
        try:
            with pytest.raises(OSError, match="503"):
                urlopen(f"{address}/api/v1/documents", timeout=30)
        finally:
            postgresql_cluster.start()
        _until(lambda: _json(f"{address}/api/v1/documents")["items"])
    library.engine.dispose()
    with library.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM documents")) == 121


def test_a_killed_service_leaves_its_port_free(library):
    with _serving(library, "granian") as (process, address):
        _until(lambda: _json(f"{address}/readyz")["status"] == "ok")
        process.kill()
        port = int(address.rsplit(":", 1)[1])

        def is_free():
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return True

        _until(is_free)
