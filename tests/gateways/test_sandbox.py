"""Each limit bites, and nothing is left of a reader that was stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from handbook_api.gateways.text_extraction import Limits, SandboxedExtraction, extract
from handbook_api.gateways.text_extraction import errors as refusals
from tests.gateways.sample_files import paragraph, word_parts, zipped

MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def heavy(tmp_path_factory) -> Path:
    """A document that takes seconds and a hundred megabytes: one table of many cells."""
    path = tmp_path_factory.mktemp("heavy") / "heavy.docx"
    row = "<w:tr>" + f"<w:tc>{paragraph('một hai ba')}</w:tc>" * 10 + "</w:tr>"
    # Stored, not packed: it is a big document, not a bomb.
    path.write_bytes(zipped(word_parts(f"<w:tbl>{row * 30_000}</w:tbl>"), zipfile.ZIP_STORED))
    return path


@pytest.fixture
def light(tmp_path) -> Path:
    path = tmp_path / "light.txt"
    path.write_text("Sinh hoạt chi bộ", "utf-8")
    return path


@pytest.fixture
def extraction():
    with SandboxedExtraction() as kept_warm:
        yield kept_warm


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or ") Z " not in state.read_text()


def wait_for(fact) -> None:
    for _ in range(500):
        if fact():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (Limits(memory_bytes=96 * MEBIBYTE), refusals.ReadingTooHungry),
        (Limits(cpu_seconds=1), refusals.ReadingTooSlow),
        (Limits(wall_seconds=0.3), refusals.ReadingTooSlow),
        (Limits(text_bytes=1000), refusals.TooMuchText),
        (Limits(archive_entries=1), refusals.ArchiveBomb),
        (Limits(archive_bytes=MEBIBYTE), refusals.ArchiveBomb),
        (Limits(file_bytes=1000), refusals.FileTooLarge),
    ],
    ids=["memory", "cpu", "wall", "text", "entries", "unfolded", "size"],
)
def test_each_limit_stops_the_reading_and_the_next_file_is_read(
    extraction, heavy, light, limits, kind
):
    with pytest.raises(kind):
        extraction.extract(heavy, limits=limits)

    assert extraction.nursery.process is None
    assert extraction.extract(light).lines[0].text == "Sinh hoạt chi bộ"


def test_memory_stays_within_its_limit(extraction, heavy):
    limit = 96 * MEBIBYTE
    with pytest.raises(refusals.ReadingTooHungry):
        extraction.extract(heavy, limits=Limits(memory_bytes=limit))

    assert extraction.nursery.outcome.memory_kib * 1024 <= limit


def stopped_while_reading(extraction, heavy, victim, by=signal.SIGKILL) -> BaseException:
    """Signal what `victim` names while the file is being read; return what extract raised."""
    caught: list[BaseException] = []

    def read() -> None:
        try:
            extraction.extract(heavy)
        except refusals.FileRefused as refused:
            caught.append(refused)

    reading = threading.Thread(target=read)
    reading.start()
    wait_for(lambda: extraction.nursery.process is not None)
    os.kill(victim(extraction.nursery), by)
    reading.join(30)
    return caught[0]


def test_a_reader_killed_from_outside_is_told_apart_from_a_bad_file(extraction, heavy, light):
    refused = stopped_while_reading(extraction, heavy, lambda nursery: nursery.process)

    assert isinstance(refused, refusals.ReaderStopped)
    assert refused.status == 503
    assert refused.facts == {"reason": "SIGKILL"}
    assert extraction.extract(light).lines


def test_a_warden_killed_from_outside_is_replaced(extraction, heavy, light):
    refused = stopped_while_reading(extraction, heavy, lambda nursery: nursery._warden.pid)

    assert isinstance(refused, refusals.FileRefused)
    assert extraction.extract(light).lines


def test_a_crash_of_a_parser_is_a_damaged_file(extraction, heavy):
    refused = stopped_while_reading(
        extraction, heavy, lambda nursery: nursery.process, by=signal.SIGSEGV
    )

    assert isinstance(refused, refusals.FileCorrupt)
    assert refused.facts == {"reason": "SIGSEGV"}


def test_no_process_outlives_the_extraction(heavy):
    with SandboxedExtraction() as extraction:
        processes: list[int] = []
        watching = threading.Thread(
            target=lambda: (
                wait_for(lambda: extraction.nursery.process is not None),
                processes.extend([extraction.nursery.process, extraction.nursery._warden.pid]),
            )
        )
        watching.start()
        with pytest.raises(refusals.ReadingTooSlow):
            extraction.extract(heavy, limits=Limits(wall_seconds=0.5))
        watching.join()

    assert len(processes) == 2
    wait_for(lambda: not any(map(is_alive, processes)))


def test_a_reader_dies_with_its_parent(heavy, tmp_path):
    told = tmp_path / "processes"
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, threading, time\n"
            "from pathlib import Path\n"
            "from handbook_api.gateways.text_extraction import SandboxedExtraction\n"
            "extraction = SandboxedExtraction()\n"
            "path = Path(sys.argv[1])\n"
            "threading.Thread(target=lambda: extraction.extract(path), daemon=True).start()\n"
            "while extraction.nursery.process is None: time.sleep(0.01)\n"
            "Path(sys.argv[2] + '.new').write_text(\n"
            "    f'{extraction.nursery.process} {extraction.nursery._warden.pid}')\n"
            "Path(sys.argv[2] + '.new').rename(sys.argv[2])\n"
            "time.sleep(60)\n",
            str(heavy),
            str(told),
        ]
    )
    wait_for(told.exists)
    reader, warden = map(int, told.read_text().split())
    assert is_alive(reader)
    parent.kill()
    parent.wait()

    wait_for(lambda: not is_alive(reader) and not is_alive(warden))


def test_threads_can_read_at_the_same_time(light):
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(extract(light).lines[0].text))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["Sinh hoạt chi bộ"] * 4


LOCKED = """
import errno, os, socket, sys
from handbook_api.gateways.file_readers.warden import _limit
_limit(memory=1 << 29, cpu=5)
def refused(act, *numbers):
    try:
        act()
    except OSError as error:
        return error.errno in numbers
    return False
print(
    refused(lambda: open("/etc/passwd"), errno.EMFILE),
    refused(lambda: socket.socket(), errno.EMFILE),
    refused(lambda: os.pipe(), errno.EMFILE),
    refused(lambda: os.dup(0), errno.EMFILE, errno.EINVAL),
)
"""


def test_a_reader_can_open_neither_file_nor_socket():
    answer = subprocess.run(
        [sys.executable, "-c", LOCKED], capture_output=True, text=True, check=True
    )

    assert answer.stdout.split() == ["True"] * 4


def test_the_child_takes_nothing_heavy_and_nothing_of_the_service_with_it():
    answer = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; import handbook_api.gateways.file_readers.warden; print(*sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in answer.stdout.split()}

    assert "pypdfium2" in loaded
    assert not loaded & {"flask", "sqlalchemy", "search_index", "numpy", "whoosh"}
