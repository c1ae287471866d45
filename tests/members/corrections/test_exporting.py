"""Accepted corrections go up on a list: once, on purpose, with the second factor."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Strength
from handbook_api.core.policy import Forbidden, SecondFactorNeeded
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.corrections import service
from handbook_api.members.corrections.errors import ExportNotFound, NothingToExport
from tests.members.corrections.conftest import CARD

PURPOSE = "Cập nhật cơ sở dữ liệu đảng viên quý II"


@pytest.fixture
def accepted(here, ask, step):
    ids = [ask(), ask("birth_date", "1961-05-19"), ask("ethnicity", "tay")]
    for one in ids:
        step(one, "accept", here.officer)
    return ids


def _export(runtime, officer):
    with runtime.transaction() as session:
        return service.export_corrections(session, officer, runtime.content, PURPOSE)


def _fetch(runtime, officer, export_id):
    with runtime.transaction() as session:
        file = service.fetch_export(
            session, officer, runtime.content, export_id, runtime.words("vi")
        )
    return [list(row) for row in openpyxl.load_workbook(BytesIO(file)).active.values]


def test_the_list_has_the_form_of_the_database_above(runtime, here, accepted):
    made = _export(runtime, here.officer)
    rows = _fetch(runtime, here.officer, made.id)

    assert made.rows == 3
    assert rows[2][0] == PURPOSE
    header = rows[3]
    assert header[:7] == [
        "Mã M1",
        "Mã M2",
        "Mã M3",
        "Mã M4",
        "Mã M5",
        "Số thẻ đảng viên",
        "Họ và tên",
    ]
    first, second, third = rows[4:]
    assert first[:9] == [
        "19",
        "001",
        "001",
        "000",
        "001",
        f"{CARD}1",
        "Trần Thị Mẫu",
        "Chuyên môn nghiệp vụ",
        None,
    ]
    assert first[9] == "Kỹ sư nông nghiệp"
    assert [f"{day:%Y-%m-%d}" for day in second[8:10]] == ["1960-02-03", "1961-05-19"]
    assert third[9] == "Tày"
    assert first[10].date() == clock.today()


def test_each_correction_is_on_one_list_only(runtime, here, accepted, ask, step):
    _export(runtime, here.officer)
    with pytest.raises(NothingToExport):
        _export(runtime, here.officer)
    step(ask("languages", "Tiếng Anh"), "accept", here.officer)

    assert _export(runtime, here.officer).rows == 1


def test_what_the_database_above_does_not_hold_is_on_no_list(runtime, here, ask, step):
    step(
        ask("exemption_reason", next(iter(runtime.content.lists["exemption_reason"].choices))),
        "accept",
        here.officer,
    )

    with pytest.raises(NothingToExport):
        _export(runtime, here.officer)


def test_a_list_that_did_not_arrive_is_fetched_again_for_some_days(runtime, here, accepted):
    made = _export(runtime, here.officer)
    assert _fetch(runtime, here.officer, made.id) == _fetch(runtime, here.officer, made.id)

    with clock.frozen(clock.now() + timedelta(days=8)), pytest.raises(ExportNotFound):
        _fetch(runtime, here.officer, made.id)


def test_nobody_fetches_anothers_list(runtime, here, elsewhere, accepted):
    made = _export(runtime, here.officer)

    with pytest.raises(ExportNotFound):
        _fetch(runtime, elsewhere.officer, made.id)


def test_an_officer_lists_what_lies_below_him_only(runtime, here, elsewhere, accepted):
    with pytest.raises(NothingToExport):
        _export(runtime, elsewhere.officer)


def test_only_officers_with_their_second_factor_export(runtime, here, accepted):
    with pytest.raises(Forbidden):
        _export(runtime, here.secretary)
    with pytest.raises(Forbidden):
        _export(runtime, here.himself)
    officer = here.officer
    asleep = type(officer)(
        officer.name,
        account_id=officer.account_id,
        dormant=officer.grants,
        strength=Strength.PASSWORD,
    )
    with pytest.raises(SecondFactorNeeded):
        _export(runtime, asleep)


def test_making_and_fetching_are_written_down_with_the_purpose(runtime, here, accepted):
    made = _export(runtime, here.officer)
    _fetch(runtime, here.officer, made.id)

    with runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == "corrections.export")
        entries = session.scalars(query.order_by(AuditEntry.sequence)).all()
    lists = [entry for entry in entries if entry.subject_kind == "export"]
    assert [entry.facts["purpose"] for entry in lists] == [PURPOSE, PURPOSE]
    assert [entry.subject_id for entry in lists] == [str(made.id)] * 2
    assert {entry.subject_kind for entry in entries[2:]} == {"member"}
