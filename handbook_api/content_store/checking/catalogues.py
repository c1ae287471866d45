"""Kinds of organisations, roles, statuses and holidays: references that lead somewhere."""

from collections.abc import Iterator, Mapping
from datetime import date

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.files import HOLIDAYS, MEMBER_STATUSES, ORGANISATION_KINDS, ROLES
from handbook_api.content_store.parameters.holidays import Holiday
from handbook_api.content_store.parameters.organisation_kinds import OrganisationKind
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.content_store.parameters.statuses import (
    BASE,
    END,
    SIDE,
    MemberStatus,
    MemberStatuses,
)
from handbook_api.core.identity import Role

_SATURDAY = 5


def kind_problems(kinds: Mapping[str, OrganisationKind]) -> Iterator[Problem]:
    """Yield kinds that stand nowhere, under an unknown kind or under a cell."""
    for code, kind in kinds.items():
        place = f"kinds “{code}”"
        if not kind.parents and not kind.may_be_top:
            message = "không đứng dưới loại nào cũng không đứng trên cùng; hãy sửa parents"
            yield Problem(ORGANISATION_KINDS, place, message)
        for parent in sorted(kind.parents):
            if parent not in kinds:
                message = f"không có loại tổ chức nào mang mã “{parent}”; hãy sửa parents"
                yield Problem(ORGANISATION_KINDS, place, message)
            elif kinds[parent].is_cell:
                message = f"“{parent}” là chi bộ, không có tổ chức nào ở dưới; hãy sửa parents"
                yield Problem(ORGANISATION_KINDS, place, message)


def role_problems(roles: Mapping[Role, RoleSpec]) -> Iterator[Problem]:
    """Yield roles that nobody can hold, or that stand in for themselves."""
    for role, spec in roles.items():
        place = f"roles “{role}”"
        if not spec.in_cells and not spec.in_committees:
            yield Problem(ROLES, place, "không giữ được ở đâu cả; hãy sửa in_cells, in_committees")
        if role in spec.stand_ins:
            yield Problem(ROLES, place, "không thể làm thay chính mình; hãy sửa stand_ins")


def status_problems(statuses: MemberStatuses) -> Iterator[Problem]:
    """Yield steps between unknown states, and states that trap a record or contradict a rule."""
    for start, end in statuses.steps:
        for code in (start, end):
            if code not in statuses:
                message = f"không có trạng thái nào mang mã “{code}”; hãy sửa lại"
                yield Problem(MEMBER_STATUSES, f"transitions “{start}” → “{end}”", message)
    for code, state in statuses.states.items():
        back = {end for start, end in statuses.steps if start == code and end in statuses}
        if state.layer == SIDE and not any(statuses[end].layer == BASE for end in back):
            message = "trạng thái phủ phải có bước trở lại một trạng thái nền; hãy thêm vào"
            yield Problem(MEMBER_STATUSES, f"statuses “{code}”", message)
        for message in _contradictions(state):
            yield Problem(MEMBER_STATUSES, f"statuses “{code}”", message)


def _contradictions(state: MemberStatus) -> Iterator[str]:
    if state.layer == END and (state.is_member or state.may_sign_in):
        yield "đã kết thúc thì không còn là đảng viên ở đây và không đăng nhập; hãy sửa lại"
    if state.counted and not state.is_member:
        yield "không phải đảng viên thì không tính vào mẫu số; hãy sửa counted"
    if state.returns_card and (state.may_hold_card or state.layer != END):
        yield "returns_card chỉ dùng cho trạng thái kết thúc mà phải thu thẻ; hãy sửa lại"


def holiday_problems(holidays: Mapping[date, Holiday]) -> Iterator[Problem]:
    """Yield holidays at a weekend: they change nothing and hint at a slip."""
    for day in holidays:
        if day.weekday() >= _SATURDAY:
            message = f"ngày {day:%d/%m/%Y} là thứ bảy hoặc chủ nhật; hãy ghi ngày nghỉ bù"
            yield Problem(HOLIDAYS, f"holidays “{day}”", message)
