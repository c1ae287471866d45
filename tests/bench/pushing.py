"""Bells a second with one and two senders, beside a bare loop over the Firebase client.

Then the other side is away for a while, and what lay waiting goes out after it.

HANDBOOK_BENCH_PHONES=150000 for the size of a province; HANDBOOK_BENCH_WAIT=0.05 for a server that
takes its time, in seconds; HANDBOOK_BENCH_OUTAGE=600 for one that is away for longer, in seconds,
0 for none.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from uuid import uuid4

from firebase_admin import messaging
from sqlalchemy import create_engine, func, select, text

from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.engine import make_engine
from handbook_api.db.sealing import KeyRing
from handbook_api.gateways.push import transport_for
from handbook_api.notices.delivering import sender
from handbook_api.notices.delivering.models import Delivery
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.models import Notice, Priority
from handbook_api.runtime import Runtime, build_runtime
from tests.bench.figures import table, timed
from tests.support.bells import a_notice, some_phones
from tests.support.fcm import ROOT, Fcm
from tests.support.postgresql import Cluster, find_binaries

PHONES = int(os.environ.get("HANDBOOK_BENCH_PHONES", "20000"))
WAIT = float(os.environ.get("HANDBOOK_BENCH_WAIT", "0"))
OUTAGE = float(os.environ.get("HANDBOOK_BENCH_OUTAGE", "60"))
#: Half of what is asked while the other side is away is refused, half is never answered.
_AWAY = ["unavailable", "hang"]
_BARE = 4_000
_TICKS = os.sysconf("SC_CLK_TCK")
#: Messages a second, and milliseconds of the processor for each.
_Cost = tuple[float, float]
#: Seconds between looks at what still waits: looking takes from the same two cores.
_LOOK = 0.2
#: The last twentieth of a backlog is no measure of speed.
_TAIL = 0.05
_SURELY = 200
_PIECE = 10_000


def run() -> None:
    """Print bells a second on both databases."""
    rows, outages = [], []
    with tempfile.TemporaryDirectory() as folder:
        fcm = Fcm(Path(folder))
        try:
            fcm.says(keeps_bodies=False, delay=WAIT)
            for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
                if name == "SQLite" or find_binaries() is not None:
                    with database(Path(folder)) as url:
                        row, outage = _measured(name, url, Path(folder) / name, fcm)
                        rows.append(row)
                        outages.append(outage)
        finally:
            fcm.close()
    print(f"### Bells, {PHONES} phones, answered after {WAIT * 1000:.0f} ms\n")
    head = (
        *("database", "planned in s", "bare loop /s", "1 sender /s", "2 senders /s"),
        "longer by the clock",
        *("bare loop, CPU ms each", "1 sender, CPU ms each", "overhead in CPU"),
    )
    table(head, rows)
    if OUTAGE:
        print(f"\n#### After {OUTAGE:.0f} s without the other side, 1 sender\n")
        head = ("rings again after s", "then /s", "of its speed in this run", "last after s")
        again = ("database", *head)
        table(again, outages)


def _measured(name: str, url: str, folder: Path, fcm: Fcm) -> tuple[list[str], list[str]]:
    settings = _settings(url, folder, fcm)
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    runtime = build_runtime(settings)
    with runtime.transaction() as session:
        phones = [one for _ in range(0, PHONES, _PIECE) for one in some_phones(session, _PIECE)]
    planned, one, bare = [], [], []
    for _ in range(2):
        notice = _notice(runtime, phones)
        planned.append(timed(lambda notice=notice: _plan(runtime, notice)))
        # The machine's other work comes and goes: the bare loop is measured before and after.
        before, rate, after = _bare(settings), _rung(runtime, 1), _bare(settings)
        bare += [before, after]
        one.append(rate)
    notice = _notice(runtime, phones)
    _plan(runtime, notice)
    two = _rung(runtime, 2)
    loop, ours = _mean(bare), _mean(one)
    outage = [name, *_after_outage(runtime, phones, fcm)] if OUTAGE else []
    runtime.close()
    return [
        *(name, f"{min(planned):.1f}", f"{loop[0]:.0f}", f"{ours[0]:.0f}", f"{two[0]:.0f}"),
        f"{(loop[0] / ours[0] - 1) * 100:.0f} %",
        *(f"{loop[1]:.2f}", f"{ours[1]:.2f}", f"{(ours[1] / loop[1] - 1) * 100:.0f} %"),
    ], outage


def _mean(measured: list[_Cost]) -> _Cost:
    rates, costs = zip(*measured, strict=True)
    return sum(rates) / len(rates), sum(costs) / len(costs)


def _settings(url: str, folder: Path, fcm: Fcm) -> Settings:
    folder.mkdir()
    KeyRing.generate().write(folder / "keys.json")
    return Settings(
        database_url=url,
        var_folder=folder,
        content_folder=ROOT / "content",
        key_file=folder / "keys.json",
        fcm_credentials_file=fcm.credentials_file(),
        fcm_base_url=fcm.base_url,
    )


def _notice(runtime: Runtime, phones: list) -> Notice:
    with runtime.transaction() as session:
        # Urgent, so that neither night nor an hour's share holds anything back.
        return a_notice(session, phones, priority=Priority.URGENT)


def _plan(runtime: Runtime, notice: Notice) -> None:
    with runtime.transaction() as session:
        plan_bells(session, runtime.content, notice, 0)


def _rung(runtime: Runtime, senders: int) -> _Cost:
    """Return what ringing costs until no bell waits, the processes' start left out."""
    children = [_child(_send, runtime.settings) for _ in range(senders)]
    waiting = _waiting(runtime)
    begun, used = time.perf_counter(), _used(children)
    for _, go in children:
        go()
    while _waiting(runtime):
        time.sleep(_LOOK)
    took, used = time.perf_counter() - begun, _used(children) - used
    for process, _ in children:
        process.terminate()
        process.join()
    return waiting / took, used / waiting * 1000


