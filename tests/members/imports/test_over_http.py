"""Sent, previewed, given back, confirmed: by the officer, and by nobody else."""

import io
from datetime import date, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import func, select, text

from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.imports import service
from handbook_api.members.imports.jobs import forget_files
from handbook_api.members.imports.models import ImportPart, ImportRun
from handbook_api.members.imports.service.receiving import MOST_WAITING
from handbook_api.members.models import Member
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.people import an_account, appoint, signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
THU = ("Nguyễn Văn Thử", date(1960, 5, 15), "Nam", date(1985, 3, 3), date(1986, 3, 3))
CELL = "19.024.003.000.002"
CANARY = "Phạm Canh Chừng"


@pytest.fixture
def web(committee):
    """The API, asked by the officer of the commune unless somebody else is named."""
    app = create_app(committee.runtime)
    with committee.runtime.transaction() as session:
        officer = an_account(session, name="Cán bộ Mẫu")
        appoint(session, officer, committee.ward, Role.ORGANISATION_OFFICER)
        colleague = an_account(session, name="Cán bộ Bạn")
        appoint(session, colleague, committee.ward, Role.ORGANISATION_OFFICER)
        secretary = an_account(session, name="Bí thư Mẫu")
        appoint(session, secretary, committee.cells[CELL], Role.SECRETARY)
    token = {
        name: signed_in(committee.runtime, account, strength=strength)
        for name, account, strength in (
            ("officer", officer, Strength.TWO_FACTOR),
            ("asleep", officer, Strength.PASSWORD),
            ("colleague", colleague, Strength.TWO_FACTOR),
            ("secretary", secretary, Strength.TWO_FACTOR),
        )
    }
    guest = Client(app, committee.runtime.engine)
    people = {name: guest.acting_as(one) for name, one in token.items()}
    return SimpleNamespace(guest=guest, **people)


def _send(client, path, **query):
    headers = {"Content-Type": XLSX if path.suffix == ".xlsx" else "text/csv"}
    return client.ask("POST", "/member-imports", headers=headers, body=path.read_bytes(), **query)


def _count(committee, table):
    with committee.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_list_is_sent_previewed_and_confirmed(web, committee, workbook):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL)))
    proposal = sent.json
    address = f"/member-imports/{proposal['id']}"
    preview = web.officer.post(f"{address}/preview", proposal["mapping"])
    done = web.officer.post(f"{address}/confirmation", {"mapping": proposal["mapping"]})

    assert (sent.status, preview.status, done.status) == (201, 200, 201)
    assert sent.headers["Cache-Control"] == "no-store"
    columns = {one["letter"]: one["target"]["code"] for one in proposal["columns"]}
    assert columns["A"] == "full_name"
    assert columns["G"] == "cell"
    assert proposal["missing"] == []
    counts = {"rows": 1, "new": 1, "unchanged": 0, "changed": 0, "faults": 0}
    assert preview.json["counts"] == counts
    assert preview.json["by_cell"] == [{"cell": CELL, "count": 1}]
    assert done.json == {
        "id": proposal["id"],
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "left": 0,
    }
    assert _count(committee, Member) == 1


