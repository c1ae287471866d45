"""What every shape on the wire shares."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from handbook_api.core.paging import MOST_ROWS

Item = TypeVar("Item")


class WireModel(BaseModel):
    """A shape that goes out: frozen, and exactly its declared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_temporal="iso8601")


class QueryModel(BaseModel):
    """A query string: unknown names are refused, so that a typing slip is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


#: Free text from a person, bounded.
ShortText = Annotated[str, BeforeValidator(_no_nul), Field(max_length=200)]
Cursor = Annotated[
    ShortText | None, Field(description="Con trỏ của trang cần lấy, lấy từ next_cursor.")
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Số dòng nhiều nhất của một trang.")]