def _after_outage(runtime: Runtime, phones: list, fcm: Fcm) -> list[str]:
    """Return how soon bells ring again when the other side is back, how fast the rest follows, and
    when the last has rung: those that were refused wait until it is their turn again.

    They ring again once whole calls come through: what was under way tells nothing yet. Their
    speed is measured once more right before: the machine's other work comes and goes.
    """
    _plan(runtime, _notice(runtime, phones))
    normal, _ = _rung(runtime, 1)
    _plan(runtime, _notice(runtime, phones))
    fcm.says(mode=_AWAY)
    process, go = _child(_send, runtime.settings)
    go()
    time.sleep(OUTAGE)
    fcm.says(mode="")
    back, waiting = time.perf_counter(), _waiting(runtime)
    while (left := _waiting(runtime)) > waiting - _SURELY:
        time.sleep(_LOOK)
    first = time.perf_counter()
    while (few := _waiting(runtime)) > waiting * _TAIL:
        time.sleep(_LOOK)
    rate = (left - few) / (time.perf_counter() - first)
    while _waiting(runtime):
        time.sleep(_LOOK)
    last = time.perf_counter()
    process.terminate()
    process.join()
    times = (f"{first - back:.1f}", f"{rate:.0f}", f"{rate / normal * 100:.0f} %")
    return [*times, f"{last - back:.1f}"]


def _used(children: list) -> float:
    """Return the seconds of the processor that the processes have used so far."""
    ticks = 0
    for process, _ in children:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def _bare(settings: Settings) -> _Cost:
    """Return what nothing but the client costs, in a process of its own as well."""
    context = get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_loop, args=(settings.model_dump(), answers))
    process.start()
    cost: _Cost = answers.get(timeout=300)
    process.join()
    return cost


def _loop(given: dict, answers) -> None:
    transport = transport_for(Settings(**given))
    # Exactly what a sender sends to Android.
    tag = uuid4().hex
    shown = messaging.AndroidNotification(tag=tag, channel_id="urgent")
    shared = {
        "data": {"notice_id": str(uuid4()), "about": "notice", "web_push": "8030"},
        "notification": messaging.Notification(
            title="Bạn có thông báo mới", body="Mở sổ tay để xem."
        ),
        "android": messaging.AndroidConfig(
            collapse_key=tag, priority="high", ttl=timedelta(days=28), notification=shown
        ),
    }

    def send(count: int) -> None:
        for _ in range(count // 100):
            batch = [messaging.Message(fid=f"ok-{uuid4().hex}", **shared) for _ in range(100)]
            assert messaging.send_each(batch, app=transport._app).success_count == 100

    send(300)
    used = time.process_time()
    rate = _BARE / timed(lambda: send(_BARE))
    answers.put((rate, (time.process_time() - used) / _BARE * 1000))


def _child(work: Callable, settings: Settings):
    context = get_context("spawn")
    ready, may = context.Event(), context.Event()
    process = context.Process(target=work, args=(settings.model_dump(), ready, may))
    process.start()
    ready.wait(60)
    return process, may.set


def _send(given: dict, ready, may) -> None:
    settings = Settings(**given)
    runtime = build_runtime(settings)
    transport = transport_for(settings)
    sender.transport_for = lambda _: transport
    ready.set()
    may.wait()
    sender.run(runtime, Event())


def _waiting(runtime: Runtime) -> int:
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).where(Delivery.due_at.is_not(None))) or 0


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bells.sqlite3'}"


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    del folder
    cluster = Cluster(find_binaries(), lasting=True)
    try:
        engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE bells"))
        engine.dispose()
        yield cluster.url("bells")
    finally:
        cluster.remove()
