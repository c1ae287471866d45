"""A private PostgreSQL cluster on a free port of this machine, gone when the tests are."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

REQUIRED = "TESTS_REQUIRE_POSTGRESQL"


def find_binaries() -> Path | None:
    """Return the folder of the newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


#: The cluster goes with the tests: what guards a machine's crash or feeds a standby is left out.
_NOTHING_TO_KEEP = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "autovacuum": "off",
}


def _in_memory() -> Path | None:
    """Return a folder in memory, if there is one with room: each test copies a database."""
    folder = Path("/dev/shm")
    roomy = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 * 2**30
    return folder if roomy else None


class Cluster:
    """A running cluster; `url(database)` is a SQLAlchemy address of one of its databases.

    One whose data is to last writes as a server does: for measuring, and slower.
    """

    def __init__(self, binaries: Path, *, lasting: bool = False) -> None:
        self._binaries = binaries
        self._settings = {} if lasting else _NOTHING_TO_KEEP
        folder = None if lasting else _in_memory()
        self._folder = Path(tempfile.mkdtemp(prefix="handbook-pg-", dir=folder))
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            owner = pwd.getpwnam(self._user)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data = self._folder / "data"
        self._program(
            "initdb",
            "-D",
            self.data,
            "-U",
            "handbook",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        self.start()

    def start(self) -> None:
        """The cluster answers afterwards."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self._folder,
            "max_connections": 60,
            **self._settings,
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        options = f"-p {self.port} {options}"
        log = self._folder / "log"
        self._program(
            "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log, "-o", options, "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        """The cluster is down afterwards."""
        self._program("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def url(self, database: str) -> str:
        """Return the address of a database of this cluster."""
        return f"postgresql+psycopg://handbook@127.0.0.1:{self.port}/{database}"

    def remove(self) -> None:
        """Stop and delete everything."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _program(self, name: str, *arguments: object) -> None:
        command = [str(self._binaries / name), *map(str, arguments)]
        if self._user:
            command = ["runuser", "-u", self._user, "--", *command]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=120, cwd="/tmp", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stdout}\n{done.stderr}")
