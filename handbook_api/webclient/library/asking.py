"""What readers ask for in the address of a page."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated

from flask import request
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from handbook_api.core import clock
from handbook_api.http.wire import Day, QueryModel
from handbook_api.webclient.library.addresses import Address

_TYPED_DAY = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})\s*", re.ASCII)
_DAY_OF_LINKS = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_written(value: object) -> object:
    """Read “1/6/2026” and “01 06 2026” as people write days; leave 2026-06-01 as it is."""
    typed = _TYPED_DAY.fullmatch(value) if isinstance(value, str) else None
    if typed is not None:
        return f"{int(typed[3]):04}-{int(typed[2]):02}-{int(typed[1]):02}"
    if isinstance(value, str) and not _DAY_OF_LINKS.fullmatch(value):
        raise PydanticCustomError("typed_day", "day/month/year")
    return value


#: A day in the address: 2026-06-01 in links, 1/6/2026 as typed.
TypedDay = Annotated[Day | None, BeforeValidator(_as_written), Field()]


class OnDay(QueryModel):
    """A day to look at the library from."""

    ngay: TypedDay = None

    @property
    def day(self) -> date:
        """That day, today unless said."""
        return self.ngay or clock.today()

    @property
    def is_another_day(self) -> bool:
        """Whether it is not today."""
        return self.day != clock.today()


def address_of(names: Collection[str]) -> Address:
    """Return the address asked for, with its parameters of those names."""
    return Address(request.path, list(_filled(names)))


def _filled(names: Collection[str]) -> Iterable[tuple[str, str]]:
    for name, value in request.args.items(multi=True):
        if name in names and value.strip():
            yield name, value
