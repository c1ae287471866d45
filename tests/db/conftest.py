"""What the tests of the database ask for."""

import pytest

from tests.db import audit_log
from tests.db.audit_log import Log


@pytest.fixture
def log(database, tmp_path):
    """An empty audit log, and a file for its anchors."""
    made = Log(database, tmp_path / "anchors.log", audit_log.keys())
    yield made
    made.engine.dispose()
