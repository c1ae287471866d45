"""A schema's complaint, said so that an officer knows what to change."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "chữ trong ngoặc kép",
    "integer": "số nguyên",
    "boolean": "true hoặc false",
    "array": "danh sách trong ngoặc vuông",
    "object": "một bảng",
}


def place_of(path: Iterable[str | int]) -> str:
    """Return “relations[2].target”: numbers count from one, as people count."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += f"[{step + 1}]"
        else:
            place += f".{step}" if place else step
    return place


def sentence(fault: ValidationError) -> str:
    """Return one Vietnamese sentence for `fault`."""
    says = _SAYINGS.get(str(fault.validator), _unforeseen)
    return says(fault)


def _rules(fault: ValidationError) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], fault.schema)


def _required(fault: ValidationError) -> str:
    return f"thiếu mục “{fault.message.split(chr(39))[1]}”; hãy thêm vào"


def _unknown(fault: ValidationError) -> str:
    known = _rules(fault).get("properties", {})
    table = cast(Mapping[str, Any], fault.instance)
    extra = ", ".join(f"“{key}”" for key in table if key not in known)
    return f"có mục lạ {extra}; hãy xóa hoặc sửa tên (các mục được dùng: {', '.join(known)})"


def _choice(fault: ValidationError) -> str:
    choices = ", ".join(_rules(fault)["enum"])
    return f"“{fault.instance}” không có trong danh sách; chọn một trong: {choices}"


def _type(fault: ValidationError) -> str:
    wanted = _TYPES.get(str(fault.validator_value), str(fault.validator_value))
    return f"phải là {wanted}"


def _format(_fault: ValidationError) -> str:
    return "phải là ngày, viết như 2026-01-31 và không để trong ngoặc kép"


def _pattern(fault: ValidationError) -> str:
    return f"“{fault.instance}” viết chưa đúng: {_hint(fault)}"


def _hint(fault: ValidationError) -> str:
    return str(_rules(fault).get("x-hint", "xem mẫu ở các tệp khác"))


def _too_short(fault: ValidationError) -> str:
    return f"quá ngắn, cần ít nhất {fault.validator_value} ký tự"


def _too_long(fault: ValidationError) -> str:
    return f"quá dài, nhiều nhất {fault.validator_value} ký tự"


def _too_few(fault: ValidationError) -> str:
    return f"cần ít nhất {fault.validator_value} mục trong danh sách"


def _too_many(fault: ValidationError) -> str:
    return f"chỉ được nhiều nhất {fault.validator_value} mục trong danh sách"


def _empty(_fault: ValidationError) -> str:
    return "bảng này còn trống; hãy thêm vào"


def _goes_with(fault: ValidationError) -> str:
    needed, given = fault.message.split(chr(39))[1::2]
    return f"có “{given}” thì phải có “{needed}” nói rõ điều gì còn chưa chắc; hãy thêm vào"


def _repeated(_fault: ValidationError) -> str:
    return "có mục lặp lại trong danh sách; hãy bỏ bớt"


def _too_small(fault: ValidationError) -> str:
    return f"số phải từ {fault.validator_value} trở lên"


def _too_big(fault: ValidationError) -> str:
    return f"số không được quá {fault.validator_value}"


def _unforeseen(fault: ValidationError) -> str:
    return f"chưa đúng mẫu: {fault.message}"


_SAYINGS: Mapping[str, Callable[[ValidationError], str]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "enum": _choice,
    "type": _type,
    "format": _format,
    "pattern": _pattern,
    "oneOf": _hint,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "minProperties": _empty,
    "dependentRequired": _goes_with,
    "uniqueItems": _repeated,
    "minimum": _too_small,
    "maximum": _too_big,
}
