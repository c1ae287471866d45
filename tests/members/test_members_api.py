"""Lists, search, adding and changing over HTTP."""

import base64
from uuid import uuid4

import pytest

from handbook_api.core.identity import Role
from handbook_api.members import errors
from tests.support.members import a_new_member
from tests.support.records import as_holder


@pytest.fixture
def officer(province, asking):
    return asking(province.officer())


def added(officer, province, **said):
    body = {
        "cell": str(province.cell.id),
        "status": "official",
        "fields": {
            "full_name": "Trần Thị Mẫu",
            "birth_date": "1960-02-03",
            "joined_on": "1990-03-02",
            "card_number": "12345678",
        },
    }
    return officer.post("/members", body | said)


def test_somebody_is_added_and_found(province, officer):
    made = added(officer, province)
    listed = officer.post("/members/searches", {"name": "tran mau"}).json

    assert made.status == 201
    assert [one["id"] for one in listed["items"]] == [made.json["id"]]
    assert listed["items"][0]["cell"]["name"] == "Chi bộ Một"
    assert listed["items"][0]["status"] == {"code": "official", "name": "Đảng viên chính thức"}
    assert listed["complete"] is True


def test_what_is_wrong_with_somebody_is_told_by_code_and_field(province, officer):
    def refused(**said):
        answer = added(officer, province, **said)
        return answer.status, answer.code

    assert refused(fields={"birth_date": "1960-02-03"}) == (422, "members.name_missing")
    assert refused(fields={"full_name": "A", "birth_date": "x"}) == (
        422,
        "members.date_not_understood",
    )
    assert refused(fields={"full_name": "A", "shoe_size": "43"}) == (422, "members.field_unknown")
    assert refused(fields={"full_name": "A", "card_number": "x"}) == (
        422,
        "members.value_not_understood",
    )
    assert refused(cell=str(uuid4())) == (422, "members.cell_unknown")
    assert refused(cell=str(province.ward.id)) == (422, "members.not_a_cell")
    assert refused(surprise=1) == (422, "request.invalid")
    added(officer, province)
    assert refused() == (409, "members.number_held")


def test_a_list_is_paged_and_filtered(province, officer):
    with province.runtime.transaction() as session:
        people = [a_new_member(province.cell, f"Trần {name}") for name in ("An", "Bình", "Chi")]
        province.add(session, *people, a_new_member(province.far_cell, "Trần Dung"))

    first = officer.get("/members", limit=3).json
    rest = officer.get("/members", limit=3, cursor=first["next_cursor"]).json
    ward = officer.get("/members", organisation=str(province.ward.id)).json
    cell = officer.get("/members", cell=str(province.far_cell.id)).json
    none = officer.get("/members", status="deceased").json

    def names(page):
        return [one["full_name"].split()[-1] for one in page["items"]]

    assert (names(first), names(rest)) == (["An", "Bình", "Chi"], ["Dung"])
    # What stands in an address is logged by every machine on the way.
    cursor = first["next_cursor"]
    assert b"chi" not in base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).lower()
    assert (first["complete"], rest["complete"]) == (False, True)
    assert names(ward) == ["An", "Bình", "Chi"]
    assert names(cell) == ["Dung"]
    assert names(none) == []


def test_an_organisation_out_of_reach_is_as_unknown_as_none(province, asking):
    viewer = asking(province.secretary(province.far_cell))

    hidden = viewer.get("/members", organisation=str(province.cell.id))
    missing = viewer.get("/members", organisation=str(uuid4()))

    assert (hidden.status, hidden.code) == (missing.status, missing.code)
    assert hidden.status == 404


def test_bad_cursors_and_filters_are_refused(officer):
    assert officer.get("/members", cursor="nonsense").status == 422
    assert officer.get("/members", cell="not-an-id").status == 422
    assert officer.get("/members", limit=1000).status == 422
    assert officer.get("/members", surprise=1).status == 422
    assert officer.get("/members/not-an-id").status == 404


def test_a_list_shows_of_each_member_what_its_reader_may_see(province, asking):
    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell))
    readers = {
        as_holder(Role.FOLLOWER, province.cell): False,
        as_holder(Role.INSPECTION_OFFICER, province.province): False,
        province.secretary(): True,
    }

    for reader, sees_how_to_reach in readers.items():
        [one] = asking(reader).get("/members").json["items"]
        assert ("reachable_by" in one) == sees_how_to_reach
        assert set(one) <= {
            "id",
            "full_name",
            "cell",
            "host_cell",
            "status",
            "sex",
            "birth_date",
            "joined_on",
            "official_on",
            "reachable_by",
        }


def test_a_number_is_looked_up_in_the_body_and_only_by_who_sees_it(province, asking):
    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell, sealed={"citizen_id": "001099000001"}))

    def found(identity, field="citizen_id", number="001099000001"):
        return asking(identity).post("/members/look-ups", {"field": field, "number": number})

    assert len(found(province.officer()).json["items"]) == 1
    assert found(province.secretary()).json["items"] == []
    assert found(province.officer(province.other_ward)).json["items"] == []
    assert found(province.officer(), number="12").code == "members.value_not_understood"
    assert found(province.officer(), field="residence").code == "members.field_unknown"


