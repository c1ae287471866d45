"""Figures as a table for a spreadsheet; that it was made is written down."""

import io
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.gateways.table_writing import Column, Sheet, Value, write_csv
from handbook_api.statistics import service
from handbook_api.statistics.figures import Figures
from handbook_api.statistics.policy import POLICY, StatisticsAct

#: What browsers call the file, and how it is named.
MEDIA_TYPE, FILE_NAME = "text/csv", "so-lieu-su-dung.csv"

_COLUMNS = (
    Column("Tổ chức"),
    Column("Mã"),
    Column("Đảng viên được tính"),
    Column("Không tính (miễn, tạm vắng, đình chỉ)"),
    Column("Đã từng đăng nhập"),
    Column("Có dùng gần đây"),
    Column("Máy nhận được chuông"),
    Column("Tới được qua sổ tay"),
    Column("Chỉ gọi điện"),
    Column("Chỉ gặp hoặc giấy"),
)
_TOGETHER = "Các tổ chức ít người, gộp lại"
_TOTAL = "Cộng"


def export_adoption(
    session: Session, viewer: Identity, content: Content, organisation_id: UUID
) -> bytes:
    """Return the figures of an organisation and of its parts as UTF-8 CSV.

    Raises as `service.adoption`.
    """
    found = service.adoption(session, viewer, content, organisation_id)
    place = found.organisation
    POLICY.require(viewer, StatisticsAct.EXPORT, Subject(place.path))
    target = io.BytesIO()
    above = _above(found, content)
    write_csv(target, Sheet("Số liệu", _COLUMNS, _rows(found), above))
    about = "organisation", str(place.id)
    facts: dict[str, audit.Fact] = {"rows": len(found.parts)}
    audit.record(session, viewer, StatisticsAct.EXPORT, *about, path=place.path, facts=facts)
    return target.getvalue()


def _above(found: service.Adoption, content: Content) -> Sequence[str]:
    at = found.counted_at.astimezone(clock.VIETNAM)
    days = content.statistics(clock.today()).seen_within_days
    return (
        f"Số liệu sử dụng sổ tay: {found.organisation.name}",
        f"Lúc: {at:%H:%M ngày %d/%m/%Y} (giờ Việt Nam)",
        f"Có dùng gần đây: đã vào trong {days} ngày qua",
    )


def _rows(found: service.Adoption) -> Iterator[Sequence[Value]]:
    for part in found.parts:
        place = part.organisation
        if part.figures is None:
            yield (place.name, place.code, *[None] * len(_numbers(found.total)))
        else:
            yield (place.name, place.code, *_numbers(part.figures))
    if found.together is not None:
        yield (_TOGETHER, None, *_numbers(found.together))
    yield (_TOTAL, found.organisation.code, *_numbers(found.total))


def _numbers(one: Figures) -> Sequence[int]:
    return (
        one.counted,
        one.left_out,
        one.activated,
        one.seen,
        one.with_bell,
        one.by_app,
        one.by_phone,
        one.in_person,
    )
