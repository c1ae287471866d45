"""What load balancers and monitors ask: alive, ready, how much."""

import os

import orjson
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from handbook_api.db import migrate
from handbook_api.http.backlog_metrics import backlog_metrics
from handbook_api.runtime import current_runtime

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """The process lives; nothing else is asked."""
    return _say({"status": "ok"}, 200)


@bp.get("/readyz")
def readyz() -> Response:
    """The database answers at the pinned revision; the index holds something, and how much."""
    index = current_runtime().index
    index.refresh()
    checks = {
        "database": _database(),
        "index": "ok" if index.passage_count > 0 else "empty",
        "passages": index.passage_count,
        "sequence": index.sequence,
    }
    ready = checks["database"] == "ok"
    return _say({"status": "ok" if ready else "unready", "checks": checks}, 200 if ready else 503)


@bp.get("/metrics")
def metrics() -> Response:
    """Counters of all web processes of this node, and the jobs' backlog, for Prometheus."""
    registry: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    said = generate_latest(registry) + backlog_metrics(current_runtime())
    return Response(said, content_type=CONTENT_TYPE_LATEST)


def _database() -> str:
    try:
        with current_runtime().engine.connect() as connection:
            connection.execute(select(text("1")))
            found = migrate.revision_of(connection)
    except SQLAlchemyError:
        return "unreachable"
    return "ok" if found == migrate.HEAD else "not_migrated"


def _say(facts: object, status: int) -> Response:
    answer = Response(orjson.dumps(facts), status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
