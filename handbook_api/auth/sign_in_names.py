"""Under what people sign in: card number, phone, or a name they chose. One reading for each text,
so that a name typed in any of its spellings is counted, found and refused as one."""

import re
from enum import StrEnum

from handbook_api.auth.codes import tidy
from handbook_api.auth.errors import NameNotUnderstood
from handbook_api.db.sealing import KeyRing
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc

#: What is typed is bounded by the wire; this bounds what other rooms hand over.
_MOST = 200

_COUNTRY = re.compile(r"(?:\+|00)84|84(?=[1-9]\d{8,9}$)")
#: Mobile numbers have ten digits, fixed ones eleven.
_PHONE = re.compile(r"0\d{9,10}")
_CARD = re.compile(r"\d{5,15}")
_CHOSEN = re.compile(r"(?=.*[a-z])[a-z0-9._@-]{4,40}")


class NameKind(StrEnum):
    """What a sign-in name is. No text can be read as two of them."""

    CARD = "card"
    PHONE = "phone"
    CHOSEN = "chosen"


def read_name(text: str) -> tuple[NameKind, str]:
    """Return what kind of name `text` is, and its one spelling; whatever it is, it is something.

    “+84 912 345 678” and “0912.345.678” are one phone; “Nguyễn An” and “nguyenan” one name.
    """
    bare = tidy(text[:_MOST])
    digits = _COUNTRY.sub("0", bare, count=1)
    if _PHONE.fullmatch(digits):
        return NameKind.PHONE, digits
    if bare.isdigit():
        return NameKind.CARD, bare
    return NameKind.CHOSEN, "".join(fold(nfc(text[:_MOST])).split())


def spelling_of(kind: NameKind, text: str) -> str:
    """Return the one spelling of `text` as a name of `kind`. Raises NameNotUnderstood."""
    found, spelling = read_name(text)
    shape = {NameKind.CARD: _CARD, NameKind.PHONE: _PHONE, NameKind.CHOSEN: _CHOSEN}[kind]
    if found is not kind or not shape.fullmatch(spelling):
        raise NameNotUnderstood(kind=kind.value)
    return spelling


def blind_of(ring: KeyRing, kind: NameKind, spelling: str) -> bytes:
    """Return the 16 bytes by which a name is kept and looked up."""
    return ring.blind(f"sign_in.{kind}", spelling)
