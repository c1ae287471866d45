"""Whose people an export is about, and who asks: as the list says it above its rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core import clock
from handbook_api.core.identity import ROOT_PATH, Grant, Identity
from handbook_api.core.policy import Subject
from handbook_api.members.exports.policy import EXPORTING, POLICY, ExportAct
from handbook_api.members.relations import CELL, seen_fields
from handbook_api.organisations.paths import is_inside
from handbook_api.organisations.queries.tree import get_organisation, organisations_by_id

_WARNING = "Có dữ liệu cá nhân: chỉ dùng đúng mục đích trên, không gửi tiếp, xong việc thì xóa."


def paths_of(session: Session, viewer: Identity, organisation_id: UUID | None) -> Sequence[str]:
    """Return where the people of an export are: in the organisation, or wherever one serves.

    None of the paths lies inside another. Raises OrganisationNotFound, Forbidden,
    SecondFactorNeeded.
    """
    if organisation_id is not None:
        path = get_organisation(session, viewer, organisation_id).path
        POLICY.require(viewer, ExportAct.EXPORT, Subject(path))
        return [path]
    served = sorted(viewer.awakened().paths(*EXPORTING))
    if not served:
        POLICY.require(viewer, ExportAct.EXPORT, Subject())
    for path in served:
        POLICY.require(viewer, ExportAct.EXPORT, Subject(path))
    return [
        path
        for path in served
        if not any(path != other and is_inside(path, other) for other in served)
    ]


def fields_offered(session: Session, viewer: Identity, content: Content) -> Mapping[str, FieldSpec]:
    """Return the fields that `viewer` sees of others in the offices in which he takes lists out,
    in the order of the record. Whose they are, `export_members` asks for each person."""
    grants = [grant for grant in viewer.grants if grant.role in EXPORTING]
    ids = {grant.organisation_id for grant in grants} - {None}
    known = organisations_by_id(session, viewer, {id_ for id_ in ids if id_ is not None})
    cells = {one.id for one in known.values() if one.is_cell}
    in_cells = {grant.role for grant in grants if grant.organisation_id in cells}
    above = {grant.role for grant in grants if grant.organisation_id not in cells}
    classes = content.viewer_classes.values()
    return seen_fields(
        content,
        {one.code for one in classes if one.roles & (in_cells if one.where == CELL else above)},
    )


def lines_above(
    session: Session, viewer: Identity, content: Content, paths: Sequence[str], purpose: str
) -> Sequence[str]:
    """Return what stands over the list: who made it (never a name), when, what for."""
    grants = [
        grant
        for grant in viewer.grants
        if grant.role in EXPORTING and any(is_inside(path, grant.path) for path in paths)
    ]
    return (
        "Danh sách đảng viên xuất từ Sổ tay đảng viên điện tử",
        f"Người xuất: {_who(session, viewer, content, grants)}",
        f"Lúc: {_moment(clock.now())}",
        f"Mục đích: {purpose}",
        _WARNING,
    )


def _who(session: Session, viewer: Identity, content: Content, grants: Sequence[Grant]) -> str:
    ids = {grant.organisation_id for grant in grants} - {None}
    known = organisations_by_id(session, viewer, {id_ for id_ in ids if id_ is not None})
    said = []
    for grant in grants:
        role = content.roles[grant.role].name
        organisation = known.get(grant.organisation_id) if grant.organisation_id else None
        if organisation is not None:
            said.append(f"{role}, {organisation.name}")
        elif grant.path == ROOT_PATH:
            said.append(f"{role}, máy chủ")
    return "; ".join(dict.fromkeys(said)) or viewer.name


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y} (giờ Việt Nam)"
