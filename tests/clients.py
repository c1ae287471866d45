"""Clients made from /openapi.json do what a phone does: `make clients`.

Starts a service with the demo committee in a folder of its own, lets openapi-generator write a
Python and a Dart client, and has the Python one sign in, search, fetch what is new and answer an
invitation. Needs Java, and what `make clients` installs besides.
"""

import importlib
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

from tests.support.demo_service import DemoService, demo_service, waited


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, demo_service(Path(folder)) as demo:
        document = Path(folder) / "openapi.json"
        with urlopen(f"{demo.address}/openapi.json?version=3.0", timeout=30) as answer:
            document.write_bytes(answer.read())
        for language in ("python", "dart"):
            made = Path(folder) / language
            _generate(document, language, made)
            count = sum(1 for path in made.rglob("*") if path.is_file())
            print(f"{language}: {count} files")
        sys.path.insert(0, str(Path(folder) / "python"))
        _use(importlib.import_module("openapi_client"), demo)


def _generate(document: Path, language: str, made: Path) -> None:
    command = ["openapi-generator-cli", "generate", "-g", language, "-i", document, "-o", made]
    program = Path(sys.executable).with_name(command[0])
    subprocess.run([program, *command[1:]], check=True, timeout=300, stdout=subprocess.DEVNULL)


def _use(client: ModuleType, demo: DemoService) -> None:
    """Do what a phone does in a day."""
    door = client.AuthApi(client.ApiClient(client.Configuration(host=demo.address)))
    given = door.sign_in(client.SignInIn(name=demo.name, password=demo.word, device="Máy thử"))
    known = client.Configuration(host=demo.address, access_token=given.access_token)
    api = client.ApiClient(known)
    found = client.SearchApi(api).search(q="ket nap lai")
    print(f"search: {found.total} documents, first {found.hits[0].document.symbol}")

    inbox = client.InboxApi(api)
    fetched = waited(lambda: _invitation(inbox))
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


if __name__ == "__main__":
    main()