def test_faults_come_in_words_and_in_the_list_itself(web, workbook):
    sent = _send(web.officer, workbook((*THU, "1234567", CELL))).json
    address = f"/member-imports/{sent['id']}"
    early = web.officer.get(f"{address}/faults")
    preview = web.officer.post(f"{address}/preview", sent["mapping"])
    back = web.officer.get(f"{address}/faults")
    refused = web.officer.post(f"{address}/confirmation", {"mapping": sent["mapping"]})

    (fault,) = preview.json["faults"]
    assert (fault["box"], fault["code"]) == ("F2", "imports.zero_lost")
    assert "có thể mất số 0 ở đầu" in fault["fix"]
    assert (early.status, early.code) == (409, "imports.not_previewed")
    assert (refused.status, refused.code) == (422, "imports.list_refused")
    assert back.headers["Content-Type"] == XLSX
    assert back.headers["Cache-Control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(back.body)).worksheets[0]
    assert "mất số 0" in sheet["F2"].comment.text


def test_a_csv_is_a_list_too(web, csv):
    path = csv(
        f"Họ và tên;Ngày sinh;Ngày vào Đảng;Chi bộ\nNguyễn Văn Thử;15/5/1960;3/3/1985;{CELL}\n"
    )

    sent = _send(web.officer, path).json
    done = web.officer.post(
        f"/member-imports/{sent['id']}/confirmation", {"mapping": sent["mapping"]}
    )

    assert done.json["added"] == 1


def test_the_columns_confirmed_last_time_are_offered_again(web, workbook):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL))).json
    mapping = {**sent["mapping"], "columns": {**sent["mapping"]["columns"]}}
    mapping["columns"].pop("C")
    web.officer.post(f"/member-imports/{sent['id']}/confirmation", {"mapping": mapping})

    again = _send(web.officer, workbook((*THU, "01234568", CELL), name="sau.xlsx")).json

    assert sent["remembered"] is None
    assert again["remembered"] == mapping


def test_a_list_is_its_senders_alone(web, workbook):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL))).json
    address = f"/member-imports/{sent['id']}"

    for answer in (
        web.colleague.post(f"{address}/preview", sent["mapping"]),
        web.colleague.get(f"{address}/faults"),
        web.colleague.post(f"{address}/confirmation", {"mapping": sent["mapping"]}),
    ):
        assert (answer.status, answer.code) == (404, "imports.not_found")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("guest", 401, "auth.sign_in_needed"),
        ("secretary", 403, "request.forbidden"),
        ("asleep", 403, "auth.second_factor_needed"),
    ],
)
def test_nobody_else_sends_lists_and_their_files_are_not_even_read(
    web, workbook, monkeypatch, who, status, code
):
    monkeypatch.setattr("handbook_api.members.imports.resources.open_table", None)

    answer = _send(getattr(web, who), workbook((*THU, "01234567", CELL)))

    assert (answer.status, answer.code) == (status, code)


def test_the_waiting_file_is_sealed_and_forgotten_once_it_is_taken_over(web, committee, workbook):
    sent = _send(web.officer, workbook((CANARY, *THU[1:], "01234567", CELL))).json
    with committee.reading() as session:
        stored = session.execute(text("SELECT * FROM member_import_parts")).all()
        runs = session.execute(text("SELECT * FROM member_imports")).all()
    web.officer.post(f"/member-imports/{sent['id']}/confirmation", {"mapping": sent["mapping"]})

    assert len(stored) == 1
    assert CANARY not in repr((stored, runs))
    assert b"PK" not in stored[0].sealed[14:40]
    assert _count(committee, ImportPart) == 0
    assert _count(committee, ImportRun) == 1


def test_a_file_nobody_confirmed_is_forgotten_after_some_days(web, committee, workbook):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL))).json
    days = committee.runtime.content.data_protection(clock.today()).keep_import_files_days

    forget_files(committee.runtime)
    kept = _count(committee, ImportPart)
    with clock.frozen(clock.now() + timedelta(days=days, minutes=1)):
        forget_files(committee.runtime)
    late = web.officer.post(f"/member-imports/{sent['id']}/preview", sent["mapping"])

    assert (kept, _count(committee, ImportPart)) == (1, 0)
    assert (late.status, late.code) == (410, "imports.file_forgotten")


def test_a_list_is_taken_over_once(web, workbook):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL))).json
    address = f"/member-imports/{sent['id']}"
    first = web.officer.post(f"{address}/confirmation", {"mapping": sent["mapping"]})
    second = web.officer.post(f"{address}/confirmation", {"mapping": sent["mapping"]})

    assert first.status == 201
    assert (second.status, second.code) == (409, "imports.carried_out_already")


