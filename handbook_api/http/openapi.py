"""The API described by itself: OpenAPI 3.1 from the route table and the pydantic models."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from handbook_api import __version__
from handbook_api.core.errors import HandbookError
from handbook_api.core.policy import Forbidden, PasswordNeeded, SecondFactorNeeded
from handbook_api.core.words import Words
from handbook_api.http.authentication import SignInNeeded
from handbook_api.http.operations import Operation, operation_of
from handbook_api.http.problems import PROBLEM_JSON, InvalidRequest, ProblemOut, Unavailable
from handbook_api.http.repeats import KeyNotUnderstood, KeyUsedOtherwise, RepeatUnderWay
from handbook_api.http.resource import ApiResource

_VARIABLE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_REFERENCES = "#/components/schemas/{model}"
_NO_CONTENT = 204
_METHODS = ("get", "post", "put", "patch", "delete")

#: Refusals any operation can answer with, besides its own.
_SHARED = {
    400: "request.malformed",
    406: "request.not_acceptable",
    422: InvalidRequest.code,
    500: "service.unexpected",
    503: Unavailable.code,
}


def openapi_document(app: Flask, words: Words) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of every ApiResource route in `app`."""
    found = list(_operations(app))
    schemas = _schemas([contract for _, _, contract, _ in found])
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, contract, summary in found:
        entry = _operation(rule, contract, summary, words, schemas, writes=method != "get")
        paths.setdefault(_VARIABLE.sub(r"{\1}", rule.rule), {})[method] = entry
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sổ tay đảng viên điện tử",
            "version": __version__,
            "description": "Tra cứu văn bản, quy định, hướng dẫn của Đảng. Danh sách trả theo "
            "trang (next_cursor); lỗi theo RFC 9457 với mã ổn định; câu trả lời đọc có ETag.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in sorted({contract.tag for _, _, contract, _ in found})],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": schemas, "securitySchemes": {"token": _TOKEN}},
    }


def _operations(app: Flask) -> Iterator[tuple[Rule, str, Operation, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        resource = getattr(app.view_functions[rule.endpoint], "view_class", None)
        if not (isinstance(resource, type) and issubclass(resource, ApiResource)):
            continue
        for name in _METHODS:
            method = getattr(resource, name, None)
            if method is not None:
                summary = (method.__doc__ or "").strip().splitlines()[0]
                yield rule, name, operation_of(method), summary


def _schemas(contracts: list[Operation]) -> dict[str, Any]:
    models: set[type[BaseModel]] = {ProblemOut}
    models |= {contract.gives for contract in contracts if contract.gives}
    taken: set[type[BaseModel]] = {contract.takes for contract in contracts if contract.takes}
    _, together = models_json_schema(
        [(model, "serialization") for model in sorted(models, key=_name)]
        + [(model, "validation") for model in sorted(taken, key=_name)],
        ref_template=_REFERENCES,
    )
    return dict(sorted(together["$defs"].items()))


def _operation(
    rule: Rule,
    contract: Operation,
    summary: str,
    words: Words,
    schemas: dict[str, Any],
    *,
    writes: bool,
) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _VARIABLE.findall(rule.rule)
    ]
    if contract.query is not None:
        parameters += _query_parameters(contract.query, schemas)
    if contract.conditional:
        parameters.append(_IF_NONE_MATCH)
    if writes and contract.takes_key:
        parameters.append(_IDEMPOTENCY_KEY)
    entry = {
        "operationId": contract.id,
        "tags": [contract.tag],
        "summary": summary,
        "parameters": parameters,
        "responses": _responses(contract, words, writes=writes),
        "x-access": contract.access.value,
    }
    if not contract.is_public:
        entry["security"] = [{"token": []}]
    if contract.takes is not None:
        schema = {"$ref": _REFERENCES.format(model=contract.takes.__name__)}
        entry["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    elif contract.takes_file:
        file = {"schema": {"type": "string", "format": "binary"}}
        entry["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(contract.takes_file, file),
        }
    return entry


def _name(model: type[BaseModel]) -> str:
    return model.__name__


_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "Mã truy cập ngắn hạn nhận khi đăng nhập hoặc làm mới phiên.",
}

_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Chuỗi ngẫu nhiên của thao tác: gửi lại cùng khoá thì nhận lại câu trả lời cũ.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 100},
}

_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETag của lần đọc trước; chưa có gì đổi thì trả 304.",
    "schema": {"type": "string"},
}


def _query_parameters(model: type[BaseModel], schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=_REFERENCES)
    schemas.update(schema.get("$defs", {}))
    required = schema.get("required", [])
    for name, field in schema["properties"].items():
        described = dict(field)
        described.pop("title", None)
        parameter = {"name": name, "in": "query", "required": name in required}
        if "description" in described:
            parameter["description"] = described.pop("description")
        yield {**parameter, "schema": _never_null(described)}


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query string cannot say null: an optional parameter is simply left out."""
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    if len(options) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return {**options[0], **rest}


def _responses(contract: Operation, words: Words, *, writes: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "format": "binary"}
    if contract.gives is not None:
        schema = {"$ref": _REFERENCES.format(model=contract.gives.__name__)}
    content = {media: {"schema": schema} for media in contract.media_types}
    success = str(contract.status)
    answers: dict[str, Any] = {success: {"description": "OK"}}
    if contract.status != _NO_CONTENT:
        answers[success]["content"] = content
    if contract.conditional:
        answers[success]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        answers["304"] = {"description": "Chưa có gì đổi."}
    codes: dict[int, list[str]] = {status: [code] for status, code in _SHARED.items()}
    for status, code in _further(contract, writes=writes):
        codes.setdefault(status, []).append(code)
    for refusal in contract.refuses:
        codes.setdefault(refusal.status, []).append(refusal.code)
    for status, listed in sorted(codes.items()):
        answers[str(status)] = _refusal(listed, words)
    return answers


def _further(contract: Operation, *, writes: bool) -> Iterator[tuple[int, str]]:
    """Yield the refusals that follow from what an operation asks for."""
    yield 401, SignInNeeded.code
    if not contract.is_public:
        yield 403, Forbidden.code
        yield 403, SecondFactorNeeded.code
        yield 403, PasswordNeeded.code
    if contract.takes is not None or contract.takes_file:
        yield 413, "request.too_large"
        yield 415, "request.media_type"
    if writes and contract.takes_key:
        yield 409, KeyUsedOtherwise.code
        yield 409, RepeatUnderWay.code
        yield 422, KeyNotUnderstood.code


def _refusal(codes: list[str], words: Words) -> dict[str, Any]:
    problem = {"$ref": _REFERENCES.format(model=ProblemOut.__name__)}
    return {
        "description": "; ".join(f"{code}: {words.title(code)}" for code in codes),
        "content": {PROBLEM_JSON: {"schema": problem}},
    }


def refusal_codes(app: Flask) -> set[str]:
    """Return every code that the document can name."""
    listed: set[str] = set(_SHARED.values())
    listed |= {
        code
        for _, _, contract, _ in _operations(app)
        for _, code in _further(contract, writes=True)
    }
    for _, _, contract, _ in _operations(app):
        listed |= {refusal.code for refusal in contract.refuses}
    return listed


def all_refusals(base: type[HandbookError] = HandbookError) -> Iterator[type[HandbookError]]:
    """Yield every class of refusal there is."""
    yield base
    for child in base.__subclasses__():
        yield from all_refusals(child)
