"""Whose people a notice concerns is found by an index: a recipients' table only ever grows."""

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite

from handbook_api.notices.models import Recipient


def test_the_notices_of_one_cell_are_found_without_reading_everybody_elses(committee):
    of_cell = select(Recipient.notice_id).where(Recipient.organisation_id == committee.tree.cell.id)
    is_postgresql = committee.runtime.engine.dialect.name == "postgresql"
    dialect = postgresql.dialect() if is_postgresql else sqlite.dialect()
    written = str(of_cell.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    with committee.runtime.transaction(read_only=True) as session:
        if is_postgresql:
            session.execute(text("SET LOCAL enable_seqscan = off"))  # the table is empty here
            plan = session.execute(text(f"EXPLAIN {written}"))
        else:
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {written}"))
        steps = " ".join(str(row) for row in plan)

    assert "ix_notice_recipients_organisation_id_notice_id" in steps
