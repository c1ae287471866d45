"""Pages on an application: their layout, their words for days and hours, and lost addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from handbook_api.core.policy import Access
from handbook_api.http.problems import problem_response
from handbook_api.pages import assets, display, writing
from handbook_api.pages.addresses import here
from handbook_api.pages.page import Page
from handbook_api.pages.same_origin import ForeignForm

#: Addresses of programs: their refusals are problem documents.
_FOR_PROGRAMS = ("/api/", "/openapi.json", "/health", "/metrics")


def install(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    """`app` answers the pages of `blueprints`, and shows a page where there is none."""
    layout = Blueprint("pages", __name__, template_folder="templates")
    for blueprint in (layout, assets.bp, display.bp, *blueprints):
        app.register_blueprint(blueprint)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = assets.asset
    app.jinja_env.filters.update(writing.FILTERS)
    app.context_processor(lambda: {"here": here(request)})
    for lost in (NotFound, MethodNotAllowed):
        app.register_error_handler(lost, _lost)


class LostPage(Page):
    """What is shown where there is no page."""

    access = Access.PUBLIC

    def __init__(self, error: HTTPException) -> None:
        self._error = error

    def get(self) -> str:
        """Say so."""
        raise self._error

    post = put = patch = delete = get

    def _refused(self, error: Exception, given: Mapping[str, Any]) -> Response:
        # Nothing is done here: where a form comes from makes no difference.
        return super()._refused(self._error if isinstance(error, ForeignForm) else error, given)


def _lost(error: HTTPException) -> Response:
    if request.path.startswith(_FOR_PROGRAMS):
        return problem_response(error)
    return LostPage(error).dispatch_request()
