"""Real sender processes."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import handbook_api.gateways.push.fcm  # before the first fork
import handbook_api.registry
from handbook_api.core import logs
from handbook_api.core.settings import Settings, read_settings
from handbook_api.notices.delivering import sender
from handbook_api.runtime import build_runtime
from tests.support.hatching import Hatchery, hatching, serve


@contextmanager
def senders_of(settings: Settings) -> Iterator[Hatchery]:
    """Senders with these settings; all of them are gone when the block ends."""
    given = {
        name: str(value.get_secret_value() if name == "database_url" else value)
        for name, value in settings
        if value is not None and value != Settings.model_fields[name].default
    }
    with hatching("tests.notices.delivering.senders", given) as made:
        yield made


def _send() -> None:
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    runtime = build_runtime(read_settings())
    sender.run(runtime, stopping)
    runtime.close()


if __name__ == "__main__":
    assert handbook_api.registry.LOOPS
    logs.configure("error")
    serve(_send)
