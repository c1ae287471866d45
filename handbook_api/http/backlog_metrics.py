"""How far the workers are behind, for Prometheus; counted when asked, without labels."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from handbook_api.core import clock
from handbook_api.db.jobs import backlog
from handbook_api.runtime import Runtime


class BacklogCollector(Collector):
    """Asks the database. While it is away there are no figures, rather than wrong ones."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def collect(self) -> Iterator[Metric]:
        """Yield what is due, since when, and what was given up."""
        try:
            with self._runtime.transaction(read_only=True) as session:
                behind = backlog(session)
        except SQLAlchemyError:
            return
        oldest = behind.oldest_due_at
        age = 0.0 if oldest is None else (clock.now() - oldest).total_seconds()
        yield _gauge("handbook_jobs_due", "Jobs that are due and not done", behind.due)
        yield _gauge("handbook_jobs_oldest_due_seconds", "How long the first has waited", age)
        yield _gauge("handbook_jobs_dead", "Jobs given up that nobody has looked at", behind.dead)


def backlog_metrics(runtime: Runtime) -> bytes:
    """Return the figures as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(BacklogCollector(runtime))
    return generate_latest(registry)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)
