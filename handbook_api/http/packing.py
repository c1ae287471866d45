"""Answers to phones travel packed: by brotli where the phone knows it, else by gzip.

Only for answers that are asked for with a token in a header: what a browser sends by itself could
be made to repeat secrets beside an attacker's words, and packing would tell their length.
"""

import gzip

import brotli
from flask import Request, Response

#: Shorter answers gain nothing.
_LEAST_BYTES = 300
#: Good enough for JSON at a fraction of the time that the highest would take.
_BROTLI, _GZIP = 5, 6


def pack(request: Request, answer: Response) -> Response:
    """Return `answer`, packed as the asking side understands it."""
    answer.vary.add("Accept-Encoding")
    if answer.status_code != 200 or len(answer.data) < _LEAST_BYTES:
        return answer
    accepted = request.accept_encodings
    if accepted["br"]:
        packed = brotli.compress(answer.data, mode=brotli.MODE_TEXT, quality=_BROTLI)
        return _with(answer, packed, "br")
    if accepted["gzip"]:
        return _with(answer, gzip.compress(answer.data, _GZIP, mtime=0), "gzip")
    return answer


def _with(answer: Response, packed: bytes, encoding: str) -> Response:
    answer.data = packed
    answer.headers["Content-Encoding"] = encoding
    return answer
