"""The schema is what the migrations make, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from handbook_api.db import migrate
from handbook_api.db.base import Base
from handbook_api.db.engine import make_engine


def test_the_pinned_head_is_the_newest_migration():
    script = ScriptDirectory(str(migrate._FOLDER))

    assert script.get_heads() == [migrate.HEAD]


def test_migrations_are_numbered_in_order():
    script = ScriptDirectory(str(migrate._FOLDER))
    names = [revision.revision for revision in reversed(list(script.walk_revisions()))]

    assert [int(name.split("_")[0]) for name in names] == list(range(1, len(names) + 1))


def test_at_head_the_tables_equal_the_models(database):
    engine = make_engine(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def test_every_migration_goes_down_and_up_again(empty_database):
    engine = make_engine(empty_database)
    script = ScriptDirectory(str(migrate._FOLDER))
    for revision in reversed(list(script.walk_revisions())):
        migrate.upgrade(engine, revision.revision)
        migrate.downgrade(engine, revision.down_revision or "base")
        migrate.upgrade(engine, revision.revision)
    migrate.downgrade(engine, "base")
    left = inspect(engine).get_table_names()
    engine.dispose()

    assert set(left) <= {"alembic_version"}
