"""Refusals as RFC 9457 problem documents: a stable code, and words that say what to do."""

import errno
import sqlite3
from typing import Any

import orjson
import structlog
from flask import Response, g, request
from pydantic import Field, ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from handbook_api.core.errors import FieldFault, FieldsRefused, HandbookError
from handbook_api.core.words import LANGUAGES, Words
from handbook_api.http.wire import WireModel
from handbook_api.runtime import current_runtime
from search_index.errors import QueryTooLong, SearchError

PROBLEM_JSON = "application/problem+json"

log = structlog.get_logger("http")


class FieldProblem(WireModel):
    """One field that could not be accepted."""

    field: str
    code: str
    message: str


class ProblemOut(WireModel):
    """A refusal (RFC 9457)."""

    type: str = Field(description="urn:handbook:problem:<code>")
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem] | None = None


class InvalidRequest(HandbookError):
    """Some fields could not be accepted; `errors` names each."""

    status, code = 422, "request.invalid"

    def __init__(self, error: ValidationError) -> None:
        super().__init__()
        self.error = error


class Unavailable(HandbookError):
    """The database does not answer just now; try again."""

    status, code = 503, "service.unavailable"


class DiskTrouble(HandbookError):
    """The data folder is full or may not be written."""

    status, code = 503, "service.disk"


_DISK = {
    errno.ENOSPC: "hết chỗ trống",
    errno.EROFS: "chỉ đọc",
    errno.EACCES: "không có quyền ghi",
    errno.EDQUOT: "hết hạn mức",
}
_SQLITE_DISK = {
    sqlite3.SQLITE_FULL: "hết chỗ trống",
    sqlite3.SQLITE_READONLY: "chỉ đọc",
    sqlite3.SQLITE_CANTOPEN: "không mở được tệp cơ sở dữ liệu",
}


class Unexpected(HandbookError):
    """Our mistake; it has been written down under the request id."""

    status, code = 500, "service.unexpected"


class QueryTooLongRefusal(HandbookError):
    """The question is longer than anyone types; a shorter one finds more."""

    status, code = 422, "search.query_too_long"


class IndexBusyRefusal(HandbookError):
    """Somebody else is writing the index; try again in a moment."""

    status, code = 503, "search.index_busy"


_OF_TEXTS = {
    "field.too_long": "field.string_too_long",
    "field.too_short": "field.string_too_short",
}

#: HTTP errors that the framework raises, and our code for each.
FRAMEWORK_CODES = {
    400: "request.malformed",
    404: "request.not_found",
    405: "request.method_not_allowed",
    406: "request.not_acceptable",
    408: "request.timeout",
    413: "request.too_large",
    414: "request.too_long",
    415: "request.media_type",
    421: "request.wrong_host",
    429: "request.too_many",
    431: "request.headers_too_large",
}


def words_of_request() -> Words:
    """Return the words of the language that this request prefers."""
    return current_runtime().words(language_of_request())


def language_of_request() -> str:
    """Return “vi” unless this request prefers another language that we speak."""
    return request.accept_languages.best_match(LANGUAGES, default="vi") or "vi"


def problem_response(error: Exception) -> Response:
    """Return `error` as a problem document."""
    body, headers = problem_of(error, words_of_request())
    answer = Response(
        orjson.dumps(body.model_dump(exclude_none=True)), body.status, mimetype=PROBLEM_JSON
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.update(headers)
    return answer


def problem_of(error: Exception, words: Words) -> tuple[ProblemOut, dict[str, str]]:
    """Return what `error` says to people, and the headers that go with it.

    What we did not foresee is logged and says nothing about itself.
    """
    refusal, headers = _foreseen(error)
    said = ProblemOut(
        type=f"urn:handbook:problem:{refusal.code}",
        title=words.title(refusal.code),
        status=refusal.status,
        detail=words.detail(refusal.code, refusal.facts),
        code=refusal.code,
        request_id=g.get("request_id", ""),
        errors=_fields(refusal, words),
    )
    return said, headers


def refusal_of(error: Exception) -> HandbookError | None:
    """Return the refusal that `error` stands for; None when nobody foresaw it."""
    if isinstance(error, HandbookError):
        return error
    if isinstance(error, SearchError):
        return _search_refusal(error)
    if reason := _disk_trouble(error):
        log.error("disk_trouble", reason=reason)
        return DiskTrouble(reason=reason)
    unreachable = isinstance(error, DBAPIError) and error.connection_invalidated
    if unreachable or isinstance(error, OperationalError | PoolTimeout):
        log.error("database_unavailable", error=type(error).__name__)
        return Unavailable()
    return None


def _disk_trouble(error: Exception) -> str | None:
    """Return what is wrong with the disk, whether Python or SQLite ran into it."""
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0)
    if isinstance(error, DBAPIError):
        return _SQLITE_DISK.get(getattr(error.orig, "sqlite_errorcode", 0))
    return None


def _foreseen(error: Exception) -> tuple[HandbookError, dict[str, str]]:
    if isinstance(error, HTTPException):
        return _framework_refusal(error)
    refusal = refusal_of(error)
    if refusal is not None:
        return refusal, _when_again(refusal)
    log.exception("unexpected_error", error=type(error).__name__)
    return Unexpected(), {}


def _when_again(refusal: HandbookError) -> dict[str, str]:
    """Say after how many seconds to come again, where the refusal knows or the trouble passes."""
    passing = 5 if refusal.status == Unavailable.status else None
    seconds = refusal.facts.get("retry_after", passing)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def _search_refusal(error: SearchError) -> HandbookError:
    refusal = QueryTooLongRefusal if isinstance(error, QueryTooLong) else IndexBusyRefusal
    return refusal(**error.facts)


def _framework_refusal(error: HTTPException) -> tuple[HandbookError, dict[str, str]]:
    refusal = HandbookError()
    refusal.status = error.code or 500
    refusal.code = FRAMEWORK_CODES.get(refusal.status, "request.malformed")
    if refusal.status not in FRAMEWORK_CODES:
        refusal.status = 400 if refusal.status < 500 else 500
    allowed = getattr(error, "valid_methods", None)
    return refusal, {"Allow": ", ".join(sorted(allowed))} if allowed else {}


def _fields(refusal: HandbookError, words: Words) -> list[FieldProblem] | None:
    if isinstance(refusal, FieldsRefused):
        return [_fault(fault, words) for fault in refusal.faults]
    if not isinstance(refusal, InvalidRequest):
        return None
    return [_field(found, words) for found in refusal.error.errors(include_url=False)]


def _fault(fault: FieldFault, words: Words) -> FieldProblem:
    message = words.detail(fault.code, fault.facts or {})
    return FieldProblem(field=fault.field, code=fault.code, message=message)


def _field(found: Any, words: Words) -> FieldProblem:
    code = f"field.{found['type']}"
    # Pydantic counts a text's letters as a list's values once something looked at it before.
    if isinstance(found["input"], str):
        code = _OF_TEXTS.get(code, code)
    if code not in words.errors:
        code = "field.invalid"
    context = {name: str(value) for name, value in found.get("ctx", {}).items()}
    return FieldProblem(
        field=".".join(str(step) for step in found["loc"]),
        code=code,
        message=words.detail(code, context),
    )
