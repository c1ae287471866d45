"""What administrators look after, as pages."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api import __version__, registry
from handbook_api.auditing import checking
from handbook_api.console.system.set_up import settings_of
from handbook_api.content_store import load
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import Role, Strength
from handbook_api.core.settings import Settings
from handbook_api.db import migrate
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
    assert page.tree.css_first(".ben a[aria-current]").attributes["href"] == JOBS
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

    assert asleep.get(JOBS).where == f"/dang-nhap/ma-mot-lan?tiep={JOBS}"


def test_a_guest_is_led_to_the_door(guest):
    assert guest.get(JOBS).where == f"/dang-nhap?tiep={JOBS}"


def test_a_job_that_is_not_there_is_not_found(administrator):
    assert administrator.get(f"{JOBS}/{uuid4()}").status == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_of_job_has_a_name(runtime, language):
    labels = load(runtime.settings.content_folder).messages(language).labels

    assert [kind for kind in registry.JOBS if f"job_kind.{kind}" not in labels] == []


LOG = "/lam-viec/nhat-ky"


def _entries(runtime, act):
    with runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.sequence)
        return list(session.scalars(query))


def test_the_log_is_shown_in_words_and_reading_it_is_written_down(administrator, dead, runtime):
    administrator.post(f"{JOBS}/{dead}/lam-lai")

    page = administrator.get(LOG)

    assert "Làm lại việc nền đã bỏ" in page.words("main .danh-sach .ten")
    assert "Lê Văn Quản" in page.text
    assert len(_entries(runtime, "audit.read")) == 1


def test_what_was_looked_for_in_the_log_is_written_down_too(administrator, dead, runtime):
    administrator.post(f"{JOBS}/{dead}/lam-lai")

    page = administrator.get(LOG, act="jobs.retry", since="2020-01-01", until="")

    assert page.words("main .danh-sach .ten") == ["Làm lại việc nền đã bỏ"]
    assert _entries(runtime, "audit.read")[0].facts == {"act": "jobs.retry", "since": "2020-01-01"}
    assert "Không có mục nào khớp" in administrator.get(LOG, act="jobs.discard").text


def test_an_entry_leads_to_all_that_the_same_person_did(administrator, dead, runtime):
    administrator.post(f"{JOBS}/{dead}/lam-lai")
    retry = _entries(runtime, "jobs.retry")[0]

    page = administrator.get(f"{LOG}/{retry.sequence}")

    assert "Làm lại việc nền đã bỏ" in page.title
    assert str(dead) in page.text
    assert f"{LOG}?account_id={retry.actor_account_id}" in page.links
    assert [one.subject_id for one in _entries(runtime, "audit.read")] == [str(retry.sequence)]


def test_the_log_pages_on_with_its_filters(administrator, runtime):
    for _ in range(3):
        administrator.get(LOG)

    first = administrator.get(LOG, act="audit.read", limit=2)
    more = next(link for link in first.links if "cursor=" in link)

    assert "act=audit.read" in more
    assert administrator.get(more).words("main .danh-sach .ten")


def test_entries_of_other_places_are_not_there(visit, holder, runtime, top, administrator):
    administrator.get(LOG)
    with runtime.transaction() as session:
        part = a_committee(session, top, name="Đảng ủy Thử")
    below = visit(holder(Role.ADMINISTRATOR, part), strength=Strength.TWO_FACTOR)

    assert below.get(LOG).status == 200
    assert below.get(f"{LOG}/1").status == 404
    assert administrator.get(f"{LOG}/{2**63 - 1}").status == 404
    assert administrator.get(f"{LOG}/{2**80}").status == 404


@pytest.mark.parametrize("address", [LOG, f"{LOG}/1", f"{LOG}/kiem-tra"])
def test_nobody_else_reads_the_log(secretary, visit, holder, guest, address):
    assert secretary.get(address).status == 403
    asleep = visit(holder(Role.ADMINISTRATOR))
    assert asleep.get(address).where == f"/dang-nhap/ma-mot-lan?tiep={address}"
    assert guest.get(address).where == f"/dang-nhap?tiep={address}"


def test_a_log_that_is_whole_is_said_to_be(administrator, runtime):
    administrator.get(LOG)

    found = administrator.post(f"{LOG}/kiem-tra")

    assert "Nhật ký nguyên vẹn" in found.text
    assert "Đã kiểm tra 1 mục" in found.text
    assert _entries(runtime, "audit.verify")[0].facts == {"checked": 1, "fault": None}


def test_a_log_that_was_rewritten_is_found_out(administrator, runtime, monkeypatch):
    administrator.get(LOG)
    # The chain is made with a secret: under another one, no entry is as it was written.
    monkeypatch.setattr(type(runtime.keys), "chain", lambda *_: b"another")

    found = administrator.post(f"{LOG}/kiem-tra")

    assert "Nhật ký sai từ mục 1" in found.text
    assert "an toàn thông tin" in found.text


def test_a_log_too_long_for_a_page_is_checked_on_the_server(administrator, monkeypatch):
    administrator.get(LOG)
    monkeypatch.setattr(checking, "MOST_ENTRIES", 0)

    found = administrator.post(f"{LOG}/kiem-tra")

    assert found.status == 409
    assert "handbook audit verify" in found.text


SET_UP = "/lam-viec/cai-dat"


def test_the_set_up_is_told_and_secrets_are_masked(administrator, runtime):
    page = administrator.get(SET_UP)

    assert page.status == 200
    assert __version__ in page.text
    assert migrate.HEAD in page.text
    assert "Chưa bật" in page.text
    assert "HANDBOOK_HELP_PHONE" in page.text


def test_no_secret_stands_among_the_settings():
    secret = "postgresql+psycopg://who:seventeen@host/handbook"

    shown = settings_of(Settings(database_url=secret, help_phone="0900 000 001"))

    assert "seventeen" not in repr(shown)
    assert [one.name for one in shown if one.is_own] == [
        "HANDBOOK_DATABASE_URL",
        "HANDBOOK_HELP_PHONE",
    ]


def test_only_an_administrator_at_the_top_sees_the_set_up(secretary, visit, holder, guest):
    assert secretary.get(SET_UP).status == 403
    asleep = visit(holder(Role.ADMINISTRATOR))
    assert asleep.get(SET_UP).where == f"/dang-nhap/ma-mot-lan?tiep={SET_UP}"
    assert guest.get(SET_UP).where == f"/dang-nhap?tiep={SET_UP}"
