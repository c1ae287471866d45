"""`POST /member-exports`, and the command."""

import io
import os

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from handbook_api.cli import main
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.exports import schemas
from handbook_api.members.exports.service import Wanted
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.members import a_new_member
from tests.support.people import an_account, appoint, signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODY = {"purpose": "Lập danh sách dự hội nghị", "fields": ["full_name", "phone"]}
CANARY = "Phạm Canh Chừng"


@pytest.fixture
def people(province):
    with province.runtime.transaction() as session:
        province.add(
            session,
            a_new_member(province.cell, "Nguyễn Văn Thử", sealed={"phone": "0912000077"}),
            a_new_member(province.far_cell, CANARY, sealed={"phone": "0912000078"}),
        )


@pytest.fixture
def ask(province, people):
    """Ask for an export as the officer of the ward, or as somebody else there."""
    app = create_app(province.runtime)

    def post(body, role=Role.ORGANISATION_OFFICER, strength=Strength.TWO_FACTOR, **headers):
        with province.runtime.transaction() as session:
            account = an_account(session, name="Cán bộ Mẫu")
            appoint(session, account, province.ward, role)
        token = signed_in(province.runtime, account, strength=strength)
        client = Client(app, province.runtime.engine, token)
        return client.post("/member-exports", body, headers=headers)

    return post


def _entries(province):
    with province.runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == "members.export")
        return session.scalars(query).all()


def test_the_answer_is_a_workbook_and_it_is_written_down(province, ask):
    answer = ask(BODY)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == XLSX
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.body)).active.iter_rows(values_only=True))
    assert rows[-1] == (1, "Nguyễn Văn Thử", "0912000077")
    assert CANARY not in repr(rows)
    (entry,) = _entries(province)
    assert entry.facts == {"purpose": BODY["purpose"], "rows": 1}


def test_fields_that_are_not_ones_to_see_are_refused_and_nothing_is_given(province, ask):
    answer = ask(BODY, Role.INSPECTION_OFFICER)

    assert (answer.status, answer.code) == (403, "exports.fields_not_seen")
    assert "Số điện thoại" in answer.json["detail"]
    assert _entries(province) == []


def test_without_the_second_factor_the_refusal_is_written_down(province, ask):
    answer = ask(BODY, strength=Strength.PASSWORD)

    assert (answer.status, answer.code) == (403, "auth.second_factor_needed")
    (entry,) = _entries(province)
    assert entry.refused


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "ngắn"},
        {"fields": []},
        {"fields": ["x" * 201]},
        {"organisation_id": "không phải"},
        {"shape": "round"},
    ],
)
def test_what_cannot_be_asked_is_refused(ask, change):
    answer = ask({**BODY, **change})

    assert (answer.status, answer.code) == (422, "request.invalid")


def test_more_than_somebody_waits_for_is_sent_to_the_command_line(ask, monkeypatch):
    monkeypatch.setattr(schemas, "MOST_AT_ONCE", 0)

    answer = ask(BODY)

    assert (answer.status, answer.code) == (413, "exports.too_long")


def test_the_wire_asks_for_no_more_than_somebody_waits_for():
    wanted = schemas.ExportIn.model_validate(BODY).wanted

    assert isinstance(wanted, Wanted)
    assert wanted.most_rows == schemas.MOST_AT_ONCE


def test_no_file_is_left_beside_the_database(province, ask):
    folder = province.runtime.settings.var_folder
    before = sorted(folder.rglob("*"))

    ask(BODY)

    assert sorted(folder.rglob("*")) == before


@pytest.fixture
def handbook(province, people, monkeypatch):
    """Type a command; return its exit code and all it said."""
    settings = province.runtime.settings
    for name in [name for name in os.environ if name.startswith("HANDBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", settings.database)
    monkeypatch.setenv("HANDBOOK_VAR_FOLDER", str(settings.var_folder))
    monkeypatch.setenv("HANDBOOK_CONTENT_FOLDER", str(settings.content_folder))
    monkeypatch.setenv("HANDBOOK_KEY_FILE", str(settings.keys))

    def run(*words):
        found = CliRunner().invoke(main, [str(word) for word in words])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    return run


def test_the_command_writes_the_list_for_its_owner_alone(province, handbook, tmp_path):
    path = tmp_path / "tat-ca.xlsx"

    code, said = handbook("members", "export", path, "--purpose", "Đối chiếu hằng quý")

    assert (code, "2 người" in said) == (0, True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.glob("*.xlsx")) == ["tat-ca.xlsx"]
    (entry,) = _entries(province)
    assert entry.actor == "terminal"


def test_the_command_refuses_without_leaving_anything(province, handbook, tmp_path):
    path = tmp_path / "tat-ca.xlsx"

    code, said = handbook("members", "export", path, "--purpose", "ngắn")

    assert code == 1
    assert "mục đích" in said
    assert list(tmp_path.glob("*tat-ca*")) == []
    assert _entries(province) == []
