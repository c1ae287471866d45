"""Official codes M1.M2.M3.M4.M5: how they are written, and which stand under which.

A code goes as far down as its organisation stands: the top has “19”, a commune “19.024”, a cell
in it “19.024.003.000.012”. How many digits each part has: organisation_kinds.toml.
"""

from collections.abc import Sequence

from handbook_api.organisations.errors import CodeNotUnderstood

_DOT = "."


def tidy_code(text: str, digits: Sequence[int]) -> str:
    """Return a code as it is kept: parts of `digits` digits, without empty parts at the end.

    Raises CodeNotUnderstood.
    """
    parts = "".join(text.split()).split(_DOT)
    if len(parts) > len(digits):
        raise CodeNotUnderstood(given=text[:40])
    for part, count in zip(parts, digits, strict=False):
        if not (len(part) == count and part.isascii() and part.isdigit()):
            raise CodeNotUnderstood(given=text[:40])
    while parts and not int(parts[-1]):
        parts.pop()
    if not parts or not int(parts[0]):
        raise CodeNotUnderstood(given=text[:40])
    return _DOT.join(parts)


def is_under(code: str, above: str) -> bool:
    """Whether `code` begins with the code `above`, and goes further."""
    return code.startswith(above + _DOT)


def replanted(code: str, before: str | None, after: str, digits: Sequence[int]) -> str | None:
    """Return what `code`, once under the code `before`, becomes under `after`.

    What follows `before` stays; of a code that began with neither, only its last part stays.
    None when that would be no code.
    """
    if before and is_under(code, before):
        own = code[len(before) :]
    elif is_under(code, after):
        return code
    else:
        own = _DOT + code.rpartition(_DOT)[2]
    try:
        return tidy_code(after + own, digits)
    except CodeNotUnderstood:
        return None