def test_a_confirmation_sent_twice_with_one_key_is_answered_twice_alike(web, workbook):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL))).json
    address, body = f"/member-imports/{sent['id']}/confirmation", {"mapping": sent["mapping"]}
    key = {"Idempotency-Key": "mot-lan-thoi-1"}

    first = web.officer.post(address, body, headers=key)
    second = web.officer.post(address, body, headers=key)

    assert first.status == second.status == 201
    assert first.json == second.json


def test_a_list_too_long_for_waiting_is_sent_to_the_command_line(web, workbook, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", service.Bounds(most_rows=2))
    rows = [(f"Nguyễn Văn Thử {letter}", *THU[1:], None, CELL) for letter in "ABC"]
    sent = _send(web.officer, workbook(*rows)).json

    answer = web.officer.post(f"/member-imports/{sent['id']}/preview", sent["mapping"])

    assert (answer.status, answer.code) == (413, "imports.list_too_long")
    assert "handbook members import" in answer.json["detail"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"columns": {"A": "full_name"}}, "imports.fields_missing"),
        ({"columns": {"A": "full_name", "B": "full_name"}}, "imports.mapping_not_understood"),
        ({"columns": {"A": "shoe_size"}}, "imports.mapping_not_understood"),
        ({"columns": {"A": "contact_person"}}, "imports.mapping_not_understood"),
        ({"fixed": {"sex": "Nam"}}, "imports.mapping_not_understood"),
        ({"columns": {"1": "full_name"}}, "request.invalid"),
        ({"first_row": 1}, "request.invalid"),
        ({"shape": "round"}, "request.invalid"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(web, workbook, change, code):
    sent = _send(web.officer, workbook((*THU, "01234567", CELL))).json

    answer = web.officer.post(
        f"/member-imports/{sent['id']}/preview", {**sent["mapping"], **change}
    )

    assert (answer.status, answer.code) == (422, code)


def test_what_is_no_list_is_refused_in_words(web, tmp_path):
    (tmp_path / "anh.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    picture = _send(web.officer, tmp_path / "anh.xlsx")
    text_only = web.officer.ask(
        "POST", "/member-imports", headers={"Content-Type": "text/plain"}, body=b"x"
    )

    assert picture.status == 415
    assert (text_only.status, text_only.code) == (415, "request.media_type")


def test_an_unknown_sheet_is_refused(web, workbook):
    answer = _send(web.officer, workbook((*THU, "01234567", CELL)), sheet="Không có")

    assert (answer.status, answer.code) == (422, "tables.no_such_sheet")


def test_every_step_of_an_import_is_written_down(web, committee, workbook):
    sent = _send(web.officer, workbook((CANARY, *THU[1:], "01234567", CELL))).json
    address = f"/member-imports/{sent['id']}"
    web.officer.post(f"{address}/preview", sent["mapping"])
    web.officer.get(f"{address}/faults")
    web.officer.post(f"{address}/confirmation", {"mapping": sent["mapping"]})

    with committee.reading() as session:
        query = select(AuditEntry).where(AuditEntry.act == "members.import")
        entries = session.scalars(query.order_by(AuditEntry.sequence)).all()
    steps = [one.facts.get("step", "carried_out") for one in entries]
    assert steps == ["received", "previewed", "given_back", "carried_out"]
    assert {one.subject_id for one in entries} == {sent["id"]}
    assert CANARY not in repr([one.facts for one in entries])


def test_of_many_lists_that_wait_only_the_last_few_are_kept(web, committee, workbook):
    path = workbook((*THU, "01234567", CELL))
    colleagues = _send(web.colleague, path).json
    first, *others = [_send(web.officer, path).json for _ in range(MOST_WAITING + 1)]

    def preview(client, sent):
        return client.post(f"/member-imports/{sent['id']}/preview", sent["mapping"])

    assert preview(web.officer, first).code == "imports.file_forgotten"
    assert {preview(web.officer, one).status for one in others} == {200}
    assert preview(web.colleague, colleagues).status == 200
