"""Cursors that name the last row by its id, and so tell nobody anything."""

from uuid import UUID

from handbook_api.core.paging import CursorNotUnderstood, decode_cursor, encode_cursor


def cursor_of(row_id: UUID) -> str:
    """Return the cursor of the page after the row."""
    return encode_cursor([str(row_id)])


def last_id(cursor: str) -> UUID:
    """Return the id that `cursor_of` was given. Raises CursorNotUnderstood."""
    (text,) = decode_cursor(cursor, (str,))
    try:
        return UUID(str(text))
    except ValueError as error:
        raise CursorNotUnderstood from error
