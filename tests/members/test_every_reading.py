"""Whoever gets to see a record leaves a trace in it, whichever door he came through."""

from datetime import date

import pytest
from sqlalchemy import select

from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.lines import NewLine
from tests.support.members import a_new_member

READ = "members.read_record"


@pytest.fixture
def member_id(province):
    penalty = NewLine("discipline", "warning", None, date(2020, 1, 1))
    sealed = {"phone": "0912000111", "card_number": "55500001"}
    person = a_new_member(province.cell, sealed=sealed, lines=[penalty])
    with province.runtime.transaction() as session:
        return province.add(session, person)[0]


def trace(province, member_id):
    with province.runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.subject_id == str(member_id))
        return [
            (one.act, one.fields) for one in session.scalars(query.order_by(AuditEntry.sequence))
        ]


def test_a_change_that_changes_nothing_still_shows_the_record_and_says_so(
    province, member_id, asking
):
    before = trace(province, member_id)

    answer = asking(province.officer()).ask(
        "PATCH", f"/members/{member_id}", body={"version": 1, "fields": {"phone": "0912000111"}}
    )

    assert answer.status == 200
    assert "55500001" in answer.body.decode()
    [(act, fields)] = trace(province, member_id)[len(before) :]
    assert act == READ
    assert {"card_number", "phone"} <= set(fields)


def test_a_record_shown_after_a_step_was_read(province, member_id, asking):
    answer = asking(province.officer()).post(
        f"/members/{member_id}/status-changes",
        {"to": "exempt", "on": "2026-10-01", "decision": "1-QĐ/ĐU", "decided_on": "2026-09-30"},
    )

    assert answer.status == 201
    assert [act for act, _ in trace(province, member_id)][-2:] == ["members.change_status", READ]


def test_a_penalty_that_was_read_is_among_the_fields_that_were(province, member_id, asking):
    asking(province.officer()).get(f"/members/{member_id}")

    assert "discipline" in trace(province, member_id)[-1][1]
