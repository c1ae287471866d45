"""Organisations and offices as pages: found, looked at, changed after a look at the plan."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from handbook_api.auth.models import Appointment
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import names
from handbook_api.members.bulk import insert_rows
from handbook_api.members.first_rows import name_rows
from handbook_api.members.models import Member, NameToken
from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record

TREE = "/lam-viec/to-chuc"
DAY = {"on_day": "1", "on_month": "06", "on_year": "2026"}
SINCE = {"since_day": "1", "since_month": "6", "since_year": "2026"}


@pytest.fixture
def tree(runtime):
    """A province with two communes, one of them with two cells."""
    with runtime.transaction() as session:
        top = a_committee(session, kind="province_committee", name="Đảng bộ tỉnh Thử", code="19")
        left = a_committee(session, top, name="Đảng bộ xã Tả", code="19.024")
        right = a_committee(session, top, name="Đảng bộ xã Hữu", code="19.025")
        one = an_organisation(session, left, name="Chi bộ Một", code="19.024.001")
        two = an_organisation(session, left, name="Chi bộ Hai", code="19.024.002")
        return SimpleNamespace(top=top, left=left, right=right, one=one, two=two)


@pytest.fixture
def people(runtime, tree):
    """Two members of the first cell, who are found by name."""
    with runtime.transaction() as session:
        made = [
            a_record(session, tree.one, name=name) for name in ("Nguyễn Văn Thử", "Trần Thị Mẫu")
        ]
        for member in made:
            insert_rows(session, NameToken, [*name_rows(member.id, names.read(member.full_name))])
        return made


@pytest.fixture
def holder(visit, runtime, tree):
    def made(role, strength=Strength.TWO_FACTOR, where=None):
        with runtime.transaction() as session:
            account = an_account(session, name="Lê Văn Cán")
            appoint(session, account, where or tree.top, role)
        return visit(account, strength=strength)

    return made


@pytest.fixture
def officer(holder):
    return holder(Role.ORGANISATION_OFFICER)


def _at(organisation, *more):
    return "/".join((f"{TREE}/{organisation.id}", *more))


def _now(runtime, organisation):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Organisation, organisation.id)


def _plan(visitor, address, **form):
    """The plan of an act, before it is done."""
    shown = visitor.post(address, {"preview": "true", **DAY, **form})
    assert shown.status == 200, shown.text
    assert shown.tree.css_first("h1").text().startswith("Kiểm tra trước khi làm")
    return shown


def _do(visitor, plan):
    """What the check page's form sends."""
    form = plan.tree.css_first("main form[method=post]")
    fields = [
        (one.attributes["name"], one.attributes.get("value") or "")
        for one in form.css("input[name]")
    ]
    told = {}
    for name, value in fields:
        told.setdefault(name, []).append(value)
    return visitor.post(form.attributes["action"], told)


def test_one_goes_into_the_tree_by_ones_own_office_or_by_name_or_code(officer, tree):
    own = officer.get(TREE)
    assert own.words("main .danh-sach .ten") == ["Đảng bộ tỉnh Thử"]
    assert officer.get(TREE, q="xa ta").words("main .danh-sach .ten") == ["Đảng bộ xã Tả"]
    assert officer.get(TREE, q="19.024.002").words("main .danh-sach .ten") == ["Chi bộ Hai"]
    assert "Không có tổ chức nào như vậy" in officer.get(TREE, q="zzz").text
    cells = officer.get(TREE, kind="cell", limit=1)
    rest = officer.get(next(link for link in cells.links if "cursor=" in link))
    assert cells.words("main .danh-sach .ten") + rest.words("main .danh-sach .ten") == [
        "Chi bộ Hai",
        "Chi bộ Một",
    ]


def test_an_organisation_shows_what_it_is_and_what_may_be_done(officer, visit, runtime, tree):
    with runtime.transaction() as session:
        secretary = a_member(session, tree.one, Role.SECRETARY, name="Trần Thị Mẫu")
    page = officer.get(_at(tree.left))
    assert page.words("main .duong-di li") == ["Tổ chức và chức vụ", "Đảng bộ tỉnh Thử"]
    assert _at(tree.left, "lap-moi") in page.links
    assert {_at(tree.one), _at(tree.two)} <= set(page.links)
    cell = visit(secretary).get(_at(tree.one))
    assert "Bí thư: Trần Thị Mẫu" in cell.text
    assert not [link for link in cell.links if link.endswith(("doi-ten", "giao-chuc-vu", "thoi"))]
    assert _at(tree.one, "chuc-vu") in cell.links
    assert visit(secretary).get(_at(tree.two)).status == 404
    assert visit(secretary).get(_at(tree.one, "doi-ten")).status == 403


