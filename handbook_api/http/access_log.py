"""A request id, one log line and one measurement per request. Never a path or a query: both can
hold what somebody typed."""

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from handbook_api.runtime import current_runtime

#: A UUID as clients make them; free words would end in logs and in the audit log.
_ACCEPTABLE_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")

REQUESTS = Counter("handbook_http_requests_total", "Answers", ["method", "route", "status"])
SECONDS = Histogram(
    "handbook_http_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = structlog.get_logger("http")


def install(app: Flask) -> None:
    """Every request of `app` has `g.request_id` and leaves one line afterwards."""

    @app.before_request
    def begin() -> None:
        asked = request.headers.get("X-Request-Id", "")
        g.request_id = asked if _ACCEPTABLE_ID.fullmatch(asked) else uuid4().hex
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = g.get("request_id", "")
        _record(answer)
        return answer


def _record(answer: Response) -> None:
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "(none)"
    method = request.method if request.method in _METHODS else "(other)"
    REQUESTS.labels(method, route, str(answer.status_code)).inc()
    SECONDS.labels(route).observe(seconds)
    slow = seconds * 1000 > current_runtime().settings.slow_request_ms
    write = log.warning if slow or answer.status_code >= 500 else log.info
    write(
        "request",
        method=method,
        route=route,
        status=answer.status_code,
        ms=round(seconds * 1000, 1),
    )
