"""What the library refuses, and why: every refusal is a SearchError."""


class SearchError(Exception):
    """A refusal we foresaw; `facts` are the values a message may quote."""

    def __init__(self, **facts: object) -> None:
        super().__init__(
            f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in facts.items())})"
        )
        self.facts = facts


class QueryTooLong(SearchError):
    """The query has `length` characters, more than `limit`; ask for a shorter one."""


class IndexBusy(SearchError):
    """Another writer or rebuild still held the lock after `waited` seconds; try again later."""


class WriterClosed(SearchError):
    """The writer has been committed, cancelled or left; open another one."""
