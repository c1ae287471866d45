"""Filter values that are data: an unknown one is refused by name, not answered with nothing."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handbook_api.core.errors import HandbookError
from handbook_api.documents import queries


class UnknownFilterValue(HandbookError):
    """No issuer or topic has that code; `known` lists those that exist."""

    status, code = 422, "request.unknown_value"


def require_known_codes(session: Session, issuers: Iterable[str], topics: Iterable[str]) -> None:
    """Every given code exists afterwards; UnknownFilterValue names the first that does not."""
    if issuers := list(issuers):
        _require("issuer", issuers, [issuer.code for issuer in queries.all_issuers(session)])
    if topics := list(topics):
        _require("topic", topics, [topic.code for topic in queries.all_topics(session)])


def _require(field: str, given: Iterable[str], known: list[str]) -> None:
    for value in given:
        if value not in known:
            raise UnknownFilterValue(field=field, value=value[:60], known=", ".join(known))
