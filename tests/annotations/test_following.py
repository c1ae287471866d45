"""One's notes are in one's own data, and go with the person."""

from sqlalchemy import select

from handbook_api.annotations.models import Annotation
from handbook_api.core.identity import TERMINAL
from handbook_api.members.erasing import erase_member
from handbook_api.members.models import Member
from tests.annotations.conftest import ME, OTHER


def test_whoever_asks_what_is_held_about_him_reads_his_notes(me, reader):
    me.note()
    data = me.client.get("/me/data").json["elsewhere"]

    (held,) = [one for one in data if one["code"] == "annotations"]

    assert held["name"] == "Ghi chú, đánh dấu, tô sáng trong văn bản"
    (entry,) = held["entries"]
    assert (entry["text"], entry["anchor"]) == ("Hỏi lại chi ủy.", "1.1")
    others = reader(OTHER).client.get("/me/data").json["elsewhere"]
    assert [one["entries"] for one in others if one["code"] == "annotations"] == [[]]


def test_of_whoever_is_erased_nothing_is_left(me, reader, committee):
    me.note()
    reader(OTHER).note()
    with committee.runtime.transaction() as session:
        member = session.get_one(Member, committee.people[ME].id)
        member.cell_id = None
        session.flush()
        erase_member(session, TERMINAL, member.id)

    with committee.runtime.transaction(read_only=True) as session:
        left = session.scalars(select(Annotation.account_id)).all()
    assert left == [committee.people[OTHER].account_id]