def test_a_change_needs_the_version_that_was_read(province, officer):
    path = f"/members/{added(officer, province).json['id']}"

    changed = officer.patch(path, {"version": 1, "fields": {"occupation": "Nông dân"}})
    late = officer.patch(path, {"version": 1, "fields": {"occupation": "Giáo viên"}})
    empty = officer.patch(path, {"version": 2, "fields": {}})
    strange = officer.patch(path, {"version": 2, "fields": {"erased_at": "2020-01-01"}})

    assert (changed.status, changed.json["version"]) == (200, 2)
    assert (late.status, late.code) == (409, "members.version_passed")
    assert empty.status == 422
    assert strange.code == "members.field_unknown"


def test_every_column_and_field_that_is_not_offered_is_refused(province, officer):
    """Nobody sets what is not his to set by knowing its name."""
    path = f"/members/{added(officer, province).json['id']}"
    columns = {
        "id",
        "account_id",
        "cell_id",
        "host_cell_id",
        "last_cell_id",
        "folded_name",
        "given_name",
        "sort_name",
        "status",
        "status_since",
        "status_until",
        "cell",
        "version",
        "updated_at",
        "forgotten_at",
        "erased_at",
        *(code for code, one in province.content.member_fields.items() if one.kind == "lines"),
    }

    for column in columns:
        answer = officer.patch(path, {"version": 1, "fields": {column: "x"}})
        assert (answer.status, answer.code) == (422, "members.field_unknown"), column


def test_a_status_is_moved_on(province, officer):
    path = f"/members/{added(officer, province).json['id']}/status-changes"

    undecided = officer.post(path, {"to": "exempt", "on": "2026-02-03"})
    done = officer.post(
        path,
        {"to": "exempt", "on": "2026-02-03", "decision": "01-NQ/CB", "decided_on": "2026-02-01"},
    )

    assert undecided.code == errors.DecisionNeeded.code
    assert done.status == 201
    assert done.json["statuses"][0]["after"]["code"] == "exempt"


def test_lines_are_written_ended_and_taken_out(province, officer, asking):
    member = f"/members/{added(officer, province).json['id']}"
    line = {"list": "positions", "text": "Trưởng thôn", "since": "2020-01-01"}

    made = officer.post(f"{member}/lines", line)
    path = f"{member}/lines/{made.json['id']}"
    early = officer.patch(path, {"until": "2019-01-01"})
    ended = officer.patch(path, {"until": "2025-01-01"})
    again = officer.patch(path, {"until": "2025-06-01"})
    [positions] = [one for one in officer.get(member).json["lists"] if one["code"] == "positions"]
    removed = officer.delete(path)
    gone = officer.delete(path)
    by_secretary = asking(province.secretary()).post(f"{member}/lines", line)

    assert (made.status, early.code) == (201, "members.dates_out_of_order")
    assert (ended.status, again.code) == (204, "members.line_ended")
    assert positions["lines"][0]["text"] == "Trưởng thôn"
    assert positions["lines"][0]["until"] == "2025-01-01"
    assert (removed.status, gone.status) == (204, 404)
    assert by_secretary.code == "members.field_not_yours"


def test_the_checklist_of_papers_is_ticked(province, officer, asking):
    path = f"/members/{added(officer, province).json['id']}/dossier"
    code = next(iter(province.content.dossier_papers))
    secretary = asking(province.secretary())

    noted = secretary.put(path, {"papers": {code: {"held": True, "where_kept": "Tủ 3"}}})
    strange = secretary.put(path, {"papers": {"selfie": {"held": True}}})
    read = officer.get(path)
    hidden = asking(as_holder(Role.FOLLOWER, province.cell)).get(path)

    assert noted.status == 200
    assert strange.code == "members.unknown_paper"
    assert read.json["papers"][0]["held"] is True
    assert read.json["papers"][0]["where_kept"] == "Tủ 3"
    assert read.json["papers"][1]["held"] is None
    assert hidden.status == 403


def test_the_register_tells_everybody_what_is_kept_and_why(asking, province):
    fields = asking(province.officer()).get("/members/fields").json["fields"]

    [citizen] = [one for one in fields if one["code"] == "citizen_id"]
    assert citizen["sensitivity"] == "sensitive"
    assert [one["code"] for one in citizen["seen_by"]] == ["self", "organisation_officers"]


def test_nobody_is_told_apart_by_a_field_that_the_reader_does_not_see(province, asking):
    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell, reachable_by="phone"))

    def found(reader):
        ways = ("app", "phone", "in_person")
        return [len(asking(reader).get("/members", reachable_by=way).json["items"]) for way in ways]

    for role in (Role.FOLLOWER, Role.COMMITTEE_MEMBER, Role.INSPECTION_OFFICER):
        place = province.cell if role == Role.FOLLOWER else province.ward
        assert found(as_holder(role, place)) == [0, 0, 0]
    assert found(province.secretary()) == [0, 1, 0]
    assert found(as_holder(Role.OFFICE_OFFICER, province.ward)) == [0, 1, 0]
