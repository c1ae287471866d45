"""Transfers: every step leads somewhere, and no transfer can get stuck."""

from collections.abc import Iterator
from dataclasses import fields

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.files import TRANSFERS
from handbook_api.content_store.parameters.rules import TransferRules
from handbook_api.content_store.parameters.transfers import TransferFlow, TransferStep

_HERE = {
    "sending_cell": "from_here",
    "sending_committee": "from_here",
    "receiving_committee": "to_here",
    "receiving_cell": "to_here",
}


def flow_problems(flow: TransferFlow) -> Iterator[Problem]:
    """Yield unknown codes, steps that nobody here can take, and dead ends."""
    known = {field.name for field in fields(TransferRules)}
    for code, state in flow.states.items():
        if state.overdue_rule and state.overdue_rule not in known:
            message = f"không có quy tắc nào tên “{state.overdue_rule}”; hãy sửa overdue_rule"
            yield Problem(TRANSFERS, f"states “{code}”", message)
    for number, step in enumerate(flow.steps, start=1):
        for message in (*_codes(flow, step), *_hands(flow, step)):
            yield Problem(TRANSFERS, f"steps[{number}]", message)
    yield from _dead_ends(flow)
    yield from _twice(flow)


def _codes(flow: TransferFlow, step: TransferStep) -> Iterator[str]:
    for kind in sorted(step.kinds - flow.kinds.keys()):
        yield f"không có loại chuyển nào mang mã “{kind}”; hãy sửa kinds"
    for state in sorted((step.start | {step.end}) - flow.states.keys()):
        yield f"không có trạng thái nào mang mã “{state}”; hãy sửa from, to"


def _hands(flow: TransferFlow, step: TransferStep) -> Iterator[str]:
    for code in sorted(step.kinds & flow.kinds.keys()):
        kind = flow.kinds[code]
        here = {"member", *(side for side, where in _HERE.items() if getattr(kind, where))}
        if strangers := ", ".join(sorted(step.by - here)):
            yield f"với loại “{code}”, {strangers} không ở trong sổ tay này; hãy sửa by hoặc kinds"


def _dead_ends(flow: TransferFlow) -> Iterator[Problem]:
    for kind in flow.kinds:
        reached = {step.end for step in flow.steps if kind in step.kinds} & flow.states.keys()
        for code in sorted(reached):
            if not flow.states[code].done and not flow.steps_from(kind, code):
                message = f"loại “{kind}” vào đây rồi không còn bước nào; hãy thêm một bước"
                yield Problem(TRANSFERS, f"states “{code}”", message)
        if not flow.steps_from(kind, None):
            message = "không có bước mở đầu (from để trống) cho loại này; hãy thêm vào"
            yield Problem(TRANSFERS, f"kinds “{kind}”", message)


def _twice(flow: TransferFlow) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for number, step in enumerate(flow.steps, start=1):
        for kind in sorted(step.kinds):
            for start in sorted(step.start) or [""]:
                first = seen.setdefault((step.code, kind, start), number)
                if first != number:
                    message = f"bước “{step.code}” của loại “{kind}” đã có ở steps[{first}]"
                    yield Problem(TRANSFERS, f"steps[{number}]", f"{message}; hãy bỏ một")
