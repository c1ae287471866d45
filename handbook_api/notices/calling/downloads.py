"""The list of recipients as a file: made where nobody finds it again, given out once."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import IO

from flask import Response
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.notices.calling import exporting
from handbook_api.notices.calling.exporting import Format, Wanted
from handbook_api.runtime import Runtime

#: What browsers call each kind of file.
MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
}
_PIECE_BYTES = 256 * 1024

Step = Callable[[], AbstractContextManager[Session]]


def download(
    runtime: Runtime, viewer: Identity, step: Step, wanted_in: Callable[[Session], Wanted]
) -> Response:
    """Return the list that is wanted, read in one transaction and written down in another.

    Raises as `exporting.export_recipients`.
    """
    folder = runtime.settings.var_folder
    with ExitStack() as open_files:
        # Without a name from the beginning: it is gone with whoever reads it.
        file = open_files.enter_context(tempfile.TemporaryFile(dir=folder))
        with runtime.transaction(read_only=True) as session:
            wanted = wanted_in(session)
            export = exporting.export_recipients(
                session, viewer, runtime.content, wanted, file, folder
            )
        # Nobody gets a list that is not in the log.
        with step() as session:
            exporting.write_down(session, viewer, export)
        size = file.tell()
        file.seek(0)
        kept_open = open_files.pop_all()
    answer = Response(_pieces(file, kept_open), mimetype=MEDIA_TYPES[wanted.format])
    # Also when the reader is gone before the first piece.
    answer.call_on_close(kept_open.close)
    answer.content_length = size
    name = f"nguoi-nhan-thong-bao.{wanted.format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _pieces(file: IO[bytes], kept_open: ExitStack) -> Iterator[bytes]:
    with kept_open:
        while piece := file.read(_PIECE_BYTES):
            yield piece
