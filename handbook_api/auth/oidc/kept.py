"""Something fetched from elsewhere, kept for a time, fetched by one thread while others wait."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from handbook_api.auth.oidc.errors import OidcUnavailable
from handbook_api.core import clock

T = TypeVar("T")

KEEP = timedelta(hours=1)
#: After a failure nobody tries again for so long: threads that wait for a provider that is down
#: would keep everybody else from being served.
PAUSE = timedelta(seconds=10)
#: A stranger's token must not make us ask for keys more often than this.
RENEW = timedelta(minutes=1)


class Kept(Generic[T]):
    """What `fetch` returned, for an hour."""

    def __init__(self, fetch: Callable[[], T]) -> None:
        self._fetch = fetch
        self._turn = Lock()
        self._found: tuple[T, datetime] | None = None
        self._failed_at: datetime | None = None

    def get(self) -> T:
        """Return it, fetched an hour ago at most. Raises OidcUnavailable."""
        return self._at_most(KEEP)

    def renewed(self) -> T:
        """Return it, fetched a minute ago at most. Raises OidcUnavailable."""
        return self._at_most(RENEW)

    def _at_most(self, age: timedelta) -> T:
        with self._turn:
            now = clock.now()
            if self._found is not None and now - self._found[1] < age:
                return self._found[0]
            if self._failed_at is not None and now - self._failed_at < PAUSE:
                raise OidcUnavailable
            try:
                value = self._fetch()
            except OidcUnavailable:
                self._failed_at = now
                raise
            self._found, self._failed_at = (value, now), None
            return value
