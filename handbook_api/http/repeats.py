"""A write sent twice is done once: the first answer is kept and given again.

A phone with a weak signal sends again what it does not know to have arrived. With the same
Idempotency-Key the second sending gets the first one's answer, word for word.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Request, Response
from sqlalchemy import LargeBinary, String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity
from handbook_api.db.base import Base
from handbook_api.db.sealing import Place, keys_of

_KEY = re.compile(r"[\x21-\x7e]{8,100}")


class KeyNotUnderstood(HandbookError):
    """An Idempotency-Key is 8 to 100 visible ASCII characters; a random UUID is right."""

    status, code = 422, "request.idempotency_key"


class KeyUsedOtherwise(HandbookError):
    """The same Idempotency-Key came with another request; take a new key for a new act."""

    status, code = 409, "request.idempotency_conflict"


class RepeatUnderWay(HandbookError):
    """The first sending was just being answered; send once more to get its answer."""

    status, code = 409, "request.repeat_under_way"


class KeptAnswer(Base):
    """The answer to one keyed write, sealed: it may hold personal data."""

    __tablename__ = "kept_answers"

    #: SHA-256 of account, device, rights and key.
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(index=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(index=True)


def key_of(request: Request, identity: Identity, written: str | None = None) -> str | None:
    """Return the name under which the answer is kept; None when the request carries no key.

    written: the key that stands in a form, where no header can carry it. The same key on another
    device, or with other rights than before, is another name: an answer is never given again to
    somebody who would be refused it now. Raises KeyNotUnderstood. Guests' keys are ignored: nobody
    could tell them apart.
    """
    key = request.headers.get("Idempotency-Key", written)
    if key is None or identity.account_id is None:
        return None
    if not _KEY.fullmatch(key):
        raise KeyNotUnderstood
    rights = sorted((grant.role.value, grant.path) for grant in identity.grants)
    who = (identity.account_id, identity.session_id, identity.strength.value, rights)
    return hashlib.sha256(f"{who}\n{key}".encode()).hexdigest()


def answer_once(
    session: Session, key: str, account_id: UUID, request: Request, act: Callable[[], Response]
) -> Response:
    """Return the kept answer of `key`, or act and keep the answer in the same transaction.

    The key is taken before the act: of two sendings at the same moment the second waits for the
    first and is then told to ask again. Raises KeyUsedOtherwise, RepeatUnderWay. Files are not
    kept, nor is what was refused.
    """
    asked = _hash(request)
    kept = session.get(KeptAnswer, key)
    if kept is not None:
        if kept.request_hash != asked:
            raise KeyUsedOtherwise
        body = keys_of(session).open(kept.sealed, _place(key))
        again = Response(body, kept.status, mimetype="application/json" if body else None)
        again.headers["Idempotent-Replay"] = "true"
        return again
    kept = _take(session, key, account_id, asked)
    answer = act()
    if (answer.status_code < 300 and answer.mimetype == "application/json") or not answer.data:
        kept.status = answer.status_code
        kept.sealed = keys_of(session).seal(answer.get_data(as_text=True), _place(key))
    else:
        session.delete(kept)
    return answer


def _take(session: Session, key: str, account_id: UUID, asked: str) -> KeptAnswer:
    taken = KeptAnswer(
        id=key,
        account_id=account_id,
        request_hash=asked,
        status=0,
        sealed=b"",
        kept_at=clock.now(),
    )
    session.add(taken)
    try:
        session.flush()
    except IntegrityError as error:
        raise RepeatUnderWay from error
    return taken


def forget_before(session: Session, instant: datetime) -> None:
    """No answer kept before `instant` (UTC) is left."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < instant))


def _hash(request: Request) -> str:
    said = b"\n".join(
        (request.method.encode(), request.full_path.encode("utf-8", "replace"), request.get_data())
    )
    return hashlib.sha256(said).hexdigest()


def _place(key: str) -> Place:
    return Place("kept_answers", "sealed", key)
