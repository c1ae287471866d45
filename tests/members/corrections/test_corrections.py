"""A wrong field is reported, checked, decided; what is accepted stands in the record at once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role
from handbook_api.core.policy import Forbidden
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import sealed
from handbook_api.members.corrections import queries, service
from handbook_api.members.corrections.errors import (
    AskedAlready,
    ChangeItYourself,
    CorrectionDone,
    CorrectionNotFound,
    ForwardedAlready,
    NoteNeeded,
    UnknownField,
)
from handbook_api.members.corrections.models import Correction
from handbook_api.members.errors import MemberNotFound, NumberHeld, PersonRefused
from handbook_api.members.models import Member
from handbook_api.members.sealed_rows import texts_of
from tests.support.records import as_holder


def _stored(runtime, correction_id):
    with runtime.transaction(read_only=True) as session:
        correction = session.get_one(Correction, correction_id)
        return correction, texts_of(session, correction)


def _member(runtime, place):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Member, place.member.id)


def _card(runtime, place):
    with runtime.transaction(read_only=True) as session:
        kept = sealed.read_fields(session, [place.member.id], ["card_number"])
        return kept[place.member.id]["card_number"]


def test_what_is_wanted_and_why_is_sealed(runtime, here, ask):
    correction, texts = _stored(runtime, ask(wanted="Kỹ sư nông nghiệp"))

    assert texts == {"wanted": "Kỹ sư nông nghiệp", "reason": "Theo bằng tốt nghiệp."}
    assert "nông nghiệp".encode() not in correction.sealed
    assert correction.state == "asked"


def test_the_officer_accepts_and_the_record_says_so_at_once(runtime, here, ask, step):
    correction_id = ask()
    step(correction_id, "forward", here.secretary, "Đúng với bằng tôi đã xem.")
    step(correction_id, "accept", here.officer)

    assert _member(runtime, here).qualification == "Kỹ sư nông nghiệp"
    correction, texts = _stored(runtime, correction_id)
    assert (correction.state, correction.due_on, correction.open_for) == ("accepted", None, None)
    assert "was" not in texts, "the field said nothing before"


def test_what_the_field_said_before_is_kept_with_the_correction(runtime, here, ask, step):
    correction_id = ask("card_number", "190000099")
    before = _card(runtime, here)
    step(correction_id, "accept", here.officer)

    assert _card(runtime, here) == "190000099"
    assert _stored(runtime, correction_id)[1]["was"] == before


def test_a_field_the_cell_keeps_is_corrected_by_its_secretary(runtime, here, ask, step):
    step(ask("occupation", "Thợ rèn"), "accept", here.secretary)

    assert _member(runtime, here).occupation == "Thợ rèn"


def test_the_secretary_does_not_decide_what_officers_keep(runtime, here, ask, step):
    correction_id = ask()

    with pytest.raises(Forbidden):
        step(correction_id, "accept", here.secretary)
    assert _member(runtime, here).qualification is None


def test_what_was_forwarded_is_decided_above(here, ask, step):
    correction_id = ask("occupation", "Thợ rèn")
    step(correction_id, "forward", here.secretary)

    for code in ("accept", "refuse"):
        with pytest.raises(Forbidden):
            step(correction_id, code, here.secretary, "Thôi.")
    with pytest.raises(ForwardedAlready):
        step(correction_id, "forward", here.secretary)
    step(correction_id, "refuse", here.officer, "Chưa có giấy tờ.")


def test_without_a_secretary_the_officer_takes_both_steps(here, ask, step):
    correction_id = ask()
    step(correction_id, "forward", here.officer)

    assert step(correction_id, "accept", here.officer).correction.state == "accepted"


def test_whoever_refuses_says_why_and_the_member_reads_it(runtime, here, ask, step):
    correction_id = ask()
    with pytest.raises(NoteNeeded):
        step(correction_id, "refuse", here.secretary)
    step(correction_id, "refuse", here.secretary, "Bằng không có dấu.")

    with runtime.transaction(read_only=True) as session:
        steps = queries.steps_of(session, here.himself, [correction_id])[correction_id]
        told = [(step.code, name, texts_of(session, step)) for step, name in steps]
    assert told == [
        ("ask", "Trần Thị Mẫu", {}),
        ("refuse", "Bí thư Thử", {"note": "Bằng không có dấu."}),
    ]


@pytest.mark.parametrize("end", ["accept", "refuse"])
def test_what_is_decided_is_decided(runtime, here, ask, step, end):
    correction_id = ask()
    step(correction_id, end, here.officer, "Vì thế.")

    for code in ("accept", "refuse", "forward"):
        with pytest.raises(CorrectionDone):
            step(correction_id, code, here.officer, "Vì thế.")
    with runtime.transaction() as session, pytest.raises(CorrectionDone):
        service.withdraw(session, here.himself, runtime.content, correction_id)


def test_a_member_takes_it_back_and_may_ask_anew(runtime, here, ask, step):
    correction_id = ask()
    with pytest.raises(AskedAlready):
        ask(wanted="Bác sĩ")
    ask("languages", "Tiếng Anh")
    with runtime.transaction() as session:
        service.withdraw(session, here.himself, runtime.content, correction_id)
    with pytest.raises(CorrectionDone):
        step(correction_id, "accept", here.officer)

    assert ask(wanted="Bác sĩ") != correction_id


def test_what_somebody_may_change_himself_is_not_asked_for(here, ask):
    with pytest.raises(ChangeItYourself):
        ask("phone", "0900000001")


def test_the_record_knows_no_such_field(ask):
    with pytest.raises(UnknownField):
        ask("horoscope", "Song Tử")


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("card_number", "mười chín"),
        ("birth_date", "3/2/1960"),
        ("birth_date", "2999-01-01"),
        ("political_theory", "rất cao"),
        ("full_name", "..."),
    ],
)
def test_what_the_field_could_never_say_is_refused_at_once(ask, field, wanted):
    with pytest.raises(PersonRefused):
        ask(field, wanted)


def test_a_day_is_corrected_and_still_checked_against_the_other_days(runtime, here, ask, step):
    step(ask("birth_date", "1961-05-19"), "accept", here.officer)
    assert _member(runtime, here).birth_date == date(1961, 5, 19)
    wrong = ask("official_on", "1980-01-01")

    with pytest.raises(PersonRefused):
        step(wrong, "accept", here.officer)
    assert _stored(runtime, wrong)[0].state == "asked"


def test_a_number_that_somebody_else_holds_is_not_given_to_two(runtime, here, elsewhere, ask, step):
    correction_id = ask("card_number", _card(runtime, elsewhere))

    with pytest.raises(NumberHeld):
        step(correction_id, "accept", here.officer)
    assert _stored(runtime, correction_id)[0].state == "asked"


def test_cell_status_and_lists_are_corrected_by_their_own_acts_first(runtime, here, ask, step):
    correction_id = ask("cell", "Tôi sinh hoạt ở Chi bộ 2 từ năm ngoái.")
    step(correction_id, "accept", here.officer, "Đã chuyển sinh hoạt theo thủ tục.")

    assert _member(runtime, here).cell_id == here.cell.id
    assert _stored(runtime, correction_id)[0].state == "accepted"


def test_who_has_no_record_asks_nothing(here, ask):
    for stranger in (GUEST, here.officer):
        with pytest.raises(MemberNotFound):
            ask(by=stranger)


def test_only_the_member_his_secretary_and_officers_above_see_it(runtime, here, elsewhere, ask):
    correction_id = ask()
    strangers = (
        elsewhere.himself,
        elsewhere.secretary,
        elsewhere.officer,
        as_holder(Role.CELL_COMMITTEE_MEMBER, here.cell),
        as_holder(Role.SECRETARY, here.committee),
        as_holder(Role.INSPECTION_OFFICER, here.committee),
        as_holder(Role.ADMINISTRATOR, here.committee),
        GUEST,
    )
    with runtime.transaction(read_only=True) as session:
        for viewer in (here.himself, here.secretary, here.officer):
            assert queries.get_correction(session, viewer, correction_id)
        for viewer in strangers:
            with pytest.raises(CorrectionNotFound):
                queries.get_correction(session, viewer, correction_id)
            assert queries.page_of_corrections(session, viewer, limit=5).rows == []


@pytest.mark.parametrize(
    "days",
    [
        ("2026-03-02", "2026-03-09", "2026-03-03", "2026-03-17"),
        ("2026-04-24", "2026-05-06", "2026-04-29", "2026-05-15"),  # 27/4, 30/4, 1/5
    ],
)
def test_each_has_his_working_days(runtime, here, ask, step, days):
    asked, secretary_until, forwarded, officer_until = days

    def noon(day):
        return datetime.fromisoformat(f"{day}T05:00:00").replace(tzinfo=UTC)

    def overdue():
        with runtime.transaction(read_only=True) as session:
            page = queries.page_of_corrections(session, here.officer, overdue=True, limit=5)
            return len(page.rows)

    with clock.frozen(noon(asked)):
        correction_id = ask()
        assert _stored(runtime, correction_id)[0].due_on == date.fromisoformat(secretary_until)
    with clock.frozen(noon(secretary_until)):
        assert overdue() == 0
    with clock.frozen(noon("2026-06-01")):
        assert overdue() == 1
    with clock.frozen(noon(forwarded)):
        step(correction_id, "forward", here.secretary)
        assert _stored(runtime, correction_id)[0].due_on == date.fromisoformat(officer_until)


def test_the_log_names_the_field_and_never_what_it_says(runtime, here, ask, step):
    correction_id = ask(wanted="Kỹ sư trồng rừng", reason="Bằng số 77.")
    with runtime.transaction() as session:
        service.read_correction(session, here.himself, correction_id)
        service.read_correction(session, here.secretary, correction_id)
    step(correction_id, "refuse", here.secretary, "Không phải.")

    with runtime.transaction(read_only=True) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    acts = [entry.act for entry in entries]
    assert acts == ["corrections.ask", "corrections.read", "corrections.step"]
    assert all(entry.fields == ["qualification"] for entry in entries)
    said = str([(entry.facts, entry.subject_id) for entry in entries])
    assert not any(word in said for word in ("trồng rừng", "Bằng số", "Không phải"))
