"""What somebody asks about his own data is answered within the time of the law."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role
from handbook_api.core.paging import CursorNotUnderstood, encode_cursor
from handbook_api.core.policy import Forbidden
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.data_rights import queries, service
from handbook_api.members.data_rights.errors import (
    AskedAlready,
    NotYetAnswered,
    ReceivedInFuture,
    RequestDone,
    RequestNotFound,
    TooManyWaiting,
    UnknownRequestKind,
)
from handbook_api.members.data_rights.models import DataRequest
from handbook_api.members.data_rights.service.requests import MOST_WAITING
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.sealed_rows import texts_of
from tests.support.records import as_holder

SEE = service.NewRequest("see", "Cho tôi xem những gì sổ tay giữ về tôi.")
DELETE = service.NewRequest("delete", "Xin xóa số điện thoại cũ của tôi.")


def _ask(runtime, here, said=SEE):
    with runtime.transaction() as session:
        return service.ask(session, here.himself, runtime.content, said).request.id


def _stored(runtime, request_id):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(DataRequest, request_id)


def test_a_member_asks_and_his_words_are_sealed(runtime, here):
    request_id = _ask(runtime, here)

    with runtime.transaction(read_only=True) as session:
        stored = session.get_one(DataRequest, request_id)
        assert SEE.text.encode() not in stored.sealed
        assert texts_of(session, stored) == {"text": SEE.text}
        assert (stored.state, stored.on_paper) == ("received", False)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02", "2026-03-04"),  # Monday → Wednesday
        ("2026-03-05", "2026-03-09"),  # Thursday → Monday
        ("2026-03-07", "2026-03-10"),  # Saturday → Tuesday
        ("2026-04-29", "2026-05-05"),  # 30/4 and 1/5 are holidays, then a weekend
    ],
)
def test_the_clock_counts_two_working_days_after_the_day_it_came_in(runtime, here, received, due):
    noon = datetime.fromisoformat(f"{received}T05:00:00+00:00")
    with clock.frozen(noon):
        request_id = _ask(runtime, here)

    assert _stored(runtime, request_id).due_on == date.fromisoformat(due)


def test_late_at_night_in_vietnam_is_still_the_same_day(runtime, here):
    with clock.frozen(datetime(2026, 3, 2, 16, 59, tzinfo=UTC)):
        request_id = _ask(runtime, here)

    assert _stored(runtime, request_id).received_on == date(2026, 3, 2)


def test_a_request_is_overdue_the_day_after_its_last_day_and_until_it_is_answered(runtime, here):
    with clock.frozen(datetime(2026, 3, 2, 5, tzinfo=UTC)):
        request_id = _ask(runtime, here)

    def overdue():
        with runtime.transaction(read_only=True) as session:
            late = queries.page_of_requests(session, here.officer, overdue=True, limit=5)
            return [row.request.id for row in late.rows]

    with clock.frozen(datetime(2026, 3, 4, 16, tzinfo=UTC)):
        assert overdue() == []
    with clock.frozen(datetime(2026, 3, 4, 17, tzinfo=UTC)):  # midnight in Vietnam
        assert overdue() == [request_id]
        with runtime.transaction() as session:
            service.answer(session, here.officer, runtime.content, request_id, "agreed", "Đây ạ.")
        assert overdue() == []


def test_what_changes_nothing_is_done_with_the_answer(runtime, here):
    request_id = _ask(runtime, here)
    with runtime.transaction() as session:
        service.answer(session, here.officer, runtime.content, request_id, "agreed", "Đây ạ.")

    stored = _stored(runtime, request_id)
    assert (stored.state, stored.outcome) == ("answered", "agreed")
    assert stored.closed_at is not None
    with runtime.transaction() as session:
        own = service.own_requests(session, here.himself)
        assert texts_of(session, own[0].request) == {"text": SEE.text, "answer": "Đây ạ."}
    with runtime.transaction() as session, pytest.raises(RequestDone):
        service.note_carried_out(session, here.officer, request_id)


def test_what_was_agreed_to_stays_open_until_it_is_carried_out(runtime, here):
    request_id = _ask(runtime, here, DELETE)
    with runtime.transaction() as session, pytest.raises(NotYetAnswered):
        service.note_carried_out(session, here.officer, request_id)
    with runtime.transaction() as session:
        service.answer(session, here.officer, runtime.content, request_id, "partly", "Sẽ xóa.")
    assert _stored(runtime, request_id).closed_at is None
    with runtime.transaction() as session:
        service.note_carried_out(session, here.officer, request_id)

    assert _stored(runtime, request_id).state == "carried_out"


def test_a_refusal_leaves_nothing_to_carry_out(runtime, here):
    request_id = _ask(runtime, here, DELETE)
    with runtime.transaction() as session:
        service.answer(session, here.officer, runtime.content, request_id, "refused", "Phải giữ.")

    assert _stored(runtime, request_id).closed_at is not None


def test_nothing_is_answered_twice_and_nothing_answered_is_withdrawn(runtime, here):
    request_id = _ask(runtime, here)
    with runtime.transaction() as session:
        service.answer(session, here.officer, runtime.content, request_id, "agreed", "Đây ạ.")

    with runtime.transaction() as session, pytest.raises(RequestDone):
        service.answer(session, here.officer, runtime.content, request_id, "refused", "Không.")
    with runtime.transaction() as session, pytest.raises(RequestDone):
        service.withdraw(session, here.himself, request_id)


def test_a_member_takes_his_request_back(runtime, here):
    request_id = _ask(runtime, here)
    with runtime.transaction() as session:
        service.withdraw(session, here.himself, request_id)

    stored = _stored(runtime, request_id)
    assert (stored.state, stored.due_on) == ("withdrawn", None)


def test_a_paper_request_counts_from_the_day_it_came_in(runtime, here):
    with clock.frozen(datetime(2026, 3, 6, 5, tzinfo=UTC)), runtime.transaction() as session:
        row = service.enter_paper(
            session,
            here.officer,
            runtime.content,
            here.member.id,
            DELETE,
            date(2026, 3, 3),
        )
        assert (row.request.due_on, row.request.on_paper) == (date(2026, 3, 5), True)
        with pytest.raises(ReceivedInFuture):
            service.enter_paper(
                session,
                here.officer,
                runtime.content,
                here.member.id,
                DELETE,
                date(2026, 3, 7),
            )


def test_an_unknown_kind_is_refused(runtime, here):
    with runtime.transaction() as session, pytest.raises(UnknownRequestKind):
        service.ask(session, here.himself, runtime.content, service.NewRequest("sing", "La la."))


def test_who_has_no_record_asks_nothing_here(runtime, here):
    for stranger in (GUEST, here.officer):
        with runtime.transaction() as session, pytest.raises(MemberNotFound):
            service.ask(session, stranger, runtime.content, SEE)


def test_only_the_member_and_his_committees_officers_see_a_request(runtime, here, elsewhere):
    request_id = _ask(runtime, here)
    strangers = (
        here.secretary,
        here.administrator,
        elsewhere.officer,
        elsewhere.himself,
        as_holder(Role.INSPECTION_OFFICER, here.committee),
        as_holder(Role.ORGANISATION_OFFICER, elsewhere.cell),
        GUEST,
    )
    with runtime.transaction(read_only=True) as session:
        for viewer in (here.himself, here.officer):
            assert queries.get_request(session, viewer, request_id).request.id == request_id
        for viewer in strangers:
            with pytest.raises(RequestNotFound):
                queries.get_request(session, viewer, request_id)
            assert queries.page_of_requests(session, viewer, limit=5).rows == []


def test_an_officer_cannot_withdraw_for_somebody(runtime, here):
    request_id = _ask(runtime, here)

    with runtime.transaction() as session, pytest.raises(Forbidden):
        service.withdraw(session, here.officer, request_id)


def test_a_member_does_not_answer_himself(runtime, here):
    request_id = _ask(runtime, here)

    with runtime.transaction() as session, pytest.raises(Forbidden):
        service.answer(session, here.himself, runtime.content, request_id, "agreed", "Được.")


def test_reading_the_words_of_somebody_is_written_down_with_ids_alone(runtime, here):
    request_id = _ask(runtime, here)
    with runtime.transaction() as session:
        service.read_request(session, here.himself, request_id)
        service.read_request(session, here.officer, request_id)

    with runtime.transaction(read_only=True) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [entry.act for entry in entries] == ["data_rights.ask", "data_rights.read"]
        assert entries[-1].subject_id == str(here.member.id)
        assert entries[-1].actor_account_id == here.officer.account_id
        assert all(SEE.text not in str(entry.facts) for entry in entries)


def test_pages_follow_one_another_without_gaps(runtime, here, elsewhere):
    said = [service.NewRequest("complain", f"Việc thứ {number}.") for number in range(5)]
    ids = [_ask(runtime, here, one) for one in said]
    _ask(runtime, elsewhere)
    seen, cursor = [], None
    with runtime.transaction(read_only=True) as session:
        while True:
            page = queries.page_of_requests(session, here.officer, limit=2, cursor=cursor)
            seen.extend(row.request.id for row in page.rows)
            cursor = page.next_cursor
            if cursor is None:
                break

    assert seen == ids[::-1]


def test_a_request_sent_twice_stands_in_the_queue_once(runtime, here):
    _ask(runtime, here)

    with pytest.raises(AskedAlready):
        _ask(runtime, here)

    other = _ask(runtime, here, service.NewRequest("see", "Cho tôi xem ai đã mở hồ sơ."))
    with runtime.transaction() as session:
        service.withdraw(session, here.himself, other)
    assert _ask(runtime, here, service.NewRequest("see", "Cho tôi xem ai đã mở hồ sơ."))


def test_nobody_fills_the_queue_alone(runtime, here):
    for number in range(MOST_WAITING):
        _ask(runtime, here, service.NewRequest("complain", f"Việc thứ {number}."))

    with pytest.raises(TooManyWaiting):
        _ask(runtime, here, service.NewRequest("complain", "Một việc nữa."))


def test_the_queue_is_read_page_by_page_in_the_order_in_which_answers_are_due(
    runtime, here, elsewhere
):
    _ask(runtime, elsewhere)
    asked = [_ask(runtime, here, service.NewRequest("see", f"Lần {n}.")) for n in range(3)]
    with runtime.transaction() as session:
        for id_, due in zip(
            asked, (date(2026, 3, 5), date(2026, 3, 4), date(2026, 3, 5)), strict=True
        ):
            session.get_one(DataRequest, id_).due_on = due
    with runtime.transaction(read_only=True) as session:
        first = queries.page_of_waiting(session, here.officer, limit=2)
        rest = queries.page_of_waiting(session, here.officer, limit=2, cursor=first.next_cursor)
        mine = queries.page_of_waiting(session, here.himself, limit=2)

    shown = [row.request.id for row in (*first.rows, *rest.rows)]
    assert shown[0] == asked[1]
    assert sorted(shown) == sorted(asked)
    assert (len(first.rows), rest.next_cursor, list(mine.rows)) == (2, None, [])


def test_a_cursor_that_is_none_is_refused(runtime, here):
    with runtime.transaction(read_only=True) as session, pytest.raises(CursorNotUnderstood):
        cursor = encode_cursor(["hôm nay", "x"])
        queries.page_of_waiting(session, here.officer, limit=2, cursor=cursor)


def test_what_was_agreed_to_waits_until_it_is_done(runtime, here, elsewhere):
    ids = [_ask(runtime, place, DELETE) for place in (here, elsewhere)]
    for place, id_ in zip((here, elsewhere), ids, strict=True):
        with runtime.transaction() as session:
            service.answer(session, place.officer, runtime.content, id_, "agreed", "Sẽ xóa.")

    def waiting():
        with runtime.transaction(read_only=True) as session:
            rows = queries.requests_to_carry_out(session, here.officer, limit=10)
            return [row.request.id for row in rows]

    before = waiting()
    with runtime.transaction() as session:
        service.note_carried_out(session, here.officer, ids[0])

    assert (before, waiting()) == ([ids[0]], [])