def test_what_is_opened_is_looked_at_first_and_done_once(officer, tree, runtime):
    address = _at(tree.left, "lap-moi")
    said = {"name": "Chi bộ Ba", "kind": "cell", "code": "19.024.003"}
    plan = _plan(officer, address, **said)
    assert "Chi bộ Ba" in plan.text

    with runtime.transaction(read_only=True) as session:
        assert session.scalar(select(Organisation).where(Organisation.name == "Chi bộ Ba")) is None
    first, again = _do(officer, plan), _do(officer, plan)
    assert first.where.endswith("?xong=lap-moi")
    assert again.where == first.where
    assert "Đã thành lập tổ chức." in officer.get(first.where).text


def test_a_name_left_out_and_a_code_that_is_held_are_told_in_the_form(officer, tree):
    address = _at(tree.left, "lap-moi")
    empty = officer.post(address, {"preview": "true", "kind": "cell", **DAY})
    assert empty.status == 422
    assert empty.title.startswith("Lỗi:")
    assert empty.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-name"
    held = officer.post(
        address,
        {"preview": "true", "name": "Chi bộ Ba", "kind": "cell", "code": "19.024.001", **DAY},
    )
    assert held.status == 409
    assert held.value("name") == "Chi bộ Ba"
    undated = officer.post(address, {"preview": "true", "name": "Chi bộ Ba", "kind": "cell"})
    assert undated.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-on"


def test_a_name_and_a_code_change_unless_somebody_was_faster(officer, tree, runtime):
    address = _at(tree.left, "doi-ten")
    said = {"name": "Đảng bộ xã Tả Mới", "code": "19.026", "version": "1"}
    plan = _plan(officer, address, **said)
    assert "19.026.001" in plan.text  # codes of those below change along
    assert _do(officer, plan).where == f"{_at(tree.left)}?xong=doi-ten"

    row = _now(runtime, tree.left)
    assert (row.name, row.code) == ("Đảng bộ xã Tả Mới", "19.026")
    late = officer.post(address, {"preview": "true", **DAY, **said, "name": "Khác"})
    assert late.status == 409
    history = officer.get(_at(tree.left, "lich-su"))
    assert "Từ “Đảng bộ xã Tả” thành “Đảng bộ xã Tả Mới”" in history.text


def test_a_cell_moves_to_a_place_that_was_looked_for(officer, tree, people, runtime):
    address = _at(tree.one, "chuyen")
    places = officer.get(address, q="hữu")
    assert places.words("main .chon") == ["Đảng bộ xã Hữu · 19.025"]
    nowhere = officer.post(address, {"preview": "true", "version": "1", "q": "hữu", **DAY})
    assert nowhere.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-parent_id"
    assert nowhere.words("main .chon") == ["Đảng bộ xã Hữu · 19.025"]
    plan = _plan(officer, address, version="1", parent_id=str(tree.right.id))
    assert _do(officer, plan).status == 303
    assert _now(runtime, tree.one).parent_id == tree.right.id


def test_two_cells_become_one_that_is_new(officer, tree, people, runtime):
    address = _at(tree.one, "sap-nhap")
    beside = officer.get(address)
    assert beside.words("main .chon") == ["Chi bộ Hai · 19.024.002"]
    other = beside.value("others")
    said = {"version": "1", "others": other, "into": "moi", "new_kind": "cell"}
    unnamed = officer.post(address, {"preview": "true", **DAY, **said})
    assert unnamed.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-new_name"
    done = _do(officer, _plan(officer, address, **said, new_name="Chi bộ Một Hai"))
    assert "Chi bộ Một Hai" in officer.get(done.where).title

    assert _now(runtime, tree.one).closed_on == date(2026, 6, 1)
    closed = officer.get(_at(tree.one))
    assert "Xem tổ chức kế thừa" in closed.text
    assert not [link for link in closed.links if link.endswith("doi-ten")]


def test_a_cell_is_divided_and_everybody_goes_somewhere(officer, tree, people, runtime):
    address = _at(tree.one, "tach")
    first, second = people
    said = {"version": "1", "stays": "false", "part_1": "Chi bộ Đông", "part_2": "Chi bộ Tây"}
    said |= {"code_2": "19.024.000.000.009"}
    forgotten = officer.post(address, {"preview": "true", **DAY, **said, f"di-{first.id}": "1"})
    assert forgotten.status == 422
    assert "Nguyễn Văn Thử" in forgotten.text
    plan = _plan(officer, address, **said, **{f"di-{first.id}": "1", f"di-{second.id}": "2"})
    assert _do(officer, plan).status == 303
    with runtime.transaction(read_only=True) as session:
        cells = select(Member.full_name, Organisation.name).join(
            Organisation, Organisation.id == Member.cell_id
        )
        assert {row[0]: row[1] for row in session.execute(cells)} == {
            "Nguyễn Văn Thử": "Chi bộ Đông",
            "Trần Thị Mẫu": "Chi bộ Tây",
        }
        codes = select(Organisation.name, Organisation.code).where(Organisation.closed_on.is_(None))
        found = {row[0]: row[1] for row in session.execute(codes)}
    assert (found["Chi bộ Đông"], found["Chi bộ Tây"]) == (None, said["code_2"])
    nameless = officer.post(_at(tree.two, "tach"), DAY | said | {"part_2": "", "preview": "true"})
    assert nameless.tree.css_first("#loi-part_2") is not None


