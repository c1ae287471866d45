"""A record over HTTP: who sees which field of it, and what is written down about that."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Grant, Identity, Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.lines import NewLine
from handbook_api.members.models import Member
from handbook_api.members.status_steps import Step, change_status
from tests.support.members import a_new_member
from tests.support.people import an_account, appoint
from tests.support.records import as_holder, as_member

#: A value of its own for every sealed field, none of which may ever show by mistake.
CANARIES = {
    "card_number": "55500001",
    "record_number": "123456CNR",
    "citizen_id": "079060012345",
    "phone": "0912000111",
    "email": "canary-email@vidu.vn",
    "birth_name": "Canary Khai Sinh",
    "other_names": "Canary Bi Danh",
    "birth_place": "Canary Nơi Sinh",
    "home_town": "Canary Quê Quán",
    "residence": "Canary Nơi Cư Trú",
    "ethnicity": "tay",
    "religion": "Canary Tôn Giáo",
    "contact_person": "Canary Người Nhắn",
    "exemption_reason": "old_age",
}
LINES = [
    NewLine("awards", "badge_30", "Canary Khen", date(2020, 2, 3), date(2020, 2, 3)),
    NewLine("discipline", "warning", "Canary Kỷ Luật", date(2026, 3, 1)),
    NewLine("positions", None, "Canary Chức Vụ", date(2015, 1, 1)),
]
TODAY = date(2026, 11, 22)


@pytest.fixture
def member_id(province):
    person = a_new_member(
        province.cell,
        sealed=CANARIES,
        lines=LINES,
        birth_date=date(1946, 8, 8),
        admission_decided_on=date(1977, 1, 5),
        joined_on=date(1977, 1, 19),
        official_on=date(1978, 1, 19),
    )
    with province.runtime.transaction() as session:
        return province.add(session, person, a_new_member(province.sibling))[0]


def oneself(province, member_id):
    with province.runtime.transaction(read_only=True) as session:
        return as_member(session.get_one(Member, member_id), province.cell)


def viewers(province, member_id):
    """Everybody who reads the record, by the class of viewers he belongs to."""
    return {
        "self": oneself(province, member_id),
        "cell_leaders": province.secretary(),
        "committee_leaders": as_holder(Role.OFFICE_OFFICER, province.ward),
        "committee_members": as_holder(Role.COMMITTEE_MEMBER, province.ward),
        "followers": as_holder(Role.FOLLOWER, province.cell),
        "organisation_officers": province.officer(),
        "inspection_officers": as_holder(Role.INSPECTION_OFFICER, province.province),
    }


def fields_of(record):
    found = {one["code"]: one for group in record["groups"] for one in group["fields"]}
    return found | {one["code"]: one for one in record["lists"]}


def test_each_reader_gets_exactly_the_fields_that_the_register_gives_him(
    province, member_id, asking
):
    for relation, identity in viewers(province, member_id).items():
        answer = asking(identity).get(f"/members/{member_id}")
        allowed = {
            code
            for code, spec in province.content.member_fields.items()
            if relation in spec.seen_by
        }
        assert answer.status == 200
        assert set(fields_of(answer.json)) == allowed, relation


def test_what_a_reader_does_not_see_is_nowhere_in_the_answer(province, member_id, asking):
    for relation, identity in viewers(province, member_id).items():
        answer = asking(identity).get(f"/members/{member_id}")
        body = answer.body.decode()
        for code, text in CANARIES.items():
            seen = relation in province.content.member_fields[code].seen_by
            shown = code != "citizen_id" and seen
            assert (f'"{text}"' in body) == shown, (relation, code)


def test_a_masked_number_shows_its_end_and_is_revealed_by_an_act_that_is_written_down(
    province, member_id, asking
):
    officer = asking(province.officer())
    masked = fields_of(officer.get(f"/members/{member_id}").json)["citizen_id"]

    answer = officer.post(f"/members/{member_id}/reveals", {"field": "citizen_id"})
    refused = asking(province.secretary()).post(
        f"/members/{member_id}/reveals", {"field": "citizen_id"}
    )
    plain = officer.post(f"/members/{member_id}/reveals", {"field": "phone"})

    assert (masked["value"], masked["masked"]) == ("••••••••2345", True)
    assert answer.json == {"field": "citizen_id", "value": "079060012345"}
    assert (refused.status, refused.code) == (403, "request.forbidden")
    assert (plain.status, plain.code) == (403, "members.field_not_yours")
    assert ("members.reveal", ["citizen_id"]) in log(province, member_id)


def log(province, member_id):
    with province.runtime.transaction(read_only=True) as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_id == str(member_id))
            .order_by(AuditEntry.sequence)
        )
        return [(one.act, one.fields) for one in entries]


def test_reading_is_written_down_with_the_names_of_sensitive_fields_only(
    province, member_id, asking
):
    asking(province.secretary()).get(f"/members/{member_id}")

    act, fields = log(province, member_id)[-1]
    assert act == "members.read_record"
    assert "residence" in fields
    assert "full_name" not in fields
    assert "citizen_id" not in fields


def test_who_sees_nothing_of_a_record_cannot_tell_it_from_none(province, member_id, asking):
    strangers = [
        province.secretary(province.sibling),
        province.officer(province.other_ward),
        as_holder(Role.ADMINISTRATOR, province.province),
        as_holder(Role.PROPAGANDA_OFFICER, province.province),
    ]
    for stranger in strangers:
        hidden = asking(stranger).get(f"/members/{member_id}")
        missing = asking(stranger).get("/members/00000000-0000-4000-8000-000000000000")
        assert (hidden.status, hidden.code) == (404, "request.not_found")
        assert _without_id(hidden) == _without_id(missing)
    asleep = Identity(
        "sleeping",
        dormant=province.officer().grants,
        account_id=member_id,
        strength=Strength.PASSWORD,
    )
    hidden = asking(asleep).get(f"/members/{member_id}")
    missing = asking(asleep).get("/members/00000000-0000-4000-8000-000000000000")
    assert hidden.code == "auth.second_factor_needed"
    assert _without_id(hidden) == _without_id(missing)


def _without_id(answer):
    return {name: value for name, value in answer.json.items() if name != "request_id"}


def test_age_and_badge_are_told_to_who_sees_what_decides_them(province, member_id, asking):
    at = clock.now().replace(year=2026, month=11, day=22)
    with clock.frozen(at):
        record = asking(oneself(province, member_id)).get("/me/record").json
        others = asking(province.officer()).get(f"/members/{member_id}").json

    assert record["membership_age"] == {"counted_from": "1977-01-05", "years": 49, "months": 10}
    # 50 years are full on 5 January 2027, but a warning of 1 March 2026 was over by 1 December.
    assert record["next_badge"] == {
        "years": 50,
        "reached_on": "2027-01-05",
        "round_on": "2027-02-03",
        "waits_until": None,
        "early_from": "2026-01-05",
    }
    assert others["next_badge"] == record["next_badge"]


def test_times_outside_the_party_do_not_count(province, member_id, asking):
    steps = [
        Step("struck_off", date(2010, 1, 1), decision="1", decided_on=date(2010, 1, 1)),
        Step("prospect", date(2012, 6, 1)),
        Step("probationary", date(2013, 1, 1), decision="2", decided_on=date(2012, 12, 1)),
        Step("official", date(2014, 1, 1), decision="3", decided_on=date(2014, 1, 1)),
    ]
    with province.runtime.transaction() as session:
        for step in steps:
            change_status(session, province.officer(), province.content, member_id, step)

    record = asking(province.officer()).get(f"/members/{member_id}").json

    assert record["membership_age"]["counted_from"] == str(
        date(1977, 1, 5) + (date(2013, 1, 1) - date(2010, 1, 1))
    )


def test_histories_come_with_the_record(province, member_id, asking):
    officer = asking(province.officer())
    with clock.frozen(clock.now() + timedelta(days=2)):
        changed = officer.patch(
            f"/members/{member_id}", {"version": 1, "fields": {"card_number": "55500009"}}
        )
    record = changed.json

    assert [one["number"] for one in record["numbers"] if one["field"] == "card_number"] == [
        "55500009",
        "55500001",
    ]
    assert [one["cell"]["name"] for one in record["cells"]] == ["Chi bộ Một"]
    assert [one["after"]["code"] for one in record["statuses"]] == ["official"]
    assert record["lists"][0]["lines"] != []


def test_steps_that_are_open_are_offered_to_who_may_take_them(province, member_id, asking):
    officer = asking(province.officer()).get(f"/members/{member_id}").json
    secretary = asking(province.secretary()).get(f"/members/{member_id}").json

    assert {"exempt", "suspended", "deceased"} <= {one["to"]["code"] for one in officer["steps"]}
    assert "transferred_out" not in {one["to"]["code"] for one in officer["steps"]}
    assert secretary["steps"] == []


def test_the_member_reads_all_that_is_held_of_him_with_the_reason(province, member_id, asking):
    record = asking(oneself(province, member_id)).get("/me/record").json

    fields = fields_of(record)
    assert set(fields) == set(province.content.member_fields)
    assert all(one["purpose"].startswith("Để") for one in fields.values())
    assert {one["code"] for one in record["groups"]} == {"person", "membership", "contact", "work"}


def test_the_member_sees_who_opened_his_record_by_role_and_organisation_only(
    province, member_id, asking
):
    with province.runtime.transaction() as session:
        officer = an_account(session, name="Phạm Cán Bộ")
        appoint(session, officer, province.ward, Role.ORGANISATION_OFFICER)
        appoint(session, officer, province.province, Role.INSPECTION_OFFICER)
    grant = Grant(Role.ORGANISATION_OFFICER, province.ward.path, province.ward.id)
    identity = Identity(
        "account", account_id=officer.id, grants=(grant,), strength=Strength.TWO_FACTOR
    )
    asking(identity).get(f"/members/{member_id}")
    me = asking(oneself(province, member_id))
    me.get("/me/record")

    answer = me.get("/me/record/views")

    own, others, *_ = answer.json["items"]
    assert (own["own"], own["role"]) == (True, None)
    assert (others["own"], others["organisation"]) == (False, "Đảng bộ phường Mẫu")
    assert others["role"] == {"code": "organisation_officer", "name": "Cán bộ tổ chức"}
    assert others["act"] == {"code": "members.read_record", "name": "Xem hồ sơ"}
    assert "Phạm" not in answer.body.decode()
    pages = me.get("/me/record/views", limit=1).json
    rest = me.get("/me/record/views", limit=50, cursor=pages["next_cursor"]).json
    assert pages["items"] + rest["items"] == answer.json["items"]


def test_a_record_costs_a_fixed_number_of_statements(province, member_id, asking):
    officer = asking(province.officer())
    full = officer.get(f"/members/{member_id}")
    with province.runtime.transaction() as session:
        [bare] = province.add(session, a_new_member(province.cell, sealed={}))
    empty = officer.get(f"/members/{bare}")

    assert full.queries == empty.queries <= 11


def test_nobody_without_an_account_reads_anything(province, member_id, asking):
    for path in (f"/members/{member_id}", "/members", "/me/record", "/me/record/views"):
        assert asking(GUEST).get(path).status == 401
    assert asking(GUEST).get("/members/fields").status == 200


def test_an_officer_has_no_record_of_his_own(province, asking):
    assert asking(province.officer()).get("/me/record").status == 404
