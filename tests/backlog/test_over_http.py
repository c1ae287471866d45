"""An administrator at the top sees what is behind, and what was given up, and decides."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.jobs import Job, JobState
from tests.support.asking import asking_as

TOP, WARD = "/1a2b3c4d/", "/1a2b3c4d/99aabbcc/"


def _officer(role, path, strength=Strength.TWO_FACTOR):
    grant = (Grant(role, path),)
    awake = strength == Strength.TWO_FACTOR
    return Identity(
        "officer",
        account_id=UUID(int=7),
        grants=grant if awake else (),
        dormant=() if awake else grant,
        strength=strength,
    )


ADMINISTRATOR = _officer(Role.ADMINISTRATOR, TOP)


@pytest.fixture
def ask(runtime):
    return asking_as(runtime)


def _job(runtime, id_):
    with runtime.transaction(read_only=True) as session:
        return session.get(Job, UUID(id_))


def _last_entry(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()


def test_he_sees_how_much_there_is_and_how_far_behind(ask, dead):
    answer = ask(ADMINISTRATOR).get("/jobs")

    assert answer.json["due"] == 1
    assert answer.json["oldest_due_at"].startswith("2026-11-22T05:00:00")
    assert answer.json["dead"] == 3
    counts = {(one["kind"], one["state"]): one["number"] for one in answer.json["items"]}
    assert counts == {
        ("test.note", "dead"): 2,
        ("test.odd", "dead"): 1,
        ("test.note", "done"): 1,
        ("test.later", "waiting"): 1,
    }
    assert {one["state_name"] for one in answer.json["items"]} == {"đã bỏ", "đã xong", "đang chờ"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_he_reads_what_was_given_up_page_by_page(ask, dead):
    client = ask(ADMINISTRATOR)
    first = client.get("/jobs/dead", limit="2")
    rest = client.get("/jobs/dead", limit="2", cursor=first.json["next_cursor"])

    assert [one["id"] for one in (*first.json["items"], *rest.json["items"])] == dead
    assert rest.json["next_cursor"] is None
    assert first.json["items"][0]["last_error"] == "request.not_found"
    assert first.queries == rest.queries
    odd = client.get("/jobs/dead", kind="test.odd").json["items"]
    assert [one["payload"] for one in odd] == [{"number": -2}]


@pytest.mark.parametrize("cursor", ["x", "WyJhIiwiYiJd", "WyIyMDI2LTAxLTAxIiwiYiJd"])
def test_a_cursor_we_never_gave_is_refused(ask, dead, cursor):
    assert ask(ADMINISTRATOR).get("/jobs/dead", cursor=cursor).status == 422


def test_once_more_is_now_with_all_attempts_before_it_and_written_down(ask, dead, runtime):
    answer = ask(ADMINISTRATOR).post(f"/jobs/{dead[0]}/retry")

    assert (answer.status, answer.json["state"]) == (200, "waiting")
    job = _job(runtime, dead[0])
    assert (job.state, job.attempts, job.finished_at) == (JobState.WAITING, 0, None)
    entry = _last_entry(runtime)
    assert (entry.act, entry.subject_kind, entry.subject_id) == ("jobs.retry", "job", dead[0])
    assert entry.facts == {"kind": "test.note", "error": "request.not_found"}


def test_put_away_is_put_away(ask, dead, runtime):
    answer = ask(ADMINISTRATOR).post(f"/jobs/{dead[0]}/discard")

    assert (answer.status, answer.json["state"]) == (200, "discarded")
    assert _last_entry(runtime).act == "jobs.discard"
    again = ask(ADMINISTRATOR).post(f"/jobs/{dead[0]}/retry")
    assert (again.status, again.code) == (409, "jobs.not_dead")
    assert ask(ADMINISTRATOR).get("/jobs/dead").json["items"][0]["id"] == dead[1]


def test_what_is_not_there_is_not_found(ask):
    answer = ask(ADMINISTRATOR).post(f"/jobs/{uuid4()}/retry")

    assert (answer.status, answer.code) == (404, "jobs.not_found")


@pytest.mark.parametrize(
    "other", [_officer(Role.ADMINISTRATOR, WARD), _officer(Role.ORGANISATION_OFFICER, TOP)]
)
def test_nobody_else_sees_or_touches_them(ask, dead, runtime, other):
    client = ask(other)

    assert client.get("/jobs").code == "request.forbidden"
    assert client.get("/jobs/dead").code == "request.forbidden"
    for act in ("retry", "discard"):
        assert client.post(f"/jobs/{dead[0]}/{act}").code == "jobs.not_found"
    assert _job(runtime, dead[0]).state == JobState.DEAD


def test_without_the_second_factor_it_stays_shut(ask, dead):
    client = ask(_officer(Role.ADMINISTRATOR, TOP, Strength.PASSWORD))

    assert client.get("/jobs").code == "auth.second_factor_needed"
    assert client.post(f"/jobs/{dead[0]}/retry").code == "auth.second_factor_needed"


def test_the_figures_are_there_for_monitoring(ask, dead):
    said = ask(ADMINISTRATOR).get("//metrics").body.decode()

    assert "\nhandbook_jobs_due 1.0\n" in said
    assert "\nhandbook_jobs_dead 3.0\n" in said
    assert "\nhandbook_jobs_oldest_due_seconds " in said


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_while_the_database_is_away_monitoring_still_gets_the_rest(ask, postgresql_cluster):
    client = ask(ADMINISTRATOR)
    postgresql_cluster.stop()
    try:
        answer = client.get("//metrics")
    finally:
        postgresql_cluster.start()

    assert answer.status == 200
    assert b"handbook_jobs" not in answer.body
