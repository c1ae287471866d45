"""People are chosen by name where they are many, and kept in groups."""

import pytest
from sqlalchemy import select

from handbook_api.console.notices import choosing
from handbook_api.core.identity import Role, Strength
from handbook_api.members import names
from handbook_api.members.bulk import insert_rows
from handbook_api.members.first_rows import name_rows
from handbook_api.members.models import NameToken
from handbook_api.notices.models import Group, GroupMember, Notice
from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record

NOTICES = "/lam-viec/thong-bao"
GROUPS = f"{NOTICES}/nhom"


@pytest.fixture
def cell(runtime):
    with runtime.transaction() as session:
        return an_organisation(session, a_committee(session), name="Chi bộ Một")


@pytest.fixture
def people(runtime, cell, monkeypatch):
    """Three members who are too many to be listed, by name."""
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)
    with runtime.transaction() as session:
        made = {}
        for name in ("Nguyễn Đức Thử", "Lê Thị Mẫu", "Phạm Văn Ví"):
            member = made[name] = a_record(session, cell, name=name)
            insert_rows(session, NameToken, list(name_rows(member.id, names.read(name))))
        return made


@pytest.fixture
def secretary(visit, runtime, cell):
    with runtime.transaction() as session:
        account = a_member(session, cell, Role.SECRETARY, name="Trần Thị Bí")
    return visit(account)


def _stored(runtime, query):
    with runtime.transaction(read_only=True) as session:
        return list(session.scalars(query))


def _ticked(page):
    boxes = page.tree.css("[name=members]")
    return {one.attributes["value"]: "checked" in one.attributes for one in boxes}


@pytest.fixture
def drafted(secretary, cell):
    form = {"title": "Lịch trực", "text": "Xem lịch ở nhà văn hóa."}
    address = f"{NOTICES}/moi/noi-dung?organisation_id={cell.id}&kind=information"
    return secretary.post(address, form).where


def test_recipients_are_found_by_name_and_stay_chosen_while_others_are_looked_for(
    secretary, runtime, people, drafted
):
    form = {"who": "some", "revision": secretary.get(drafted).value("revision")}
    first = secretary.post(drafted, form | {"find": "1", "name": "duc thu"})
    [thu, mau] = [str(people[name].id) for name in ("Nguyễn Đức Thử", "Lê Thị Mẫu")]
    second = secretary.post(drafted, form | {"members": [thu], "find": "1", "name": "mẫu"})
    kept = secretary.post(drafted, form | {"members": [thu, mau]})
    again = secretary.get(drafted)

    assert secretary.get(drafted).tree.css_first("#o-name") is not None
    assert _ticked(first) == {thu: False}
    assert _ticked(second) == {thu: True, mau: False}
    assert "duc thu" not in str(first.links)
    assert kept.where.endswith("/kiem-tra")
    assert _ticked(again) == {thu: True, mau: True}
    [notice] = _stored(runtime, select(Notice))
    assert set(notice.audience["members"]) == {thu, mau}


def test_looking_for_nobody_is_told_and_keeps_what_was_chosen(secretary, people, drafted):
    thu = str(people["Nguyễn Đức Thử"].id)
    form = {"who": "some", "revision": "1", "members": [thu], "find": "1"}
    empty = secretary.post(drafted, form | {"name": ""})
    nobody = secretary.post(drafted, form | {"name": "khongcoai"})

    assert empty.status == 422
    assert empty.tree.css_first("#loi-name") is not None
    assert _ticked(empty) == {thu: True}
    assert "“khongcoai”: 0 người" in nobody.text
    assert _ticked(nobody) == {thu: True}


def test_a_group_is_made_changed_offered_and_given_up(secretary, runtime, people, drafted, cell):
    new = f"{GROUPS}/moi/{cell.id}"
    [thu, mau] = [str(people[name].id) for name in ("Nguyễn Đức Thử", "Lê Thị Mẫu")]
    looked = secretary.post(new, {"group": "Tổ soạn thảo", "find": "1", "name": "thử"})
    made = secretary.post(new, {"group": "Tổ soạn thảo", "members": [thu]})
    listed = secretary.get(GROUPS)
    [address] = [
        link for link in listed.links if link.startswith(GROUPS + "/") and "moi" not in link
    ]
    shown = secretary.get(address)
    form = {"group": "Tổ soạn thảo", "version": shown.value("version"), "members": [thu, mau]}
    secretary.post(address, form)
    stale = secretary.post(address, form)

    assert looked.value("group") == "Tổ soạn thảo"
    assert made.where.startswith(f"{GROUPS}?xong=luu")
    assert _ticked(shown) == {thu: True}
    assert len(_stored(runtime, select(GroupMember.account_id))) == 2
    assert stale.status == 409
    assert "Tổ soạn thảo (2 người)" in secretary.get(drafted).text
    secretary.post(f"{address}/xoa")
    assert _stored(runtime, select(Group)) == []
    assert "Chưa có nhóm nào" in secretary.get(GROUPS).text


def test_a_group_without_a_name_or_with_one_that_is_taken_is_asked_for_again(
    secretary, people, cell
):
    new, thu = f"{GROUPS}/moi/{cell.id}", str(people["Nguyễn Đức Thử"].id)
    nameless = secretary.post(new, {"members": [thu]})
    secretary.post(new, {"group": "Tổ một", "members": [thu]})
    taken = secretary.post(new, {"group": "tổ MỘT", "members": [thu]})

    assert nameless.tree.css_first("#loi-group") is not None
    assert taken.tree.css_first("#loi-group") is not None
    assert taken.value("group") == "tổ MỘT"
    assert _ticked(taken) == {thu: True}


def test_groups_are_those_of_one_s_own_organisation(secretary, visit, runtime, people, cell):
    thu = str(people["Nguyễn Đức Thử"].id)
    secretary.post(f"{GROUPS}/moi/{cell.id}", {"group": "Tổ một", "members": [thu]})
    [group_id] = _stored(runtime, select(Group.id))
    with runtime.transaction() as session:
        other = an_organisation(session, a_committee(session), name="Chi bộ Khác")
        account = a_member(session, other, Role.SECRETARY, name="Phạm Văn Lạ")
    stranger = visit(account)

    assert stranger.get(f"{GROUPS}/{group_id}").status == 404
    assert stranger.get(f"{GROUPS}/moi/{cell.id}").status == 404
    assert stranger.post(f"{GROUPS}/{group_id}/xoa").status == 404


def test_namesakes_are_told_apart_by_their_cells(visit, runtime, cell, people):
    with runtime.transaction() as session:
        top = session.get_one(Organisation, cell.parent_id)
        account = an_account(session, name="Cán bộ Mẫu")
        appoint(session, account, top, Role.ORGANISATION_OFFICER)
    officer = visit(account, strength=Strength.TWO_FACTOR)
    found = officer.post(f"{GROUPS}/moi/{top.id}", {"find": "1", "name": "đức thử"})

    assert found.words("fieldset .chon") == ["Nguyễn Đức Thử, Chi bộ Một"]
