"""Templates of notices: every place has its field, every field its place, in plain words."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from handbook_api.content_store.checking.entries_twice import repetition_problems
from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.rules import vouching_problems
from handbook_api.content_store.files import TEMPLATES, table_of, template_names
from handbook_api.content_store.parameters.notice_kinds import NoticeKind
from handbook_api.content_store.templates.reading import template_of
from handbook_api.content_store.templates.template import (
    PLACE,
    NoticeTemplate,
    TemplateVersion,
    places_of,
)

#: A notice's columns hold this much (handbook_api.notices.models); longer templates cannot be sent.
_LONGEST_TITLE, _LONGEST_TEXT = 200, 10_000

_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_CODE = 60
#: Tags, bold, headings, Markdown links, addresses: what some screens would show as signs.
_MARKUP = re.compile(r"<[a-zA-Z/][^>]*>|\*\*|__|^#+ |\]\(|https?://|www\.", re.MULTILINE)


def template_problems(
    folder: Path,
    faulty: frozenset[str],
    kinds: Mapping[str, NoticeKind] | None,
    today: date | None,
) -> Iterator[Problem]:
    """Yield what is wrong with the templates. `faulty` files were spoken of already.

    kinds: None when their own file is faulty; then nothing is said of them here.
    """
    for path in sorted((folder / TEMPLATES).glob("*")):
        if path.suffix != ".toml" and not path.name.startswith("."):
            message = "tệp lạ; thư mục này chỉ có tệp .toml"
            yield Problem(f"{TEMPLATES}/{path.name}", "", message)
    for name in template_names(folder):
        if name in faulty:
            continue
        table = table_of(folder, name)
        yield from repetition_problems(name, table)
        yield from vouching_problems(name, table, today)
        template = template_of(folder, name)
        for place, message in (*_of_kind(template, kinds), *_over_time(template)):
            yield Problem(name, place, message)
        for number, version in enumerate(template.versions, start=1):
            for message in (*_places(version), *_lengths(version), *_plainness(version)):
                yield Problem(name, f"versions[{number}]", message)


def _of_kind(
    template: NoticeTemplate, kinds: Mapping[str, NoticeKind] | None
) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(template.code) or len(template.code) > _LONGEST_CODE:
        message = "tên tệp chỉ dùng chữ thường không dấu, chữ số, gạch dưới, không quá"
        yield "", f"{message} {_LONGEST_CODE} ký tự"
    if kinds is None:
        return
    kind = kinds.get(template.kind)
    if kind is None:
        yield "kind", f"không có loại thông báo nào mang mã “{template.kind}”; hãy sửa lại"
    elif kind.by_system:
        yield "kind", f"loại “{template.kind}” chỉ sổ tay tự gửi; hãy chọn loại khác"


def _over_time(template: NoticeTemplate) -> Iterator[tuple[str, str]]:
    for index, (earlier, later) in enumerate(pairwise(template.versions), start=2):
        if later.number <= earlier.number:
            message = f"số bản phải lớn hơn bản đứng trước ({earlier.number}); hãy sửa number"
            yield f"versions[{index}]", message
        if later.since <= earlier.since:
            message = f"phải bắt đầu sau bản đứng trước ({earlier.since:%d/%m/%Y}); hãy sửa since"
            yield f"versions[{index}]", message


def _places(version: TemplateVersion) -> Iterator[str]:
    fields = {field.code: field for field in version.fields}
    title, text = places_of(version.title), places_of(version.text)
    for name in dict.fromkeys(title + text):
        if name not in fields:
            yield f"có chỗ “{{{name}}}” mà không có mục nào tên như vậy; hãy sửa hoặc thêm mục"
    for name in sorted(fields.keys() - set(title + text)):
        yield f"mục “{name}” không dùng ở đâu; hãy thêm “{{{name}}}” vào nội dung hoặc bỏ mục"
    for name in title:
        if name in fields and not fields[name].required:
            yield f"tiêu đề dùng mục “{name}” thì mục ấy phải bắt buộc điền"
        if name in fields and fields[name].type == "lines":
            yield f"tiêu đề chỉ một dòng, không dùng được mục nhiều dòng “{name}”"
    if "\n" in version.title:
        yield "tiêu đề chỉ viết một dòng"
    if any(sign in PLACE.sub("", version.title + version.text) for sign in "{}"):
        yield "có dấu { hoặc } lẻ; chỗ điền viết như {place}"


def _lengths(version: TemplateVersion) -> Iterator[str]:
    for words, most, called in (
        (version.title, _LONGEST_TITLE, "tiêu đề"),
        (version.text, _LONGEST_TEXT, "nội dung"),
    ):
        room = {field.code: field.max_length for field in version.fields}
        longest = len(PLACE.sub("", words)) + sum(room.get(name, 0) for name in places_of(words))
        if longest > most:
            message = f"điền hết các mục thì {called} dài đến {longest} ký tự, quá {most}"
            yield f"{message}; hãy giảm max_length"


def _plainness(version: TemplateVersion) -> Iterator[str]:
    for found in _MARKUP.finditer(f"{version.title}\n{version.text}"):
        message = "chỉ viết chữ thường, không định dạng, không đường dẫn"
        yield f"có “{found[0].strip()}”: {message} (văn bản thì kèm ở phần liên kết)"
