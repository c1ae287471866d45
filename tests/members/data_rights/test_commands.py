"""What is overdue, on the command line: ids and days, and nobody's name."""

import os
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from handbook_api.cli import main
from handbook_api.core import clock
from handbook_api.members.data_rights import service
from handbook_api.members.transfers import service as transfers

LONG_AGO = datetime(2026, 3, 2, 3, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)


@pytest.fixture
def handbook(runtime, monkeypatch):
    """Type a command; return its exit code and all it said."""
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", runtime.settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(runtime.settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(runtime.settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(runtime.settings.keys))

    def run(*words):
        with clock.frozen(NOW):
            found = CliRunner().invoke(main, words)
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


def test_late_requests_and_breaches_are_listed(runtime, here, handbook):
    with clock.frozen(LONG_AGO), runtime.transaction() as session:
        said = service.NewRequest("see", "Cho tôi xem.")
        asked = service.ask(session, here.himself, runtime.content, said).request
        new = service.NewBreach(here.committee.id, LONG_AGO, "Mất máy tính.")
        breach = service.enter_breach(session, here.officer, runtime.content, new).breach

    code, said = handbook("data-rights", "overdue")

    assert code == 0
    assert [line.split() for line in said.splitlines()] == [
        [str(asked.id), "see", "2026-03-04"],
        [str(breach.id), "breach", "2026-03-05", "10:00"],
        ["Quá", "hạn:", "1", "yêu", "cầu,", "1", "vụ", "vi", "phạm."],
    ]


def test_late_transfers_are_listed(runtime, here, handbook):
    with clock.frozen(LONG_AGO), runtime.transaction() as session:
        asked = transfers.NewTransfer("official_out", place="Tỉnh Xa", reason="Theo con.")
        row = transfers.start_transfer(session, here.himself, runtime.content, asked)

    code, said = handbook("transfers", "overdue")

    assert code == 0
    assert [line.split() for line in said.splitlines()] == [
        [str(row.transfer.id), "requested", "2026-03-16"],
        ["Quá", "hạn:", "1."],
    ]


def test_nothing_late_says_so(handbook):
    assert handbook("transfers", "overdue") == (0, "Quá hạn: 0.\n")
    assert handbook("data-rights", "overdue") == (0, "Quá hạn: 0 yêu cầu, 0 vụ vi phạm.\n")
