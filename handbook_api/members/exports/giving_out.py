"""A list as the answer to whoever asked for it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import IO

from flask import Response
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.members.exports import service
from handbook_api.runtime import Runtime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE_BYTES = 256 * 1024


def workbook_of(
    viewer: Identity,
    runtime: Runtime,
    wanted: service.Wanted,
    step: Callable[[], AbstractContextManager[Session]],
) -> Response:
    """Return the list that is wanted, as a file; that it was given out is written down in a
    `step`, before anybody gets it.

    Raises what `service.export_members` raises.
    """
    folder = runtime.settings.var_folder
    with ExitStack() as open_files:
        # Without a name from the beginning: it is gone with whoever reads it.
        file = open_files.enter_context(tempfile.TemporaryFile(dir=folder))
        with runtime.transaction(read_only=True) as session:
            export = service.export_members(session, viewer, runtime.content, wanted, file, folder)
        # Nobody gets a list that is not in the log.
        with step() as session:
            service.write_down(session, viewer, export)
        size = file.tell()
        file.seek(0)
        kept_open = open_files.pop_all()
    answer = Response(_pieces(file, kept_open), mimetype=XLSX)
    # Also when the reader is gone before the first piece.
    answer.call_on_close(kept_open.close)
    answer.content_length = size
    answer.headers["Content-Disposition"] = 'attachment; filename="danh-sach-dang-vien.xlsx"'
    return answer


def _pieces(file: IO[bytes], kept_open: ExitStack) -> Iterator[bytes]:
    with kept_open:
        while piece := file.read(_PIECE_BYTES):
            yield piece
