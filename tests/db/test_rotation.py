"""Keys change under a running service, and a rotation can be stopped at any moment."""

import contextlib
import os
import signal
import subprocess
import sys
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select

from handbook_api.db import rotation
from handbook_api.db.sealing import KeyRing, Place, key_id_of, keys_of
from handbook_api.members.models import SealedValue
from handbook_api.members.sealed_rows import SealedRow
from tests.support.people import a_committee, an_account, an_organisation
from tests.support.records import a_record


@pytest.fixture
def values(runtime):
    """Many sealed values of one member under the first key: id → text."""
    with runtime.transaction() as session:
        member = a_record(session, an_organisation(session, a_committee(session)))
        texts = {uuid4(): f"giá trị {number}" for number in range(700)}
        session.execute(
            insert(SealedValue),
            [
                {
                    "id": id_,
                    "member_id": member.id,
                    "field": "residence",
                    "sealed": keys_of(session).seal(text, _place(id_)),
                    "key_id": 1,
                    "since": member.status_since,
                }
                for id_, text in texts.items()
            ],
        )
    return texts


def _place(id_):
    return Place("sealed_values", "sealed", str(id_))


def _opened(runtime, ring):
    with runtime.transaction(read_only=True) as session:
        rows = session.execute(select(SealedValue.id, SealedValue.sealed)).all()
    return {id_: ring.open(sealed, _place(id_)) for id_, sealed in rows}


def _left(runtime, ring):
    with runtime.transaction(read_only=True) as session:
        query = select(func.count()).where(SealedValue.key_id != ring.current)
        return session.scalar(query)


def test_every_sealed_table_is_known_to_the_rotation():
    named = {table.name for table in rotation.sealed_tables()}

    assert {"sealed_values", "record_lines"} <= named
    assert {row.__tablename__ for row in SealedRow.__subclasses__()} <= named


def test_afterwards_everything_opens_and_only_the_new_key_is_needed(runtime, values):
    ring = runtime.keys.with_new_key()

    steps = list(rotation.rotate(runtime.engine, ring, batch=300))

    assert steps[-1] == (700, 700)
    assert _left(runtime, ring) == 0
    assert _opened(runtime, ring) == values


def test_between_two_batches_every_value_can_be_read(runtime, values):
    ring = runtime.keys.with_new_key()

    for _ in rotation.rotate(runtime.engine, ring, batch=100):
        assert _opened(runtime, ring) == values


def test_a_rotation_that_was_stopped_goes_on_with_what_is_left(runtime, values):
    ring = runtime.keys.with_new_key()
    run = rotation.rotate(runtime.engine, ring, batch=100)
    next(run), next(run)
    run.close()

    assert _left(runtime, ring) == 500
    assert list(rotation.rotate(runtime.engine, ring, batch=300))[-1] == (500, 500)


def test_the_secret_of_one_time_codes_moves_too(runtime):
    with runtime.transaction() as session:
        account = an_account(session)
        place = Place("accounts", "totp_sealed", str(account.id))
        account.totp_sealed = keys_of(session).seal("BÍ MẬT", place)
    ring = runtime.keys.with_new_key()

    assert list(rotation.rotate(runtime.engine, ring)) == [(1, 1)]

    with runtime.transaction(read_only=True) as session:
        moved = session.get_one(type(account), account.id).totp_sealed
    assert (key_id_of(moved), ring.open(moved, place)) == (ring.current, "BÍ MẬT")


def test_killed_again_and_again_it_still_ends_with_every_value_right(runtime, values, tmp_path):
    path = tmp_path / "own-keys.json"
    runtime.keys.write(path)
    ring = KeyRing.add_key(path)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")},
        "HANDBOOK_DATABASE_URL": runtime.settings.database,
        "HANDBOOK_VAR_FOLDER": str(runtime.settings.var_folder),
        "HANDBOOK_CONTENT_FOLDER": str(runtime.settings.content_folder),
        "HANDBOOK_KEY_FILE": str(path),
    }
    program = (
        "import os, pathlib;"
        "from handbook_api import registry;"
        "from handbook_api.core.settings import read_settings;"
        "from handbook_api.db import rotation; from handbook_api.db.engine import make_engine;"
        "from handbook_api.db.sealing import KeyRing;"
        "settings = read_settings();"
        "keys = KeyRing.read(settings.keys);"
        "[print(done, flush=True) for done, _ in"
        " rotation.rotate(make_engine(settings.database), keys, batch=10)]"
    )
    for kill in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3 + kill):
            child.stdout.readline()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        assert _opened(runtime, ring) == values
    before = _left(runtime, ring)
    list(rotation.rotate(runtime.engine, ring))

    assert before < 700
    assert (_left(runtime, ring), _opened(runtime, ring)) == (0, values)
