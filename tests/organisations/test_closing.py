"""An organisation ends without a successor."""

from datetime import date
from uuid import uuid4

import pytest

from handbook_api.organisations import service
from handbook_api.organisations.errors import (
    ChangedMeanwhile,
    DateInFuture,
    DateTooEarly,
    HasChildren,
    HasPeople,
    OrganisationClosed,
)
from handbook_api.organisations.events import GUESTS, MEMBERS, ROLES, PeopleOf
from handbook_api.organisations.events import OrganisationClosed as Closed
from tests.organisations.conftest import ON, hearing, inhabited, listening


def test_an_empty_cell_closes(tree, commune):
    with hearing(Closed) as heard:
        tree.close(commune.maths)

    assert tree.get(commune.maths.id).closed_on == ON
    assert heard == [Closed(commune.maths.id, ON)]


def test_nothing_closes_over_living_organisations(tree, commune):
    with pytest.raises(HasChildren) as refused:
        tree.close(commune.school)
    assert refused.value.facts["count"] == 2


def test_a_committee_closes_after_what_was_below(tree, commune):
    tree.close(commune.maths, on=date(2026, 5, 1))
    tree.close(commune.letters, on=date(2026, 5, 20))
    with pytest.raises(DateTooEarly):
        tree.close(commune.school, on=date(2026, 5, 19))
    tree.close(commune.school, on=date(2026, 5, 20))

    assert tree.get(commune.school.id).closed_on == date(2026, 5, 20)


@pytest.mark.parametrize("kind", [MEMBERS, GUESTS])
def test_nothing_closes_over_people(tree, commune, kind):
    with listening({PeopleOf: lambda _, __: {kind: 2}}), pytest.raises(HasPeople) as refused:
        tree.close(commune.maths)
    assert refused.value.facts["count"] == 2


def test_offices_end_with_it(tree, commune):
    with listening({PeopleOf: lambda _, __: {ROLES: 2}}):
        plan = tree.close(commune.maths)

    assert plan.people == {ROLES: 2}


def test_people_elsewhere_do_not_matter(tree, commune):
    with inhabited({commune.letters.id: [uuid4()]}):
        tree.close(commune.maths)

    assert tree.get(commune.maths.id).closed_on == ON


def test_what_is_closed_stays_closed(tree, commune):
    tree.close(commune.maths)

    with pytest.raises(OrganisationClosed):
        tree.close(commune.maths)


def test_nothing_closes_tomorrow_or_before_it_opened(tree, commune):
    with pytest.raises(DateInFuture):
        tree.close(commune.maths, on=date(2026, 7, 2))
    with pytest.raises(DateTooEarly):
        tree.close(commune.maths, on=date(2023, 12, 31))


def test_who_read_an_older_version_is_told_so(tree, commune):
    (read,) = tree.read(commune.maths)
    tree.rename(commune.maths, name="Chi bộ Toán học")

    with pytest.raises(ChangedMeanwhile):
        tree.act(service.plan_closing, read)