def test_what_still_has_people_does_not_end(officer, tree, people, runtime):
    refused = officer.post(_at(tree.one, "ket-thuc"), {"preview": "true", "version": "1", **DAY})
    assert refused.status == 409
    assert _do(officer, _plan(officer, _at(tree.two, "ket-thuc"), version="1")).status == 303
    assert _now(runtime, tree.two).closed_on == date(2026, 6, 1)


def test_an_office_is_given_to_whoever_was_found_by_name(officer, tree, people, runtime, caplog):
    address = _at(tree.one, "giao-chuc-vu")
    found = officer.post(f"{address}/tim", {"name": "van thu"})
    assert found.words("main .chon") == ["Nguyễn Văn Thử – Chi bộ Một"]
    offered = [one.attributes["value"] for one in found.tree.css("select[name=role] option")]
    assert "secretary" in offered
    assert "administrator" not in offered
    account = found.value("account_id")
    untold = officer.post(address, {"name": "van thu", "account_id": account, **SINCE})
    assert untold.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-role"
    assert untold.words("main .chon") == ["Nguyễn Văn Thử – Chi bộ Một"]
    given = officer.post(address, {"account_id": account, "role": "secretary", **SINCE})
    assert "Bí thư: Nguyễn Văn Thử" in officer.get(given.where).text
    twice = officer.post(
        address, {"account_id": str(people[1].account_id), "role": "secretary", **SINCE}
    )
    assert twice.status == 409
    assert "van thu" not in caplog.text
    assert "auth.appoint" in _acts(runtime)


def test_an_administrator_finds_whom_he_gives_an_office_to_by_name_and_cell(holder, tree, people):
    administrator = holder(Role.ADMINISTRATOR)
    found = administrator.post(_at(tree.top, "giao-chuc-vu", "tim"), {"name": "mẫu"})

    assert found.words("main .chon") == ["Trần Thị Mẫu – Chi bộ Một"]
    below = holder(Role.ADMINISTRATOR, where=tree.right)
    stranger = below.post(_at(tree.right, "giao-chuc-vu", "tim"), {"name": "mẫu"})
    assert "Không có ai tên như vậy" in stranger.text


def test_a_secretary_has_his_deputy_stand_in_and_takes_it_back(visit, runtime, tree, officer):
    with runtime.transaction() as session:
        secretary = a_member(session, tree.one, Role.SECRETARY, name="Trần Thị Mẫu")
        deputy = a_member(session, tree.one, Role.DEPUTY_SECRETARY, name="Nguyễn Văn Thử")
    mine = visit(secretary)
    link = next(one for one in mine.get(_at(tree.one)).links if one.endswith("uy-quyen"))
    assert mine.get(link).words("main .chon") == ["Nguyễn Văn Thử – Phó bí thư"]
    until = {"until_day": "1", "until_month": "3", "until_year": "2027"}
    endless = mine.post(link, {"account_id": str(deputy.id), **SINCE})
    assert endless.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-until"
    today = {"since_day": "1", "since_month": "1", "since_year": "2027"}
    assert mine.post(link, {"account_id": str(deputy.id), **today, **until}).status == 303

    with runtime.transaction(read_only=True) as session:
        [made] = session.scalars(
            select(Appointment).where(Appointment.delegated_from_id.is_not(None))
        )
    end = _at(tree.one, "chuc-vu", str(made.id), "thoi")
    assert "Nguyễn Văn Thử" in mine.get(end).text
    assert visit(deputy).get(end).status == 403
    assert mine.post(end, {"on_day": "2", "on_month": "1", "on_year": "2027"}).status == 303
    assert mine.get(_at(tree.two, "chuc-vu", str(made.id), "thoi")).status == 404


def test_an_office_that_sleeps_says_how_it_is_woken(holder, guest, tree):
    asleep = holder(Role.ORGANISATION_OFFICER, Strength.PASSWORD)
    page = asleep.get(TREE)

    assert page.where == f"/dang-nhap/ma-mot-lan?tiep={TREE}"
    assert guest.get(_at(tree.top)).where.startswith("/dang-nhap")


def _acts(runtime):
    with runtime.transaction(read_only=True) as session:
        return list(session.scalars(select(AuditEntry.act)))
