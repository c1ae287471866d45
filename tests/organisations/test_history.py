"""What happened stays readable, and is written down."""

from datetime import date

import pytest
from sqlalchemy import select

from handbook_api.core.identity import SYSTEM, TERMINAL
from handbook_api.core.paging import CursorNotUnderstood
from handbook_api.db.audit_model import AuditEntry
from handbook_api.organisations import queries, service
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import NewOrganisation, Part, Renaming
from tests.organisations.conftest import ON


@pytest.fixture
def history(tree):
    """Return what happened to an organisation, newest first, without times."""

    def lines(row):
        with tree.reading() as session:
            found = queries.get_organisation(session, SYSTEM, row.id)
            page = queries.page_of_changes(session, SYSTEM, found, limit=50)
            return [(one.what, one.on, one.facts) for one in page.rows]

    return lines


@pytest.fixture
def written(tree):
    """Return the audit entries about an organisation, oldest first."""

    def entries(row):
        query = select(AuditEntry).where(AuditEntry.subject_id == str(row.id))
        with tree.reading() as session:
            return session.scalars(query.order_by(AuditEntry.sequence)).all()

    return entries


def test_names_codes_and_places_before_and_after(tree, commune, history):
    tree.rename(commune.maths, name="Chi bộ Toán học", on=date(2026, 2, 1))
    tree.move(commune.maths, commune.commune, kind="base_cell", code="19.024.044")

    moved = {"before": "Đảng bộ trường Thử", "after": "Đảng bộ xã Mẫu"}
    newest = history(commune.maths)
    assert ("moved", ON, moved) in newest
    assert ("reclassified", ON, {"before": "cell", "after": "base_cell"}) in newest
    assert ("recoded", ON, {"before": "19.024.003.001", "after": "19.024.044"}) in newest
    assert [line[0] for line in newest[3:]] == ["renamed", "opened"]


def test_a_merger_is_told_on_both_sides(tree, commune, history):
    plan = tree.merge(
        commune.maths,
        commune.letters,
        into=NewOrganisation("Chi bộ Chung", "cell", commune.school.id),
    )
    heir = tree.get(plan.openings[0].id)

    became = {"became": [{"id": str(heir.id), "name": "Chi bộ Chung"}]}
    assert history(commune.maths)[0] == ("merged", ON, became)
    whats = [(what, sorted(facts)) for what, _, facts in history(heir)]
    assert whats == [("merged", ["grew_from"]), ("opened", ["after"])]


def test_a_split_is_told_on_both_sides(tree, commune, history):
    plan = tree.split(commune.maths, Part("Chi bộ Hình học"), stays=True)

    assert history(commune.maths)[0][0] == "split"
    part = tree.get(plan.openings[0].id)
    assert history(part)[0][2]["grew_from"] == [
        {"id": str(commune.maths.id), "name": "Chi bộ Toán"}
    ]


def test_what_is_recoded_below_has_it_in_its_own_history(tree, commune, history):
    tree.rename(commune.school, code="19.024.033")

    facts = {"before": "19.024.003.001", "after": "19.024.033.001"}
    assert history(commune.maths)[0] == ("recoded", ON, facts)


def test_the_deciding_paper_is_kept(tree, commune):
    (read,) = tree.read(commune.maths)
    wanted = Renaming(read, name="Chi bộ Toán học")
    tree.act(service.plan_renaming, wanted, decision="12-QĐ/ĐU ngày 01/6/2026")

    with tree.reading() as session:
        row = session.get_one(Organisation, commune.maths.id)
        (newest, *_) = queries.page_of_changes(session, SYSTEM, row, limit=1).rows
    assert newest.decision == "12-QĐ/ĐU ngày 01/6/2026"


def test_a_history_is_walked_page_by_page(tree, commune):
    for month in range(1, 6):
        tree.rename(commune.maths, name=f"Chi bộ Toán {month}", on=date(2026, month, 1))
    found, cursor = [], None
    with tree.reading() as session:
        row = session.get_one(Organisation, commune.maths.id)
        while cursor is not None or not found:
            page = queries.page_of_changes(session, TERMINAL, row, limit=2, cursor=cursor)
            found += [one.facts["after"] for one in page.rows]
            cursor = page.next_cursor

    assert found == [f"Chi bộ Toán {month}" for month in range(5, 0, -1)] + ["Chi bộ Toán"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsIngiLDFd", "WzEsIjIwMjYtMDEtMDEiLDFd"])
def test_a_cursor_that_is_not_ours_is_refused(tree, commune, cursor):
    with tree.reading() as session, pytest.raises(CursorNotUnderstood):
        queries.page_of_changes(session, TERMINAL, commune.maths, limit=2, cursor=cursor)


def test_every_organisation_that_an_act_touches_has_an_entry(tree, commune, written):
    tree.merge(commune.letters, into=commune.maths)

    (gone,) = written(commune.letters)[-1:]
    assert (gone.act, gone.actor, gone.path) == (
        "organisations.merge",
        "terminal",
        commune.letters.path,
    )
    assert gone.facts == {"on": "2026-06-01", "successors": str(commune.maths.id)}
    assert written(commune.maths)[-1].act == "organisations.merge"


def test_entries_name_fields_and_no_names(tree, commune, written):
    tree.rename(commune.maths, name="Chi bộ Toán học", code="19.024.003.011")

    (entry,) = written(commune.maths)[-1:]
    assert (entry.fields, entry.facts) == (["name", "code"], {"on": "2026-06-01"})


def test_a_plan_alone_writes_nothing(tree, commune, written):
    before = len(written(commune.maths))
    (read,) = tree.read(commune.maths)
    tree.plan(service.plan_closing, read)

    assert len(written(commune.maths)) == before
    assert tree.get(commune.maths.id).version == read.version
