"""Every operation of the API, with right and wrong input made from its own description."""

import re
import subprocess
import sys
from threading import Thread

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from handbook_api.app import create_app

#: For each operation and phase; `make bench` is not the place, chance is.
EXAMPLES = 120


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_):
        """Thousands of strange addresses help nobody."""


@pytest.fixture
def address(library):
    server = make_server("127.0.0.1", 0, create_app(library), threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_input_makes_the_api_fail_or_answer_what_it_did_not_announce(address, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
            *("--max-examples", str(EXAMPLES), "--seed", "294", "--no-color"),
            *("--generation-database", "none", "--checks", "all"),
            *("--exclude-checks", "positive_data_acceptance"),
        ],
        capture_output=True,
        text=True,
        timeout=500,
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    tried = re.search(r"(\d[\d,]*) generated", done.stdout)
    assert tried is not None, done.stdout[-2000:]
    assert int(tried[1].replace(",", "")) > 1000
