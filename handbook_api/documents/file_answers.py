"""An original file on its way to a reader."""

from urllib.parse import quote

from flask import Response

from handbook_api.documents.models import DocumentFile, DocumentVersion


def file_answer(version: DocumentVersion, file: DocumentFile) -> Response:
    """Return the file, untouched, under the name it came with.

    Always a download: a file from outside is never shown inside our own origin.
    """
    answer = Response(file.content, mimetype=version.media_type)
    name = quote(version.file_name, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
