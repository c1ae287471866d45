"""Papers and lists: what leaves the house says what it is for, and acts as nothing."""

import csv
import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.db.audit_model import AuditEntry
from handbook_api.notices.calling import exporting, papers
from tests.notices.calling.conftest import a_meeting
from tests.support.people import later

BODY = {"purpose": "Báo cáo tình hình dự họp"}


def entries(calling, act):
    with calling.runtime.transaction(read_only=True) as session:
        return session.scalars(select(AuditEntry).where(AuditEntry.act == act)).all()


def page_of(answer):
    assert answer.status == 200, answer.body[:300]
    return answer.body.decode()


def test_whoever_is_told_in_person_gets_a_paper_at_once(calling, meeting, secretary):
    page = page_of(secretary.get(f"/notices/{meeting}/papers"))

    assert page.count("<article>") == 1
    for said in ("Lê Văn Giấy", "Sinh hoạt chi bộ thường kỳ", "Nhà văn hóa thôn Thử"):
        assert said in page
    assert "Tôi sẽ dự" in page
    assert "Tôi xin vắng" in page
    assert "Trần Thị Máy" not in page


def test_named_people_get_one_whatever_their_way(calling, meeting, secretary):
    chosen = [str(calling.people[name].id) for name in ("Trần Thị Máy", "Phạm Thị Xa")]
    stranger = str(calling.people["Hoàng Văn Khác"].id)

    page = page_of(secretary.get(f"/notices/{meeting}/papers", member_id=[*chosen, stranger]))

    assert page.count("<article>") == 2
    assert "Hoàng Văn Khác" not in page


def test_whoever_has_heard_of_it_gets_no_paper(calling, meeting, member_path, secretary):
    told = {"how": "in_person", "outcome": "told"}
    secretary.post(f"{member_path(meeting, 'Lê Văn Giấy')}/contacts", told)

    page = page_of(secretary.get(f"/notices/{meeting}/papers"))

    assert page.count("<article>") == 0
    assert "Không có ai cần giấy báo." in page


def test_printing_is_written_down(calling, meeting, secretary):
    secretary.get(f"/notices/{meeting}/papers")

    (entry,) = entries(calling, "notices.print_papers")
    assert (entry.subject_id, entry.facts) == (meeting, {"people": 1})


def test_the_page_runs_nothing_and_loads_nothing(meeting, secretary):
    answer = secretary.get(f"/notices/{meeting}/papers")
    page = page_of(answer)

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.split("'sha256-")[1].split("'")[0] in page
    assert not re.search(r"<script|<link|<img|\sstyle=|\son\w+=|url\(", page)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_was_typed_stays_text(calling, send, secretary):
    notice = send(title="<script>alert(1)</script>", text="a < b & c\n\n<b>đậm</b>")

    page = page_of(secretary.get(f"/notices/{notice}/papers"))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;đậm&lt;/b&gt;" in page


def test_the_code_names_nobody_and_where_nobody_knows_the_address_there_is_none(
    calling, meeting, secretary
):
    with calling.runtime.transaction(read_only=True) as session:
        notice = session.get_one(papers.Notice, papers.UUID(meeting))

    link = papers.link_to(notice, "https://sotay.example.vn")

    assert link == f"https://sotay.example.vn/thong-bao/{meeting}"
    assert papers.link_to(notice, "") is None
    assert "<svg" not in page_of(secretary.get(f"/notices/{meeting}/papers"))


def test_nobody_carries_papers_for_what_is_over(calling, meeting):
    calling.work(until=later(days=40), slots=True)
    with clock.frozen(later(days=40)):
        refused = calling.as_("Nguyễn Văn Bí").get(f"/notices/{meeting}/papers")

    assert (refused.status, refused.code) == (409, "notices.over")


def test_a_pile_too_thick_is_refused(meeting, secretary, monkeypatch):
    monkeypatch.setattr(papers, "MOST_PAPERS", 0)

    refused = secretary.get(f"/notices/{meeting}/papers")

    assert (refused.status, refused.code) == (413, "notices.too_many_papers")


