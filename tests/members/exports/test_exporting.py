"""What goes into a list, for whom, and what is written down about it."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from handbook_api.core.identity import GUEST, TERMINAL, Grant, Identity, Role, Strength
from handbook_api.core.policy import Forbidden, SecondFactorNeeded
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.exports import errors
from handbook_api.members.exports.policy import EXPORTING
from handbook_api.members.exports.service import Wanted, export_members, write_down
from handbook_api.members.lines import NewLine
from handbook_api.members.models import Member
from handbook_api.organisations.errors import OrganisationNotFound
from tests.support.members import a_new_member
from tests.support.records import as_holder

PURPOSE = "Đối chiếu danh sách với hồ sơ giấy"
BASIC = ("full_name", "birth_date", "status", "cell")
CANARY = "Phạm Canh Chừng"


@pytest.fixture
def people(province):
    """Two in the cell, one in its sibling, one far away."""
    sealed = {"card_number": "00000077", "phone": "0912000077", "citizen_id": "012345678977"}
    lines = (
        NewLine(list="positions", text="Tổ trưởng", since=date(2020, 1, 2)),
        NewLine(list="awards", code="badge_30", since=date(2021, 2, 3)),
    )
    made = (
        a_new_member(province.cell, "Nguyễn Văn Thử", sealed=sealed, lines=lines, sex="male"),
        a_new_member(province.cell, "Trần Thị Ánh", occupation="=1+1", sealed={}),
        a_new_member(province.sibling, "Lê Thị Em", sealed={"phone": "0912999999"}),
        a_new_member(province.far_cell, CANARY, sealed={}),
    )
    with province.runtime.transaction() as session:
        province.add(session, *made)
    return made


@pytest.fixture
def take(province, tmp_path):
    """Export; return the rows of the sheet, and the export itself."""

    def export(viewer, *fields, **said):
        target = io.BytesIO()
        wanted = Wanted(said.pop("purpose", PURPOSE), fields or BASIC, **said)
        with province.runtime.transaction(read_only=True) as session:
            made = export_members(session, viewer, province.content, wanted, target, tmp_path)
        sheet = openpyxl.load_workbook(target).worksheets[0]
        return list(sheet.iter_rows(values_only=True)), made

    return export


def _people_of(rows):
    """The rows under the headings."""
    start = next(at for at, row in enumerate(rows) if row[0] == "TT")
    return rows[start + 1 :]


def test_a_list_holds_what_was_asked_for_in_words(province, people, take):
    fields = ("full_name", "sex", "birth_date", "cell", "card_number", "positions", "awards")
    rows, made = take(province.officer(), *fields, organisation_id=province.cell.id)

    headings = ("TT", "Họ và tên", "Giới tính", "Ngày sinh", "Chi bộ", "Số thẻ đảng viên")
    assert rows[-3][:6] == headings
    anh, thu = _people_of(rows)
    assert (anh[1], thu[1]) == ("Trần Thị Ánh", "Nguyễn Văn Thử")
    assert thu[2] == "Nam"
    assert thu[3].date() == date(1960, 2, 3)
    assert thu[4:6] == ("Chi bộ Một", "00000077")
    assert thu[6] == "Tổ trưởng (02/01/2020)"
    assert thu[7].endswith("(03/02/2021)")
    assert (made.rows, made.paths) == (2, [province.cell.path])


def test_what_somebody_typed_cannot_act_as_a_formula(province, people, take):
    target = io.BytesIO()
    wanted = Wanted(PURPOSE, ("full_name", "occupation"), province.cell.id)
    with province.runtime.transaction(read_only=True) as session:
        export_members(session, province.officer(), province.content, wanted, target)

    sheet = openpyxl.load_workbook(target).worksheets[0]
    (box,) = [box for row in sheet for box in row if box.value == "=1+1"]
    assert box.data_type == "s"


def test_the_first_rows_say_who_made_it_when_and_what_for(province, people, take):
    rows, _ = take(province.secretary())

    above = [row[0] for row in rows[:5]]
    assert "Bí thư, Chi bộ Một" in above[1]
    assert "giờ Việt Nam" in above[2]
    assert PURPOSE in above[3]


@pytest.mark.parametrize("role", EXPORTING)
def test_a_list_ends_where_ones_organisation_ends(province, people, take, role):
    rows, _ = take(as_holder(role, province.ward), "full_name")

    assert len(_people_of(rows)) == 3
    assert CANARY not in repr(rows)


def test_a_secretary_takes_away_his_own_cell_alone(province, people, take):
    rows, _ = take(province.secretary(), "full_name")

    assert [row[1] for row in _people_of(rows)] == ["Trần Thị Ánh", "Nguyễn Văn Thử"]


def test_whoever_serves_in_several_places_gets_all_of_them_once(province, people, take):
    grants = tuple(
        Grant(Role.ORGANISATION_OFFICER, one.path, one.id)
        for one in (province.ward, province.cell, province.other_ward)
    )
    viewer = Identity("both", grants=grants, strength=Strength.TWO_FACTOR)

    rows, made = take(viewer)

    assert len(_people_of(rows)) == 4
    assert made.paths == sorted((province.ward.path, province.other_ward.path))


def test_fields_one_does_not_see_are_refused_by_their_names(province, people, take):
    with pytest.raises(errors.FieldsNotSeen) as refusal:
        take(province.secretary(), "full_name", "citizen_id", "ethnicity")

    assert refusal.value.facts == {"fields": "Số căn cước, Dân tộc"}
    rows, _ = take(province.officer(), "full_name", "citizen_id", organisation_id=province.cell.id)
    assert "012345678977" in repr(rows)


def test_inspection_officers_see_no_telephones(province, people, take):
    viewer = as_holder(Role.INSPECTION_OFFICER, province.province)

    with pytest.raises(errors.FieldsNotSeen):
        take(viewer, "full_name", "phone")


@pytest.mark.parametrize("role", [role for role in Role if role not in EXPORTING])
def test_nobody_else_takes_lists_away(province, people, take, role):
    with pytest.raises(Forbidden):
        take(as_holder(role, province.province), organisation_id=province.cell.id)
    with pytest.raises(Forbidden):
        take(as_holder(role, province.province))


def test_guests_take_nothing_away(province, people, take):
    with pytest.raises(Forbidden):
        take(GUEST)
    with pytest.raises(OrganisationNotFound):
        take(GUEST, organisation_id=province.cell.id)


def test_the_second_factor_comes_first_even_for_the_secretary_of_a_cell(province, people, take):
    viewer = as_holder(Role.SECRETARY, province.cell, strength=Strength.PASSWORD)

    with pytest.raises(SecondFactorNeeded):
        take(viewer)


def test_other_organisations_are_not_there(province, people, take):
    with pytest.raises(OrganisationNotFound):
        take(province.secretary(), organisation_id=province.far_cell.id)


def test_who_has_left_is_in_a_list_only_when_it_was_asked_for(province, people, take):
    with province.runtime.transaction() as session:
        leaver = session.get_one(Member, people[0].id)
        leaver.cell_id, leaver.status = None, "deceased"

    still, _ = take(province.officer(province.ward), organisation_id=province.cell.id)
    left, _ = take(
        province.officer(province.ward), organisation_id=province.cell.id, statuses=["deceased"]
    )

    assert [row[1] for row in _people_of(still)] == ["Trần Thị Ánh"]
    assert [row[1] for row in _people_of(left)] == ["Nguyễn Văn Thử"]


@pytest.mark.parametrize("purpose", ["", "xem", " " * 40, "x" * 301])
def test_a_purpose_is_stated_in_words(province, people, take, purpose):
    with pytest.raises(errors.PurposeMissing):
        take(province.officer(), purpose=purpose)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"fields": ("full_name", "shoe_size")}, errors.FieldsUnknown),
        ({"fields": ()}, errors.FieldsUnknown),
        ({"statuses": ("asleep",)}, errors.StatusesUnknown),
    ],
)
def test_what_the_record_does_not_know_is_refused(province, people, said, why):
    wanted = Wanted(**{"purpose": PURPOSE, "fields": BASIC, **said})

    with province.runtime.transaction(read_only=True) as session, pytest.raises(why):
        export_members(session, province.officer(), province.content, wanted, io.BytesIO())


def test_a_list_that_is_too_long_is_refused(province, people, take):
    with pytest.raises(errors.ExportTooLong):
        take(province.officer(), most_rows=3)


def test_what_for_how_many_and_which_fields_is_written_down(province, people, take):
    _, made = take(province.officer(province.ward), organisation_id=province.cell.id)
    with province.runtime.transaction() as session:
        write_down(session, province.officer(province.ward), made)

    with province.runtime.transaction(read_only=True) as session:
        (entry,) = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "members.export")
        ).all()
    assert entry.facts == {"purpose": PURPOSE, "rows": 2}
    assert entry.fields == list(BASIC)
    assert entry.path == province.cell.path


def test_the_statements_do_not_grow_with_the_people(province, people, take, count_statements):
    fields = ("full_name", "phone", "positions")
    with count_statements() as few:
        take(province.officer(), *fields)
    with province.runtime.transaction() as session:
        province.add(
            session, *(a_new_member(province.cell, f"Lê Văn {letter}") for letter in "ABCDEFGH")
        )
    with count_statements() as many:
        take(province.officer(), *fields)

    assert few.number == many.number


def test_nothing_is_left_in_the_folder(province, people, take, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    take(TERMINAL)

    assert sorted(tmp_path.rglob("*")) == before
