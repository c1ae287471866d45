"""A form sent twice acts once: a thumb that slips, and a phone that sends again what it had kept.

The key stands in the form as it was rendered, so that it is one with what was tapped; a script
that sends what it kept says it in the header, as programs do.
"""

from collections.abc import Callable
from uuid import uuid4

import orjson
from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from handbook_api.http import repeats
from handbook_api.pages.page import Page

#: The field of the key.
KEY = "key"


def new_key() -> str:
    """Return a key for one form."""
    return uuid4().hex


def once(page: Page, act: Callable[[], str]) -> AnyResponse:
    """Act, and lead on to the address that `act` returned; sent again, lead there again.

    Raises KeyNotUnderstood, KeyUsedOtherwise, RepeatUnderWay.
    """
    request.get_data()  # kept: what is read as a form first is gone for whoever compares it
    key = repeats.key_of(request, page.identity, request.form.get(KEY))
    account = page.identity.account_id
    if key is None or account is None:
        return page.see(act())

    def told() -> Response:
        return Response(orjson.dumps({"address": act()}), mimetype="application/json")

    answer = repeats.answer_once(page.session, key, account, request, told)
    return page.see(orjson.loads(answer.get_data())["address"])
