"""Kinds of notices and help for phones: answers that make sense, brands that can be found."""

from collections.abc import Iterator, Mapping

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.files import NOTICE_KINDS, PHONES
from handbook_api.content_store.parameters.notice_kinds import NoticeKind
from handbook_api.content_store.parameters.phones import PhoneHelp


def notice_kind_problems(kinds: Mapping[str, NoticeKind]) -> Iterator[Problem]:
    """Yield kinds whose answers contradict what the kind is."""
    for code, kind in kinds.items():
        for message in _contradictions(kind):
            yield Problem(NOTICE_KINDS, f"kinds “{code}”", message)


def phone_problems(phones: Mapping[str, PhoneHelp]) -> Iterator[Problem]:
    """Yield brands that are never found, because one above takes all their phones."""
    above: list[tuple[str, str]] = []
    for code, phone in phones.items():
        parts = [part.casefold() for part in phone.user_agent_parts]
        takers = [next((by for by, has in above if has in part), None) for part in parts]
        if all(takers):
            message = f"“{takers[0]}” đứng trên đã nhận hết máy của hãng này; hãy đổi thứ tự"
            yield Problem(PHONES, f"phones “{code}”", message)
        above.extend((code, part) for part in parts)


def _contradictions(kind: NoticeKind) -> Iterator[str]:
    if kind.by_system and kind.asks:
        yield "sổ tay tự gửi thì không ai xem câu trả lời; hãy bỏ answers và confirm"
    if kind.confirm is not None and kind.answer(kind.confirm.code) is not None:
        yield f"“{kind.confirm.code}” vừa là xác nhận vừa là trả lời; hãy đổi một mã"
    for answer in kind.answers:
        if kind.has_event and answer.comes is None:
            yield f"trả lời “{answer.code}” phải nói có đến hay không (comes)"
        if not kind.has_event and answer.comes is not None:
            yield f"không có giờ họp thì bỏ comes ở trả lời “{answer.code}”"
        if answer.reasons and not answer.needs_reason:
            yield f"trả lời “{answer.code}” không cần lý do thì bỏ reasons"
    if kind.reminds and not kind.asks:
        yield "không hỏi gì thì không có gì để nhắc; hãy sửa reminds hoặc thêm confirm"
