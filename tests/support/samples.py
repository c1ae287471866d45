"""Rows for tests; nothing in them is real."""

from datetime import UTC, date, datetime
from typing import Any

from handbook_api.documents.models import Document, Relation


def a_document(id_: str, **columns: Any) -> Document:
    """Return a public regulation of 1/1/2020 that is in force, changed by `columns`."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    issued_on = columns.get("issued_on", date(2020, 1, 1))
    values: dict[str, Any] = {
        "kind": "regulation",
        "symbol": "",
        "symbol_key": "",
        "issued_on": issued_on,
        "issued_precision": "day",
        "sort_date": issued_on or date.min,
        "effective_on": date(2020, 2, 1),
        "title": f"Quy định mẫu {id_}",
        "audience": "public",
        "aliases": [],
        "plenums": [],
        "sources": [],
        "mentions": [],
        "created_at": now,
        "updated_at": now,
    }
    return Document(id=id_, **(values | columns))


def a_relation(source: str, kind: str, target: str, **columns: Any) -> Relation:
    """Return a certain relation from 1/7/2022 on, changed by `columns`."""
    values = {"certain": True, "since": date(2022, 7, 1), "origin": "content"}
    return Relation(source_id=source, kind=kind, target_id=target, **(values | columns))
