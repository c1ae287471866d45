"""Styles, scripts and icons, under an address that changes with their content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, abort, request

from handbook_api.http.packing import pack

_FOLDER = Path(__file__).with_name("static")
#: Papers beside scripts of others are for whoever renews these.
_NOT_GIVEN = (".md", "")
_FOR_GOOD = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as browsers get it."""

    body: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Return every file by its name (“sotay.css”, “icons/192.png”), read once."""
    found = (path for path in _FOLDER.rglob("*") if path.suffix not in _NOT_GIVEN)
    files = sorted(path for path in found if path.is_file())
    return {path.relative_to(_FOLDER).as_posix(): _asset(path) for path in files}


@cache
def digest() -> str:
    """Return a name for all files as they are: one for all, so that scripts find each other."""
    seen = hashlib.sha256()
    for name, found in assets().items():
        seen.update(name.encode() + b"\0" + found.body)
    return seen.hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a file. Raises KeyError: no such file."""
    if name not in assets():
        raise KeyError(name)
    return f"/giao-dien/{digest()}/{name}"


@bp.get("/giao-dien/<string:wanted>/<path:name>")
def give(wanted: str, name: str) -> Response:
    """Give a file; browsers keep it for good, since another content has another address."""
    found = assets().get(name)
    if found is None:
        abort(404)
    answer = Response(found.body, content_type=found.media_type)
    answer.headers["Cache-Control"] = _FOR_GOOD if wanted == digest() else "no-store"
    return answer if found.media_type == "image/png" else pack(request, answer)


def _asset(path: Path) -> Asset:
    kind = guess_type(path.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("javascript", "json", "svg+xml"))
    return Asset(path.read_bytes(), kind + ("; charset=utf-8" if is_text else ""))