@pytest.fixture
def odd(calling, send):
    """A meeting to which somebody with an odd name answered late."""
    calling.member("=cmd|' /C calc'!A0", calling.tree.cell)
    notice = send(**a_meeting())
    with clock.frozen(later(days=6, hours=12)):
        calling.as_("Trần Thị Máy").post(
            f"/me/inbox/{notice}/answers", {"answer": "absent", "reason": "Đi khám bệnh"}
        )
    return notice


def test_the_workbook_says_it_in_words_and_without_reasons(calling, odd, secretary):
    answer = secretary.post(f"/notices/{odd}/exports", BODY)

    assert answer.status == 200, answer.body[:300]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[3][0] == "Mục đích: Báo cáo tình hình dự họp"
    assert rows[5][:4] == ["TT", "Họ và tên", "Chi bộ", "Đã tới đâu"]
    late = next(row for row in rows if row[1] == "Trần Thị Máy")
    assert (late[3], late[9], late[11]) == ("Đã trả lời", "Tôi xin vắng", "Có")
    assert len(rows) == 6 + 6
    assert not any("khám" in str(cell) for row in rows for cell in row)


def test_nothing_in_a_file_acts_as_a_formula(odd, secretary):
    book = secretary.post(f"/notices/{odd}/exports", BODY)
    text = secretary.post(f"/notices/{odd}/exports", BODY | {"format": "csv"})

    sheet = openpyxl.load_workbook(io.BytesIO(book.body)).active
    (cell,) = [one for one in sheet["B"] if str(one.value).startswith("=cmd")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert text.headers["Content-Type"].startswith("text/csv")
    assert text.body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(text.body.decode("utf-8-sig"))))
    assert "'=cmd|' /C calc'!A0" in [line[1] for line in lines if len(line) > 1]
    assert not any(cell.startswith("=") for line in lines for cell in line)


def test_an_export_says_what_it_is_for_and_is_written_down(calling, meeting, secretary):
    for body in ({}, {"purpose": "xem"}, {"purpose": " " * 12}):
        assert secretary.post(f"/notices/{meeting}/exports", body).status == 422
    assert entries(calling, "notices.export") == []

    secretary.post(f"/notices/{meeting}/exports", BODY | {"silent": True})

    (entry,) = entries(calling, "notices.export")
    assert (entry.subject_id, entry.facts) == (meeting, {"purpose": BODY["purpose"], "rows": 5})


def test_only_who_speaks_for_the_sender_takes_the_list_out(calling, send):
    ward = calling.tree.ward
    audience = {"organisations": [str(ward.id)]}
    notice = send(calling.as_("Bùi Văn Đoàn"), ward, audience=audience)
    calling.member("Cao Thị Ủy", calling.tree.cell, Role.CELL_COMMITTEE_MEMBER)

    for name in ("Nguyễn Văn Bí", "Cao Thị Ủy"):
        refused = calling.as_(name).post(f"/notices/{notice}/exports", BODY)
        assert (refused.status, refused.code) == (403, "request.forbidden")
    assert calling.as_("Bùi Văn Đoàn").post(f"/notices/{notice}/exports", BODY).status == 200


def test_a_list_too_long_is_refused_and_can_be_narrowed(calling, meeting, secretary, monkeypatch):
    wanted = exporting.Wanted.__init__.__defaults__
    monkeypatch.setattr(exporting.Wanted.__init__, "__defaults__", (2,))

    refused = secretary.post(f"/notices/{meeting}/exports", BODY)
    narrow = secretary.post(f"/notices/{meeting}/exports", BODY | {"reach": ["answered"]})

    assert wanted == (exporting.MOST_AT_ONCE,)
    assert (refused.status, refused.code) == (413, "notices.export_too_long")
    assert narrow.status == 200
