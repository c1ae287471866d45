"""What administrators look after, as pages."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api import registry
from handbook_api.content_store import load
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.jobs import Job, enqueue
from tests.support.jobs import work_off
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint

JOBS = "/lam-viec/viec-nen"
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def top(runtime):
    with runtime.transaction() as session:
        return a_committee(session, name="Tỉnh ủy Thử")


@pytest.fixture
def holder(runtime, top):
    """Make somebody who serves in an office, of the top unless told otherwise."""

    def made(role, organisation=None, name="Lê Văn Quản"):
        with runtime.transaction() as session:
            account = an_account(session, name=name)
            appoint(session, account, organisation or top, role)
            return account

    return made


@pytest.fixture
def administrator(visit, holder):
    return visit(holder(Role.ADMINISTRATOR), strength=Strength.TWO_FACTOR)


@pytest.fixture
def secretary(visit, runtime, top):
    with runtime.transaction() as session:
        account = a_member(session, an_organisation(session, top), Role.SECRETARY)
    return visit(account, strength=Strength.TWO_FACTOR)


def _refuse(session, runtime, payload):
    del session, runtime, payload
    raise NotFound


@pytest.fixture
def dead(runtime):
    """The id of a job that was given up."""
    with clock.frozen(NOON):
        with runtime.transaction() as session:
            enqueue(session, "notices.sweep", {"notice_id": "7"})
        work_off(runtime, handlers={"notices.sweep": _refuse})
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(Job.id).where(Job.state == "dead")).one()


def _state(runtime, id_):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Job, id_).state


def _acts(runtime):
    with runtime.transaction(read_only=True) as session:
        return list(session.scalars(select(AuditEntry.act)))


def test_jobs_are_shown_in_words_with_what_was_given_up(administrator, dead):
    page = administrator.get(JOBS)

    assert page.status == 200
    assert "Dọn thông báo nháp" in page.words("main .danh-sach .ten")[0]
    assert "sau 1 lần thử" in page.text
    assert "Không tìm thấy" in page.text
    assert f"{JOBS}/{dead}" in page.links


def test_a_dead_job_is_begun_again_and_runs(administrator, dead, runtime):
    led_to = administrator.post(f"{JOBS}/{dead}/lam-lai").where

    assert led_to == f"{JOBS}/{dead}?xong=lam-lai"
    assert "đã vào hàng" in administrator.get(led_to).text
    done = []
    work_off(runtime, handlers={"notices.sweep": lambda *given: done.append(given[2])})
    assert done == [{"notice_id": "7"}]
    assert _state(runtime, dead) == "done"
    assert "jobs.retry" in _acts(runtime)


def test_a_dead_job_is_put_away_after_a_check_page(administrator, dead, runtime):
    asked = administrator.get(f"{JOBS}/{dead}/bo")

    assert "Bỏ hẳn việc này?" in asked.text
    assert _state(runtime, dead) == "dead"
    assert administrator.post(f"{JOBS}/{dead}/bo").status == 303
    assert _state(runtime, dead) == "discarded"


def test_what_somebody_else_began_again_is_said_to_be_so(administrator, dead):
    administrator.post(f"{JOBS}/{dead}/lam-lai")

    again = administrator.post(f"{JOBS}/{dead}/lam-lai")

    assert again.status == 409
    assert again.title.startswith("Lỗi:")
    assert "Dọn thông báo nháp" in again.text


def test_the_list_pages_on_and_is_narrowed_to_a_kind(administrator, dead, runtime):
    with clock.frozen(NOON):
        with runtime.transaction() as session:
            enqueue(session, "notices.digest", {})
        work_off(runtime, handlers={"notices.digest": _refuse})

    first = administrator.get(JOBS, limit=1)
    more = next(link for link in first.links if "cursor=" in link)

    assert len(first.words("main .danh-sach > li")) == 1
    assert first.words("main .danh-sach .ten") != administrator.get(more).words(".danh-sach .ten")
    only = administrator.get(JOBS, kind="notices.digest")
    assert only.words("main .danh-sach .ten") == ["Soạn bản tin văn bản mới"]


@pytest.mark.parametrize("address", ["", "/{dead}", "/{dead}/bo"])
def test_no_secretary_is_let_in_to_the_jobs(secretary, dead, address):
    page = secretary.get(JOBS + address.format(dead=dead))

    assert page.status == 403
    assert "Dọn thông báo nháp" not in page.text


def test_no_secretary_begins_a_job_again(secretary, dead, runtime):
    assert secretary.post(f"{JOBS}/{dead}/lam-lai").status in (403, 404)
    assert _state(runtime, dead) == "dead"


def test_an_administrator_of_a_part_is_neither_let_in_nor_offered_it(visit, holder, runtime, top):
    with runtime.transaction() as session:
        part = a_committee(session, top, name="Đảng ủy Thử")
    below = visit(holder(Role.ADMINISTRATOR, part), strength=Strength.TWO_FACTOR)

    assert below.get(JOBS).status == 403
    assert JOBS not in below.get("/lam-viec").body


def test_rights_asleep_are_woken_by_the_one_time_code_first(visit, holder):
    asleep = visit(holder(Role.ADMINISTRATOR))

    assert f'href="{JOBS}"' in asleep.get("/lam-viec").body
    assert asleep.get(JOBS).where == f"/dang-nhap/ma-mot-lan?tiep={JOBS}"


def test_a_guest_is_led_to_the_door(guest):
    assert guest.get(JOBS).where == f"/dang-nhap?tiep={JOBS}"


def test_a_job_that_is_not_there_is_not_found(administrator):
    assert administrator.get(f"{JOBS}/{uuid4()}").status == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_of_job_has_a_name(runtime, language):
    labels = load(runtime.settings.content_folder).messages(language).labels

    assert [kind for kind in registry.JOBS if f"job_kind.{kind}" not in labels] == []
