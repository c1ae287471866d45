"""An organisation's own documents go where it goes."""

from datetime import date
from uuid import uuid4

import pytest

from handbook_api.core.identity import TERMINAL, Grant, Identity, Role
from handbook_api.documents import queries
from handbook_api.documents.models import Document
from handbook_api.organisations import queries as organisations
from handbook_api.organisations import service as acts
from handbook_api.organisations.errors import OrganisationClosed, OrganisationNotFound
from handbook_api.organisations.service import Merging, Moving, Part, Read, Splitting, Stated
from tests.support.people import a_committee, an_organisation
from tests.support.samples import a_document

ON = date(2026, 1, 1)
STATED = Stated(ON)


@pytest.fixture
def places(runtime):
    """Two base committees under one commune, with a cell in the first; a document of each."""

    class Places:
        pass

    with runtime.transaction() as session:
        Places.commune = a_committee(session, kind="upper_committee", name="Đảng bộ xã Thử")
        Places.school = a_committee(session, Places.commune, name="Đảng bộ trường Thử")
        Places.sister = a_committee(session, Places.commune, name="Đảng bộ trường Hai")
        Places.cell = an_organisation(session, Places.school)
        Places.other = an_organisation(session, Places.sister)
        for name in ("commune", "school", "cell", "other"):
            path = getattr(Places, name).path
            session.add(a_document(name, audience="organisation", audience_path=path))
        session.add(a_document("public"))
    return Places


def carry_out(runtime, plan_it, wanted):
    with runtime.transaction() as session:
        plan = plan_it(session, TERMINAL, runtime.content, wanted, STATED)
        acts.carry_out(session, TERMINAL, plan)
        return plan


def readable(runtime, row):
    """Which documents a member of an organisation reads, where it stands now."""
    with runtime.transaction(read_only=True) as session:
        path = organisations.get_organisation(session, TERMINAL, row.id).path
        viewer = Identity("x", grants=(Grant(Role.MEMBER, path, row.id),))
        return set(queries.all_document_ids(session, viewer)) - {"public"}


def number(runtime):
    with runtime.transaction(read_only=True) as session:
        return queries.sequence(session)


def test_they_move_with_their_organisation_and_all_below(runtime, places):
    before = number(runtime)
    carry_out(runtime, acts.plan_moving, Moving(Read(places.cell.id, 1), places.sister.id))
    assert readable(runtime, places.cell) == {"commune", "cell"}

    carry_out(runtime, acts.plan_moving, Moving(Read(places.sister.id, 1), places.school.id))
    assert readable(runtime, places.cell) == {"commune", "school", "cell"}
    assert readable(runtime, places.other) == {"commune", "school", "other"}
    assert number(runtime) > before  # followers of the library hear of it


def test_after_a_merger_they_are_the_heirs(runtime, places):
    wanted = Merging([Read(places.cell.id, 1)], places.other.id)
    carry_out(runtime, acts.plan_merging, wanted)

    assert readable(runtime, places.other) == {"commune", "cell", "other"}


def test_what_stood_below_a_merged_committee_keeps_its_own(runtime, places):
    wanted = Merging([Read(places.school.id, 1)], places.sister.id)
    carry_out(runtime, acts.plan_merging, wanted)

    assert readable(runtime, places.cell) == {"commune", "school", "cell"}
    assert readable(runtime, places.other) == {"commune", "school", "other"}


def test_a_split_leaves_them_with_the_whole(runtime, places):
    wanted = Splitting(Read(places.cell.id, 1), [Part("Một"), Part("Hai")])
    plan = carry_out(runtime, acts.plan_splitting, wanted)

    assert readable(runtime, plan.openings[0]) == {"commune", "school"}


def test_an_act_without_documents_leaves_the_library_alone(runtime, places):
    before = number(runtime)
    wanted = Moving(Read(places.other.id, 1), places.school.id)
    with runtime.transaction() as session:
        session.delete(session.get_one(Document, "other"))
    carry_out(runtime, acts.plan_moving, wanted)

    assert number(runtime) == before


@pytest.fixture
def owner(library):
    with library.transaction() as session:
        return a_committee(session, kind="base_committee", name="Đảng bộ trường Thử")


def test_a_paper_is_imported_as_an_organisations_own(library, bring, paper, owner):
    outcome = bring(paper(), audience="organisation", organisation_id=owner.id)

    member = Identity("x", grants=(Grant(Role.MEMBER, owner.path, owner.id),))
    stranger = Identity("x", grants=(Grant(Role.MEMBER, "/00000000/"),))
    with library.transaction(read_only=True) as session:
        assert outcome.document_id in queries.all_document_ids(session, member)
        assert outcome.document_id not in queries.all_document_ids(session, stranger)


def test_imported_again_it_stays_theirs_until_said_otherwise(library, bring, paper, owner):
    def audience():
        with library.transaction(read_only=True) as session:
            found = queries.get_document(session, TERMINAL, outcome.document_id, ON).document
            return found.audience, found.audience_path

    outcome = bring(paper(), audience="organisation", organisation_id=owner.id)
    bring(paper(how="phải xanh tốt"))
    assert audience() == ("organisation", owner.path)
    bring(paper(), audience="members")
    assert audience() == ("members", None)


def test_nothing_is_imported_for_what_is_closed_or_unknown(library, paper, owner, bring):
    with library.transaction() as session:
        plan = acts.plan_closing(session, TERMINAL, Read(owner.id, 1), STATED)
        acts.carry_out(session, TERMINAL, plan)
    with pytest.raises(OrganisationClosed):
        bring(paper(), audience="organisation", organisation_id=owner.id)
    with pytest.raises(OrganisationNotFound):
        bring(paper(), audience="organisation", organisation_id=uuid4())
