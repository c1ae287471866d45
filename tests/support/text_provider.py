"""A provider of texts on this machine: answers as it is told and keeps what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Said:
    """One answer. hangs: nothing comes until the provider is closed. cuts: the line goes dead."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict = field(default_factory=dict)
    hangs: bool = False
    cuts: bool = False


class TextProvider:
    """Answers the next of `script`, then 200 for ever."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.headers: list[dict] = []
        self.paths: list[str] = []
        self.script: list[Said] = []
        self.closing = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                provider.asked.append(json.loads(self.rfile.read(length)))
                provider.headers.append(dict(self.headers))
                provider.paths.append(self.path)
                said = provider.script.pop(0) if provider.script else Said()
                if said.hangs:
                    provider.closing.wait(30)
                if said.hangs or said.cuts:
                    self.close_connection = True
                    return
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                self.wfile.write(said.body)

            def log_message(self, *_):
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/send"


@contextmanager
def text_provider() -> Iterator[TextProvider]:
    """A provider that listens until the end."""
    provider = TextProvider()
    thread = threading.Thread(target=provider.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.closing.set()
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
