"""The base of every endpoint: who asks, one transaction, typed input, typed output, ETag."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, get_origin

from flask import Response, g, request
from flask_restx import Resource
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotAcceptable, UnsupportedMediaType

from handbook_api.core.errors import HandbookError, NotFound
from handbook_api.core.identity import GUEST, Identity
from handbook_api.core.policy import Refused, Subject, asleep
from handbook_api.db import audit
from handbook_api.http import repeats
from handbook_api.http.authentication import SignInNeeded, authenticate
from handbook_api.http.operations import Operation, operation_of
from handbook_api.http.packing import pack
from handbook_api.http.problems import InvalidRequest
from handbook_api.runtime import Runtime, current_runtime

_READS = frozenset({"GET", "HEAD"})


class ApiResource(Resource):  # type: ignore[misc]  # flask-restx carries no types
    """Authenticate, read the input, open the one transaction, act, write the answer.

    A method is declared with `@operation`; it returns an instance of the `gives` model, or a
    ready Response when it gives a file. Raising rolls back, anything else commits.
    """

    session: Session
    identity: Identity
    runtime: Runtime
    #: How long a browser may show an answer without asking again; it always revalidates.
    cache_control: ClassVar[str] = "private, no-cache"
    #: True where reading is itself an act that is written down.
    audited_reads: ClassVar[bool] = False
    #: True where answers travel packed: what phones fetch over weak signal.
    packed: ClassVar[bool] = False

    def dispatch_request(self, *args: Any, **kwargs: Any) -> Response:
        """Answer one request."""
        name = "get" if request.method == "HEAD" else request.method.lower()
        method = getattr(self, name, None)
        if method is None:
            raise MethodNotAllowed(valid_methods=sorted(self.methods or ()))
        contract = operation_of(method)
        self.runtime = current_runtime()
        self.identity = GUEST if contract.is_door else authenticate(self.runtime, request)
        if self.identity.is_guest and not contract.is_public:
            raise SignInNeeded
        _must_accept(contract)
        given = {**self._query(contract), **_body(contract)}
        try:
            answer = self._act(contract, lambda: method(*args, **kwargs, **given))
            return pack(request, answer) if self.packed else answer
        except HandbookError as refusal:
            if refusal.remembered:
                self._remember(refusal)
            if refusal.status == NotFound.status and self._may_be_asleep(contract):
                raise asleep(self.identity)(act=contract.access.value) from refusal
            raise

    def state_tag(self) -> str:
        """Return a tag that changes whenever any answer of this resource could change."""
        raise NotImplementedError

    @contextmanager
    def step(self) -> Iterator[Session]:
        """Open one of the transactions of a method declared `in_steps`."""
        with self.runtime.transaction() as session:
            session.info["origin"] = _origin(self.identity)
            yield session

    def _act(self, contract: Operation, method: Any) -> Response:
        if contract.in_steps:
            answer = _answer(method(), contract)
            answer.headers.setdefault("Cache-Control", "no-store")
            return answer
        read_only = request.method in _READS and not self.audited_reads
        with self.runtime.transaction(read_only=read_only) as self.session:
            self.session.info["origin"] = _origin(self.identity)
            tag = f"{self.state_tag()}-{_address()}" if contract.conditional else None
            asked = request.if_none_match
            if tag is not None and not asked.star_tag and asked.contains_weak(tag):
                return self._tagged(Response(status=304), tag)
            answer = self._once(contract, lambda: _answer(method(), contract))
            if tag is not None and asked.star_tag:
                answer = Response(status=304)
        if tag:
            return self._tagged(answer, tag)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def _once(self, contract: Operation, act: Callable[[], Response]) -> Response:
        account, key = self.identity.account_id, None
        if request.method not in _READS:
            key = repeats.key_of(request, self.identity)
        if key is None or account is None or not contract.keeps_answer:
            return act()
        return repeats.answer_once(self.session, key, account, request, act)

    def _remember(self, refusal: HandbookError) -> None:
        """Write a refused act down; the act's own transaction has been rolled back."""
        with self.runtime.transaction() as session:
            session.info["origin"] = _origin(self.identity)
            act = str(refusal.facts.get("act", refusal.code))
            about = refusal.subject if isinstance(refusal, Refused) else Subject()
            facts = {name: str(value) for name, value in (request.view_args or {}).items()}
            if about.account_id is not None:
                facts["account"] = str(about.account_id)
            audit.record(
                *(session, self.identity, act, "route", _route()),
                path=about.path,
                facts=facts,
                refused=True,
            )

    def _may_be_asleep(self, contract: Operation) -> bool:
        """Whether this person might see more with his password or one-time code.

        He is then told so whether the thing exists or not: it tells nothing about the thing.
        """
        return bool(self.identity.dormant) and not contract.is_public

    def _tagged(self, answer: Response, tag: str) -> Response:
        answer.set_etag(tag, weak=True)
        answer.headers["Cache-Control"] = self.cache_control
        answer.headers["Vary"] = "Accept-Language, Authorization"
        return answer

    def _query(self, contract: Operation) -> dict[str, BaseModel]:
        if contract.query is None:
            if request.args:
                raise InvalidRequest(_unexpected_arguments())
            return {}
        try:
            return {"query": contract.query.model_validate(_raw_query(contract.query))}
        except ValidationError as error:
            raise InvalidRequest(error) from error


def _origin(identity: Identity) -> audit.Origin:
    return audit.Origin(g.get("request_id"), identity.session_id)


def _route() -> str:
    rule = request.url_rule.rule if request.url_rule else ""
    return f"{request.method} {rule.removeprefix('/api/v1')}"[:64]


def _body(contract: Operation) -> dict[str, BaseModel]:
    """Read the JSON body into its model. Raises InvalidRequest naming every wrong field."""
    if contract.takes_file:
        if request.mimetype not in contract.takes_file:
            raise UnsupportedMediaType
        request.max_content_length = contract.most_bytes
        return {}
    if contract.takes is None:
        return {}
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    if contract.most_bytes is not None:
        request.max_content_length = contract.most_bytes
    raw = request.get_data(cache=True)
    try:
        return {"body": contract.takes.model_validate_json(raw)}
    except ValidationError as error:
        if error.errors(include_url=False, include_context=False)[0]["type"] == "json_invalid":
            raise BadRequest from error
        raise InvalidRequest(error) from error


def _address() -> str:
    """A short name of what was asked for: a tag is good for its own address alone."""
    return hashlib.sha256(request.full_path.encode("utf-8", "replace")).hexdigest()[:12]


def _raw_query(model: type[BaseModel]) -> dict[str, Any]:
    lists = {
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    }
    return {
        name: values if name in lists or len(values) > 1 else values[0]
        for name, values in request.args.lists()
    }


class _NoArguments(BaseModel, extra="forbid"):
    pass


def _unexpected_arguments() -> ValidationError:
    try:
        _NoArguments.model_validate(dict(request.args))
    except ValidationError as error:
        return error
    raise AssertionError("called only when there are arguments")


def _must_accept(contract: Operation) -> None:
    accepted = request.accept_mimetypes
    if accepted and accepted.best_match(contract.media_types) is None:
        raise NotAcceptable


def _answer(result: Any, contract: Operation) -> Response:
    if isinstance(result, Response):
        return result
    if contract.gives is None and result is None:
        return Response(status=204)
    if contract.gives is None or not isinstance(result, contract.gives):
        raise TypeError(f"{contract.id} promised {contract.gives}")
    written = result.__pydantic_serializer__.to_json(result)
    return Response(written, contract.status, mimetype="application/json")
