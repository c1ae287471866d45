"""What every shape on the wire shares."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from handbook_api.core.paging import MOST_ROWS

Item = TypeVar("Item")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)


class WireModel(BaseModel):
    """A shape that goes out: frozen, and exactly its declared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_temporal="iso8601")


class QueryModel(BaseModel):
    """A query string: unknown names are refused, so that a typing slip is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BodyModel(BaseModel):
    """A body that comes in: unknown names are refused, so nobody sets what is not offered.

    Strict: 0 is no false and "1950" no number, as the description of the API says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PageOut(WireModel, Generic[Item]):
    """Some rows, and the cursor that asks for the next ones."""

    items: list[Item]
    next_cursor: str | None = Field(
        description="Gửi lại trong tham số cursor để lấy trang sau; null ở trang cuối."
    )


def _no_nul(value: object) -> object:
    # PostgreSQL cannot store or compare U+0000; no code, symbol or cursor of ours holds one.
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("NUL")
    return value


def _written_out(value: object) -> object:
    # Left to itself pydantic reads “0”, with marks or without, as the first day of 1970.
    if not isinstance(value, date) and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise PydanticCustomError("date_parsing", "year-month-day")
    return value


def _with_zone(value: object) -> object:
    if not isinstance(value, datetime) and not (
        isinstance(value, str) and _INSTANT.fullmatch(value)
    ):
        raise PydanticCustomError("datetime_parsing", "RFC 3339, with a zone")
    return value


#: An instant as RFC 3339 with its zone, within reason.
Instant = Annotated[
    datetime,
    Field(
        strict=False,
        ge=datetime(1900, 1, 1, tzinfo=UTC),
        le=datetime(2200, 1, 1, tzinfo=UTC),
    ),
    BeforeValidator(_with_zone),
]
#: A day as year-month-day, within reason.
Day = Annotated[
    date,
    # Not strict, where bodies are: what has passed a validator is a text of Python, not of JSON.
    Field(strict=False, ge=date(1900, 1, 1), le=date(2200, 12, 31)),
    BeforeValidator(_written_out),
]
#: Free text from a person, bounded.
ShortText = Annotated[str, BeforeValidator(_no_nul), Field(max_length=200)]
Cursor = Annotated[
    Annotated[str, BeforeValidator(_no_nul), Field(max_length=1000)] | None,
    Field(description="Con trỏ của trang cần lấy, lấy từ next_cursor."),
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Số dòng nhiều nhất của một trang.")]
#: A note of some sentences from a person, bounded.
LongText = Annotated[str, BeforeValidator(_no_nul), Field(max_length=4000)]
