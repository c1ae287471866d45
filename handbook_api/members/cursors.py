"""Where a list of people goes on. Addresses are logged on their way: the name in it is sealed."""

import base64
import binascii
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from handbook_api.core.paging import CursorNotUnderstood
from handbook_api.db.sealing import KeyUnknown, Place, SealBroken, keys_of
from handbook_api.members.models import Member

_PLACE = Place("members", "cursor", "")


def cursor_after(session: Session, last: Member) -> str:
    """Return the cursor of the page that comes after `last`; it tells nobody else anything."""
    key = orjson.dumps([last.sort_name, last.id.hex]).decode()
    return base64.urlsafe_b64encode(keys_of(session).seal(key, _PLACE)).decode().rstrip("=")


def opened_cursor(session: Session, cursor: str) -> tuple[str, UUID]:
    """Return sort key and id of the last person of the page before. Raises CursorNotUnderstood."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        sort_name, id_ = orjson.loads(keys_of(session).open(sealed, _PLACE))
    except (binascii.Error, ValueError, SealBroken, KeyUnknown) as error:
        raise CursorNotUnderstood from error
    return str(sort_name), UUID(id_)
