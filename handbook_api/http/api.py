"""The versioned API: flask-restx routes, with our one shape of refusal."""

from collections.abc import Iterable

from flask import Blueprint, Flask, Response, request
from flask_restx import Api, Namespace
from werkzeug.exceptions import NotFound

from handbook_api.http import access_log, description, headers, health
from handbook_api.http.problems import problem_response
from handbook_api.http.provider import OrjsonProvider


class HandbookApi(Api):  # type: ignore[misc]  # flask-restx carries no types
    """flask-restx without its own documents and error shapes."""

    def handle_error(self, e: Exception) -> Response:
        """Answer every failure as a problem document."""
        return problem_response(e)


def install(app: Flask, namespaces: Iterable[Namespace]) -> None:
    """`app` answers the API, its description, health checks, and refusals in one shape."""
    app.json = OrjsonProvider(app)
    app.url_map.strict_slashes = True
    access_log.install(app)
    headers.install(app)
    app.before_request(_refuse_nul)
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
    # flask-restx's own documents, and the Swagger UI files they need, stay out.
    app.extensions["restx"] = {"apidoc_registered": True}
    api = HandbookApi(doc=False, default_mediatype=None)
    api.init_app(blueprint, add_specs=False)
    for namespace in namespaces:
        api.add_namespace(namespace)
    app.register_blueprint(blueprint)
    app.register_blueprint(description.bp)
    app.register_blueprint(health.bp)
    app.register_error_handler(Exception, problem_response)


def _refuse_nul() -> None:
    # No id of ours holds U+0000, and PostgreSQL cannot even be asked for one that does.
    if "\x00" in request.path:
        raise NotFound
