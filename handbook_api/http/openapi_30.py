"""The same description for generators that still need OpenAPI 3.0."""

from typing import Any


def as_openapi_30(document: dict[str, Any]) -> dict[str, Any]:
    """Return `document` (3.1) in the words of 3.0.3; nothing is lost but `const` and unions of
    null, which 3.0 says as a one-value enum and `nullable`."""
    converted = _convert(document)
    converted["openapi"] = "3.0.3"
    return dict(converted)


def _convert(node: Any) -> Any:
    if isinstance(node, list):
        return [_convert(item) for item in node]
    if not isinstance(node, dict):
        return node
    # 3.0 knows no rules for the names in a map; the service holds them all the same.
    node = {key: _convert(value) for key, value in node.items() if key != "propertyNames"}
    if "patternProperties" in node:
        node["additionalProperties"] = next(iter(node.pop("patternProperties").values()))
    if "const" in node:
        node["enum"] = [node.pop("const")]
    for bound in ("Minimum", "Maximum"):
        exclusive = f"exclusive{bound}"
        if isinstance(node.get(exclusive), int | float):
            node[bound.lower()], node[exclusive] = node[exclusive], True
    return _beside_reference(_nullable(node))


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    options = node.get("anyOf")
    if not isinstance(options, list) or {"type": "null"} not in options:
        return node
    rest = [option for option in options if option != {"type": "null"}]
    others = {key: value for key, value in node.items() if key != "anyOf"}
    if len(rest) == 1 and "$ref" not in rest[0]:
        return {**rest[0], **others, "nullable": True}
    if len(rest) == 1:
        return {"allOf": rest, **others, "nullable": True}
    return {"anyOf": rest, **others, "nullable": True}


def _beside_reference(node: dict[str, Any]) -> dict[str, Any]:
    # 3.0 ignores everything beside a $ref, so the reference moves into allOf.
    if "$ref" not in node or len(node) == 1:
        return node
    others = {key: value for key, value in node.items() if key != "$ref"}
    return {"allOf": [{"$ref": node["$ref"]}], **others}
