"""The base of every endpoint: who asks, one transaction, typed input, typed output, ETag."""

import hashlib
from typing import Any, ClassVar, get_origin

from flask import Response, request
from flask_restx import Resource
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session
from werkzeug.exceptions import MethodNotAllowed, NotAcceptable

from handbook_api.core.identity import Identity
from handbook_api.http.operations import Operation, operation_of
from handbook_api.http.problems import InvalidRequest
from handbook_api.runtime import current_runtime

_READS = frozenset({"GET", "HEAD"})


class ApiResource(Resource):  # type: ignore[misc]  # flask-restx carries no types
    """Authenticate, read the input, open the one transaction, act, write the answer.

    A method is declared with `@operation`; it returns an instance of the `gives` model, or a
    ready Response when it gives a file. Raising rolls back, anything else commits.
    """

    session: Session
    identity: Identity
    #: How long a browser may show an answer without asking again; it always revalidates.
    cache_control: ClassVar[str] = "private, no-cache"

    def dispatch_request(self, *args: Any, **kwargs: Any) -> Response:
        """Answer one request."""
        name = "get" if request.method == "HEAD" else request.method.lower()
        method = getattr(self, name, None)
        if method is None:
            raise MethodNotAllowed(valid_methods=sorted(self.methods or ()))
        contract = operation_of(method)
        runtime = current_runtime()
        self.identity = runtime.authenticate(request)
        _must_accept(contract)
        given = self._query(contract)
        with runtime.transaction(read_only=request.method in _READS) as self.session:
            tag = f"{self.state_tag()}-{_address()}" if contract.conditional else None
            asked = request.if_none_match
            if tag is not None and not asked.star_tag and asked.contains_weak(tag):
                return self._tagged(Response(status=304), tag)
            result = method(*args, **kwargs, **given)
            answer = result if isinstance(result, Response) else _written(result, contract)
            if tag is not None and asked.star_tag:
                answer = Response(status=304)
        return self._tagged(answer, tag) if tag else answer

    def state_tag(self) -> str:
        """Return a tag that changes whenever any answer of this resource could change."""
        raise NotImplementedError

    def _tagged(self, answer: Response, tag: str) -> Response:
        answer.set_etag(tag, weak=True)
        answer.headers["Cache-Control"] = self.cache_control
        answer.headers["Vary"] = "Accept-Language"
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


def _written(result: BaseModel, contract: Operation) -> Response:
    if contract.gives is None or not isinstance(result, contract.gives):
        raise TypeError(f"{contract.id} promised {contract.gives}")
    return Response(result.__pydantic_serializer__.to_json(result), mimetype="application/json")
