"""The matrix as people read it: docs/permissions.md."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from handbook_api.app import create_app
from handbook_api.http.openapi import openapi_document
from handbook_api.runtime import Runtime
from tests.matrix.calls import CALLS
from tests.matrix.world import ACTORS, RELATIONS

DOCUMENT = Path(__file__).parents[2] / "docs/permissions.md"

_HEAD = """# Who may do what

Made by `python -m tests.matrix` from `tests/matrix/declared.csv`, which the suite holds against
real answers over HTTP, on SQLite and on PostgreSQL. A route that is not in it fails the build.

Each actor holds one role: cell roles in a cell, the others in a base committee
(`committee_secretary`: bí thư of that committee), all with the second factor given. A relation
says where the target stands from there: *own* organisation, *child*, *sibling*, *parent*, *other*
committee; *moved*: the role ended yesterday; *disabled*: the account was switched off. `self` is
the person the target is about, `nobody` has an account without any role.

✓ done · list: in the list · (list): a list without the target · 403 not within one's rights ·
404 not seen, the same as missing · 401 signed out · – no such case.
"""

_SIGNS = {
    "yes": "✓",
    "shown": "list",
    "empty": "(list)",
    "no": "403",
    "hidden": "404",
    "out": "401",
    "-": "–",
}


def permissions(runtime: Runtime, matrix: Mapping[tuple[str, str], Mapping[str, str]]) -> str:
    """Return the whole document."""
    document = openapi_document(create_app(runtime), runtime.words("vi"))
    return _HEAD + "".join(_section(*route, matrix) for route in _routes(document))


def _routes(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for path, methods in document["paths"].items():
        for method, entry in methods.items():
            if entry["operationId"] in CALLS:
                yield (
                    f"{method.upper()} {path.removeprefix('/api/v1')}",
                    entry["operationId"],
                    entry["summary"],
                    entry["x-access"],
                )


def _section(
    route: str,
    operation: str,
    summary: str,
    access: str,
    matrix: Mapping[tuple[str, str], Mapping[str, str]],
) -> str:
    lines = [f"\n## {route}\n", f"{summary} (`{operation}`, {access})\n"]
    lines.append("| who | " + " | ".join(RELATIONS) + " |")
    lines.append("| --- |" + " --- |" * len(RELATIONS))
    rows: dict[tuple[str, ...], list[str]] = {}
    for actor in ACTORS:
        signs = tuple(_SIGNS[matrix[operation, actor][relation]] for relation in RELATIONS)
        rows.setdefault(signs, []).append(actor)
    lines += [f"| {', '.join(actors)} | {' | '.join(signs)} |" for signs, actors in rows.items()]
    return "\n".join(lines) + "\n"
