"""Two people act on one record in the same moment: one has done it, the other is told so."""

from datetime import date

import pytest

from handbook_api.members import sealed
from handbook_api.members.changing import change_fields
from handbook_api.members.errors import NumberHeld
from handbook_api.members.line_acts import add_line, end_line
from handbook_api.members.lines import NewLine
from handbook_api.members.models import RecordLine
from tests.support.members import a_new_member
from tests.support.together import together


def test_a_line_is_ended_once(province):
    officer, content = province.officer(), province.content
    with province.runtime.transaction() as session:
        [member_id] = province.add(session, a_new_member(province.cell))
        line = NewLine("positions", None, "Tổ trưởng", date(2015, 1, 1))
        line_id = add_line(session, officer, content, member_id, line)

    def end(day):
        with province.runtime.transaction() as session:
            end_line(session, officer, content, member_id, line_id, day)

    days = [date(2020, 1, number) for number in range(1, 6)]
    codes = together(*(lambda day=day: end(day) for day in days))

    assert sorted(map(str, codes)) == ["None", *["members.line_ended"] * 4]
    with province.runtime.transaction(read_only=True) as session:
        assert session.get_one(RecordLine, line_id).until == days[codes.index(None)]


def test_of_two_who_write_one_number_at_once_the_second_is_told_which(province, monkeypatch):
    monkeypatch.setattr(sealed, "held_already", lambda *_: frozenset())
    numbers = {"card_number": "55500001"}
    with province.runtime.transaction() as session:
        _, other = province.add(
            session, a_new_member(province.cell, sealed=numbers), a_new_member(province.cell)
        )

    with pytest.raises(NumberHeld) as added, province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell, sealed=numbers))
    with pytest.raises(NumberHeld) as changed, province.runtime.transaction() as session:
        change_fields(session, province.officer(), province.content, other, numbers)

    assert added.value.facts == changed.value.facts == {"field": "card_number"}
