"""/openapi.json for programs, /docs for people who write them (no script needed)."""

import hashlib
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from handbook_api.core.errors import HandbookError
from handbook_api.http.openapi import openapi_document
from handbook_api.http.openapi_30 import as_openapi_30
from handbook_api.http.problems import words_of_request
from handbook_api.runtime import current_runtime

bp = Blueprint(
    "description",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


class UnknownVersion(HandbookError):
    """Only 3.0 and 3.1 are spoken."""

    status, code = 422, "openapi.unknown_version"


@bp.get("/openapi.json")
def openapi() -> AnyResponse:
    """Give the OpenAPI document; 3.1 unless `?version=3.0`."""
    version = request.args.get("version", "3.1")
    if version not in ("3.0", "3.1"):
        raise UnknownVersion(version=version[:20])
    document = openapi_document(current_app, words_of_request())
    body = orjson.dumps(document if version == "3.1" else as_openapi_30(document))
    answer = Response(body, mimetype="application/json")
    answer.set_etag(hashlib.sha256(body).hexdigest()[:24])
    answer.headers["Cache-Control"] = "no-cache"
    return answer.make_conditional(request)


@bp.get("/docs")
def docs() -> str:
    """Show every operation, its parameters and answers, as a page that needs no script."""
    document = openapi_document(current_app, current_runtime().words("vi"))
    return render_template(
        "docs.html",
        info=document["info"],
        operations=list(_listed(document)),
        schemas=document["components"]["schemas"],
        name_of=_name_of,
    )


def _listed(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _name_of(schema: dict[str, Any]) -> str:
    """Return the type of a value in words a programmer reads."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_name_of(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_name_of(schema.get('items', {}))}[]"
    kind = str(schema.get("type", "object"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind
