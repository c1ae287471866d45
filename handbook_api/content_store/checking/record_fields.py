"""The fields of the record and their closed lists: one meaning for every word."""

import re
from collections.abc import Iterator, Mapping

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.files import MEMBER_FIELDS, MEMBER_LISTS
from handbook_api.content_store.parameters.choices import ChoiceList
from handbook_api.content_store.parameters.fields import FieldSpec, ViewerClass
from handbook_api.content_store.parameters.wordings import bare_words

#: A choice field whose codes are not in member_lists.toml but in member_statuses.toml.
_STATUS = "status"


def field_problems(
    fields: Mapping[str, FieldSpec],
    viewers: Mapping[str, ViewerClass],
    lists: Mapping[str, ChoiceList] | None,
) -> Iterator[Problem]:
    """Yield fields with unknown viewers or lists, and column headings two fields claim.

    lists: None when their own file is faulty; then nothing is said of them here.
    """
    for code, spec in fields.items():
        for message in (*_viewers(spec, viewers), *_choices(spec, lists), *_shape(spec)):
            yield Problem(MEMBER_FIELDS, f"fields “{code}”", message)
    claimed: dict[str, str] = {}
    for code, spec in fields.items():
        for header in spec.headers:
            owner = claimed.setdefault(bare_words(header), code)
            if owner != code:
                message = f"tên cột “{header}” đã thuộc mục “{owner}”; hãy bỏ một chỗ"
                yield Problem(MEMBER_FIELDS, f"fields “{code}”", message)


def list_problems(lists: Mapping[str, ChoiceList]) -> Iterator[Problem]:
    """Yield ways of writing that two entries of one list claim."""
    for code, told in lists.items():
        claimed: dict[str, str] = {}
        for choice in told.choices.values():
            for word in (choice.name, *choice.synonyms):
                owner = claimed.setdefault(bare_words(word), choice.code)
                if owner != choice.code:
                    message = f"“{word}” đã thuộc “{owner}”; hãy bỏ một chỗ"
                    yield Problem(MEMBER_LISTS, f"lists “{code}”, “{choice.code}”", message)


def _viewers(spec: FieldSpec, viewers: Mapping[str, ViewerClass]) -> Iterator[str]:
    for code in sorted((spec.seen_by | spec.changed_by) - viewers.keys()):
        yield f"không có nhóm người xem nào mang mã “{code}”; hãy sửa lại"
    for code in sorted(spec.changed_by - spec.seen_by):
        yield f"“{code}” được sửa mà không được xem; hãy thêm vào seen_by"


def _choices(spec: FieldSpec, lists: Mapping[str, ChoiceList] | None) -> Iterator[str]:
    if spec.kind == "choice" and not spec.choices and spec.code != _STATUS:
        yield "dạng choice phải chỉ ra danh mục ở choices"
    if spec.choices and lists is not None and spec.choices not in lists:
        yield f"không có danh mục nào mang mã “{spec.choices}” ở {MEMBER_LISTS}"


def _shape(spec: FieldSpec) -> Iterator[str]:
    try:
        re.compile(spec.pattern)
    except re.error:
        yield "pattern không phải biểu thức hợp lệ; hãy hỏi người phụ trách phần mềm"
    if bool(spec.pattern) != bool(spec.hint):
        yield "pattern và hint phải đi cùng nhau: người gõ sai cần biết phải viết thế nào"
    if spec.sole and not spec.looked_up:
        yield "sole cần looked_up: không tìm được thì không biết đã có ai dùng"
    if spec.looked_up and not spec.sensitive:
        yield "looked_up chỉ dùng cho mục nhạy cảm"
