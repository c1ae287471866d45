"""Every operation of the API, with right and wrong input made from its own description.

HANDBOOK_TEST_TIMES=10 tries ten times as much as the suite has time for.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from werkzeug.serving import WSGIRequestHandler, make_server

from handbook_api.app import create_app
from handbook_api.http.operations import operation_of
from handbook_api.registry import NAMESPACES
from handbook_api.runtime import Runtime
from tests.matrix.staging import peopled

_TIMES = int(os.environ.get("HANDBOOK_TEST_TIMES", "1"))
#: Inputs for each operation and phase.
GUEST_EXAMPLES = 60 * _TIMES
OFFICER_EXAMPLES = 6 * _TIMES


#: How wrong input is refused: besides what the checker knows, as too large to be looked at.
_REJECTING = """[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
"""


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_):
        """Thousands of strange addresses help nobody."""


@contextmanager
def _served(runtime: Runtime) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(runtime), threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_no_input_makes_the_api_fail_or_answer_what_it_did_not_announce(library, tmp_path):
    # To every other operation a guest gets no further than the door; the officer's run tries that.
    public = [name for one in _public() for name in ("--include-operation-id", one)]
    with _served(library) as address:
        tried = _try_everything(address, tmp_path, GUEST_EXAMPLES, *public)

    assert tried > 1000


def test_no_input_of_an_officer_does_so_either(copies, settings_for, tmp_path):
    with peopled(copies, settings_for, tmp_path) as (runtime, world):
        here = world.targets["A1a"]
        ids = {
            "organisation_id": here.organisation,
            "member_id": here.member,
            "account_id": here.account,
            **{f"{name}_id": getattr(here.belongings, name) for name in _HANGING_ON_A_PERSON},
        }
        with _served(runtime) as address:
            tried = _try_everything(
                address,
                tmp_path,
                OFFICER_EXAMPLES,
                "--header",
                f"Authorization: Bearer {world.token('organisation_officer', 'own')}",
                # After these every other would only say that nobody is signed in.
                *("--exclude-operation-id", "signOut"),
                *("--exclude-operation-id", "endMySession"),
                ids={name: str(id_) for name, id_ in ids.items()},
            )

    assert tried > 1000


def _public() -> Iterator[str]:
    """Yield what a guest may call, as each endpoint itself says."""
    for namespace in NAMESPACES:
        for resource in namespace.resources:
            for method in resource.resource.methods or ():
                contract = operation_of(getattr(resource.resource, method.lower()))
                if contract.is_public:
                    yield contract.id


_HANGING_ON_A_PERSON = (
    *("slip", "reset", "appointment", "line", "transfer", "correction", "request", "breach"),
)


def _try_everything(
    address: str, folder: Path, examples: int, *more: str, ids: Mapping[str, str] | None = None
) -> int:
    """Return how many inputs were tried; a failure of the API or its description fails the test.

    ids: what path parameters are, so that an input comes further than to "not found".
    """
    config = folder / "schemathesis.toml"
    lines = [f'"path.{name}" = "{id_}"' for name, id_ in (ids or {}).items()]
    config.write_text("\n".join([_REJECTING, "[parameters]", *lines]), "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{address}/openapi.json", *more),
            *("--max-examples", str(examples), "--seed", "294", "--no-color"),
            *("--generation-database", "none", "--checks", "all"),
            *("--exclude-checks", "positive_data_acceptance"),
        ],
        capture_output=True,
        text=True,
        timeout=500 * _TIMES,
        cwd=folder,
        check=False,
    )
    # Its advice comes after what failed, and is long.
    _, _, failed = done.stdout.partition("= FAILURES =")
    assert done.returncode == 0, (failed or done.stdout)[:6000] + done.stderr[-2000:]
    tried = re.search(r"(\d[\d,]*) generated", done.stdout)
    assert tried is not None, done.stdout[-2000:]
    return int(tried[1].replace(",", ""))
