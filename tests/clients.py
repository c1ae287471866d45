"""Clients made from /openapi.json do what a phone does: `make clients`.

Starts a service with the demo committee in a folder of its own, lets openapi-generator write a
Python and a Dart client, and has the Python one sign in, search, fetch what is new and answer an
invitation. Needs Java, and what `make clients` installs besides.
"""

import importlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

_PATIENCE = 300
_MEMBER = re.compile(r"tên đăng nhập (dangvien\.demo)\s+mật khẩu (\S+)")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (address, name, word):
        document = Path(folder) / "openapi.json"
        with urlopen(f"{address}/openapi.json?version=3.0", timeout=30) as answer:
            document.write_bytes(answer.read())
        for language in ("python", "dart"):
            made = Path(folder) / language
            _generate(document, language, made)
            count = sum(1 for path in made.rglob("*") if path.is_file())
            print(f"{language}: {count} files")
        sys.path.insert(0, str(Path(folder) / "python"))
        _use(importlib.import_module("openapi_client"), address, name, word)


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, str, str]]:
    """A service with the demo committee: its address, and how a member signs in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"HANDBOOK_VAR_FOLDER": str(folder / "var"), "HANDBOOK_PORT": str(port)}
    command = [sys.executable, "-m", "handbook_api.cli", "serve", "--prepare", "--demo"]
    said = folder / "said.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=output, stderr=subprocess.DEVNULL
        )
        try:
            name, word = _waited(lambda: _MEMBER.search(said.read_text("utf-8"))).groups()
            yield f"http://127.0.0.1:{port}", name, word
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _generate(document: Path, language: str, made: Path) -> None:
    command = ["openapi-generator-cli", "generate", "-g", language, "-i", document, "-o", made]
    program = Path(sys.executable).with_name(command[0])
    subprocess.run([program, *command[1:]], check=True, timeout=300, stdout=subprocess.DEVNULL)


def _use(client: ModuleType, address: str, name: str, word: str) -> None:
    """Do what a phone does in a day."""
    door = client.AuthApi(client.ApiClient(client.Configuration(host=address)))
    given = door.sign_in(client.SignInIn(name=name, password=word, device="Máy thử"))
    known = client.Configuration(host=address, access_token=given.access_token)
    api = client.ApiClient(known)
    found = client.SearchApi(api).search(q="ket nap lai")
    print(f"search: {found.total} documents, first {found.hits[0].document.symbol}")

    inbox = client.InboxApi(api)
    fetched = _waited(lambda: _invitation(inbox))
    notice, cursor = fetched
    answer = client.NoticeAnswerIn(answer=notice.asks.answers[0].code)
    key = uuid4().hex
    for _ in ("sent", "and sent again, as phones do on a weak network"):
        inbox.answer_notice(str(notice.id), answer, idempotency_key=key)
    after = inbox.sync(since=cursor)
    told = {one.id: one.answer for one in after.notices}
    print(f"sync: answered “{told[notice.id]}”, {len(after.documents)} documents since")

    renewed = door.refresh_session(client.RefreshIn(refresh_token=given.refresh_token))
    print(f"refresh: good until {renewed.access_expires_at:%H:%M}")


def _invitation(inbox: Any) -> tuple[Any, str] | None:
    """The invitation of the demo's secretary, and the cursor of the feed at its end."""
    fetched = inbox.sync()
    notices = list(fetched.notices)
    while fetched.more:
        fetched = inbox.sync(since=fetched.cursor)
        notices += fetched.notices
    asking = [one for one in notices if one.asks.answers]
    return (asking[0], fetched.cursor) if asking else None


def _waited(ask: Any) -> Any:
    until = time.monotonic() + _PATIENCE
    while not (found := ask()):
        if time.monotonic() > until:
            raise TimeoutError(ask)
        time.sleep(1)
    return found


if __name__ == "__main__":
    main()
