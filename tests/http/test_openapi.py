"""The API's description says what the API does."""

import re

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from handbook_api.app import create_app
from handbook_api.http.resource import ApiResource


@pytest.fixture
def document(api):
    return api.get("//openapi.json").json


def test_it_is_valid_openapi_in_both_versions(api, document):
    OpenAPIV31SpecValidator(document).validate()
    older = api.get("//openapi.json", version="3.0").json
    OpenAPIV30SpecValidator(older).validate()

    assert (document["openapi"], older["openapi"]) == ("3.1.0", "3.0.3")
    assert set(older["paths"]) == set(document["paths"])


def test_every_route_is_described(library, document):
    app = create_app(library)
    routed = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if issubclass(getattr(app.view_functions[rule.endpoint], "view_class", object), ApiResource)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routed == {
        (path, method) for path in document["paths"] for method in document["paths"][path]
    }


def test_every_operation_has_a_name_of_its_own(document):
    names = [entry["operationId"] for path in document["paths"].values() for entry in path.values()]

    assert len(names) == len(set(names))
    assert len(names) > 100


def test_the_promised_names_are_there(document):
    assert {
        "/api/v1/documents",
        "/api/v1/documents/{document_id}",
        "/api/v1/documents/{document_id}/provisions",
        "/api/v1/documents/{document_id}/provisions/{anchor}",
        "/api/v1/documents/{document_id}/citations",
        "/api/v1/documents/{document_id}/file",
        "/api/v1/documents/resolve",
        "/api/v1/search",
        "/api/v1/search/suggest",
    } <= set(document["paths"])


def test_an_unknown_version_is_refused(api):
    answer = api.get("//openapi.json", version="2.0")

    assert (answer.status, answer.code) == (422, "openapi.unknown_version")
