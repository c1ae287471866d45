"""Old Word and RTF files through LibreOffice, in a folder and a process group of its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook_api.gateways.text_extraction.errors import (
    ConverterMissing,
    FileCorrupt,
    ReadingTooSlow,
)
from handbook_api.gateways.text_extraction.shapes import Limits

_PROGRAMS = ("soffice", "libreoffice")
#: Sets the limits in the process that becomes LibreOffice. Python's own hook for this
#: (preexec_fn) can deadlock in a program with threads.
_LIMITED = (
    "import os, resource as r, sys; "
    "memory, seconds, size = map(int, sys.argv[1:4]); "
    "r.setrlimit(r.RLIMIT_AS, (memory, memory)); "
    "r.setrlimit(r.RLIMIT_CPU, (seconds, seconds + 1)); "
    "r.setrlimit(r.RLIMIT_FSIZE, (size, size)); "
    "r.setrlimit(r.RLIMIT_CORE, (0, 0)); "
    "os.execv(sys.argv[4], sys.argv[4:])"
)
#: No macros, and nothing that the document links to is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


@contextmanager
def converted(path: Path, kind: str, limits: Limits) -> Iterator[Path]:
    """A DOCX made from the file at `path`, gone with everything around it afterwards.

    kind: “doc” or “rtf”. Raises ConverterMissing, ReadingTooSlow, FileCorrupt.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ConverterMissing(name=path.name, format=kind)
    with tempfile.TemporaryDirectory(prefix="handbook-word-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{kind}"
        shutil.copyfile(path, source)
        _convert(program, source, folder, limits)
        result = folder / "out" / "document.docx"
        if not result.is_file():
            raise FileCorrupt(name=path.name, format=kind)
        yield result


def _convert(program: str, source: Path, folder: Path, limits: Limits) -> None:
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    seconds = int(limits.converter_seconds)
    numbers = (limits.converter_memory_bytes, seconds, 4 * limits.file_bytes)
    process = subprocess.Popen(
        [
            *(sys.executable, "-I", "-c", _LIMITED, *map(str, numbers)),
            *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *("--convert-to", "docx", "--outdir", str(folder / "out"), str(source)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        process.wait(limits.converter_seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadingTooSlow(limit=limits.converter_seconds) from error
    finally:
        # LibreOffice starts helpers; none may outlive this call.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
