"""Finding, browsing and reading documents on pages, as guests and members do."""

import json
import re
from itertools import pairwise

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.search import following
from tests.support.apps import create_app
from tests.support.counting import statements
from tests.support.papers import PAPER
from tests.support.people import a_committee, an_account, an_organisation, appoint, signed_in
from tests.support.samples import a_document, a_relation
from tests.support.visitor import Visitor


@pytest.fixture
def app(library):
    return create_app(library)


@pytest.fixture
def planted(bring, paper, library):
    """The fictional paper about trees, found by the index."""
    outcome = bring(paper())
    following.catch_up(library)
    return outcome.document_id


@pytest.fixture
def tree_page(guest, planted):
    return guest.get(f"/van-ban/{planted}")


def add(library, *rows):
    with library.transaction() as session:
        session.add_all(rows)


@pytest.mark.parametrize("typed", ["phù hợp với đất", "phu hop voi dat", "PHU HOP voi đất"])
def test_a_search_with_or_without_marks_shows_the_point_that_answers(guest, planted, typed):
    shown = guest.get("/tim", q=typed)

    assert shown.status == 200
    assert f"/van-ban/{planted}#m-1-1" in shown.links
    assert "phù hợp với đất" in " ".join(shown.words("mark"))


def test_a_result_says_how_far_the_document_holds_and_who_issued_it_when(guest, planted):
    shown = guest.get("/tim", q="trồng cây ở trụ sở chi bộ")
    entry = next(line for line in shown.words(".danh-sach > li") if "77-HD/TW" in line)

    assert "VIỆC TRỒNG CÂY" in entry.upper()
    assert "5/3/2024" in entry
    assert "Ban Bí thư" in entry
    assert "hiệu lực" in entry


def test_what_a_document_or_a_question_says_never_becomes_a_tag(guest, bring, paper, library):
    bring(paper(how="<b>cao</b> & <script>x</script>khỏe"))
    following.catch_up(library)

    found = guest.get("/tim", q="khỏe <img src=x>")
    read = guest.get("/van-ban/77-hd-tw-2024", trong="khỏe")

    for shown in (found, read):
        assert "<script>x" not in shown.body
        assert "<b>cao" not in shown.body
        assert "<img" not in shown.body
        assert "khỏe" in shown.words("mark")


def test_how_a_question_without_marks_was_read_is_said(guest, planted):
    shown = guest.get("/tim", q="cay phu hop")

    assert "Gõ không dấu" in shown.text
    assert "Tìm đúng cụm “cay phu hop”" in shown.text


def test_a_nearby_spelling_is_offered_as_a_link(guest):
    shown = guest.get("/tim", q="dẫng phí")

    assert any("q=%C4%91%E1%BA%A3ng+ph%C3%AD" in link for link in shown.links)


def test_a_symbol_leads_straight_to_its_document(guest):
    shown = guest.get("/tim", q="294-qd/tw")

    assert shown.tree.css_first(".hop a").attributes["href"] == "/van-ban/294-qd-tw-2025"


def test_a_symbol_nobody_has_is_said_to_be_missing(guest):
    assert "chưa có văn bản số 9999-QĐ/TW" in guest.get("/tim", q="9999-qd/tw").text


def test_a_filter_narrows_the_results_and_can_be_let_go_on_top(guest):
    wide = guest.get("/tim", q="đảng viên")
    link = next(one for one in wide.links if "kind=directive" in one)
    narrow = guest.get(link)
    letting_go = next(one for one in narrow.links if "kind=" not in one and one.startswith("/tim"))

    assert set(narrow.words(".danh-sach h2")) < set(wide.words(".danh-sach h2")) | set(
        guest.get("/tim", q="đảng viên", limit=100).words(".danh-sach h2")
    )
    assert all(name.startswith("Chỉ thị") for name in narrow.words(".danh-sach h2"))
    assert guest.get(letting_go).words("#trang-thai") == wide.words("#trang-thai")


def test_a_year_narrows_the_results(guest):
    link = next(one for one in guest.get("/tim", q="đảng").links if "year_from=2025" in one)
    shown = guest.get(link)

    assert "year_to=2025" in link
    assert shown.words(".danh-sach h2")
    assert all("2025" in line for line in shown.words(".danh-sach > li > .phu"))


def test_results_go_on_from_page_to_page_without_repeating_themselves(guest):
    first = guest.get("/tim", q="đảng")
    second = guest.get(next(one for one in first.links if "offset=10" in one))
    addresses = [
        {link for link in page.links if link.startswith("/van-ban/")} for page in (first, second)
    ]

    assert "Văn bản 1–10 trong" in first.text
    assert "Văn bản 11–20 trong" in second.text
    assert first.words(".danh-sach h2") != second.words(".danh-sach h2")
    assert all(addresses)


def test_a_question_that_finds_nothing_gets_help_and_a_status(guest):
    shown = guest.get("/tim", q="zzzz qqqq")

    assert "Không có kết quả" in shown.tree.css_first("[role=status]#trang-thai").text()
    assert "Cách tìm" in shown.words("h2")


def test_no_question_asks_for_one(guest):
    shown = guest.get("/tim")

    assert shown.status == 200
    assert "Gõ điều cần tìm" in shown.text


def test_a_question_far_too_long_is_kept_and_answered_with_words(guest):
    shown = guest.get("/tim", q="đảng " * 400)

    assert shown.status == 422
    assert "Câu tìm quá dài" in shown.text
    assert shown.value("q").startswith("đảng đảng")


@pytest.mark.parametrize(
    "address",
    [
        "/tim?q=a&kind=nonsense",
        "/tim?q=a&issuer=khong-co",
        "/tim?q=a&offset=-1",
        "/van-ban?status=perhaps",
        "/van-ban?year=abc",
        "/van-ban?cursor=zzz",
        "/van-ban/294-qd-tw-2025?ngay=hom-qua",
        "/van-ban/294-qd-tw-2025?ngay=31/2/2026",
    ],
)
def test_an_address_with_a_mistake_in_it_gets_a_page_that_says_so(guest, address):
    shown = guest.get(address)

    assert shown.status == 422
    assert shown.words("h1")
    assert "/van-ban" in shown.links


def test_the_list_begins_with_the_newest_and_goes_on(guest):
    first = guest.get("/van-ban")
    second = guest.get(next(one for one in first.links if "cursor=" in one))
    names = [page.words(".danh-sach .ten") for page in (first, second)]

    assert not set(names[0]) & set(names[1]) - {""}
    assert "/van-ban" in second.links


def test_the_list_is_narrowed_by_form_and_each_filter_can_be_let_go(guest):
    shown = guest.get("/van-ban?kind=directive&issuer=&topic=&status=&year=&symbol=")

    assert all(name.startswith("Chỉ thị") for name in shown.words(".danh-sach .ten"))
    assert shown.words(".loc a") == ["✕ Chỉ thị"]
    assert shown.tree.css_first(".loc a").attributes["href"] == "/van-ban"


def test_a_symbol_in_any_spelling_finds_its_documents_in_the_list(guest):
    shown = guest.get("/van-ban", symbol="294 qd tw")

    assert shown.words(".danh-sach .ten") == ["Quy định 294-QĐ/TW"]


def test_an_empty_list_says_so_and_how_to_widen_it(guest):
    shown = guest.get("/van-ban", year=1901)

    assert "Không có văn bản nào như vậy" in shown.text
    assert shown.links.count("/van-ban") >= 2


def test_a_document_is_one_page_with_every_point_under_an_address_of_its_own(tree_page):
    ids = re.findall(r'id="([^"]+)"', tree_page.body)

    assert len(ids) == len(set(ids))
    assert {"m-mo-dau", "m-1", "m-1-1", "m-1-2", "m-2", "m-2-a", "m-2-b", "m-ket-thuc"} <= set(ids)
    assert "tưới cây mỗi tuần hai lần" in tree_page.text


def test_headings_go_down_one_level_at_a_time(tree_page):
    levels = [int(tag.tag[1]) for tag in tree_page.tree.css("h1, h2, h3, h4, h5, h6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_citations_are_links_to_documents_and_to_points(guest, bring, paper):
    outcome = bring(paper(text=PAPER.replace("năm 2024", "năm 2026")))
    inside = guest.get(f"/van-ban/{outcome.document_id}").tree.css_first("#m-1-2")
    links = {link.text(): link.attributes["href"] for link in inside.css("p:not(.chep) a")}

    assert "/van-ban/294-qd-tw-2025" in links.values()
    assert links["điểm 1.1 Hướng dẫn này"] == "#m-1-1"


def test_a_citation_that_cannot_be_meant_is_no_link(tree_page):
    inside = tree_page.tree.css_first("#m-1-2")

    assert "294-QĐ/TW" in inside.text()
    assert "294-qd-tw-2025" not in inside.html


def test_the_contents_lead_to_what_stands_in_the_text(tree_page):
    ids = set(re.findall(r'id="([^"]+)"', tree_page.body))
    entries = [link.attributes["href"] for link in tree_page.tree.css("#muc-luc ol a")]

    assert entries == ["#m-1", "#m-1-1", "#m-1-2", "#m-2"]
    assert {entry[1:] for entry in entries} <= ids


@pytest.mark.parametrize("typed", ["1.2", "điểm 1.2", " 1.2. "])
def test_a_point_that_is_named_is_gone_to(guest, planted, typed):
    shown = guest.get(f"/van-ban/{planted}", den=typed, ngay="2026-01-01")

    assert (shown.status, shown.where) == (303, f"/van-ban/{planted}?ngay=2026-01-01#m-1-2")


def test_a_point_that_is_not_there_is_said_to_be_missing(guest, planted):
    assert "không có điểm “9.9”" in guest.get(f"/van-ban/{planted}", den="9.9").text


def test_words_are_found_inside_a_document_and_lead_to_their_points(guest, planted):
    shown = guest.get(f"/van-ban/{planted}", trong="chi bo")

    assert "#m-1-1" in shown.links
    assert {word.casefold() for word in shown.words(".toan-van mark")} == {"chi bộ"}


def test_marks_typed_are_asked_for_inside_a_document(guest, planted):
    assert "không có chỗ nào viết" in guest.get(f"/van-ban/{planted}", trong="chí bò").text


def test_every_point_offers_its_link_and_its_citation_without_scripts(tree_page):
    offered = tree_page.tree.css("#m-1-1 .chep a")

    assert [link.text() for link in offered] == ["Sao chép liên kết điểm 1.1", "Trích dẫn"]
    assert {link.attributes["href"] for link in offered} == {"#m-1-1"}


def test_a_replaced_document_says_by_what_and_leads_to_the_newest(guest):
    shown = guest.get("/van-ban/294-qd-tw-2025")

    assert "Đã được thay thế" in shown.words(".hieu-luc .nhan")[0]
    assert "/van-ban/20-qd-tw-2026" in shown.links
    assert shown.tree.css_first(".hieu-luc .nut").attributes["href"] == "/van-ban/208-qd-tw-2026"


@pytest.mark.parametrize("day", ["2025-12-01", "1/12/2025", "01 12 2025"])
def test_another_day_shows_the_validity_of_that_day(guest, day):
    shown = guest.get("/van-ban/294-qd-tw-2025", ngay=day)

    assert shown.words(".hieu-luc .nhan") == ["Còn hiệu lực"]
    assert "Đang xem hiệu lực tại ngày 1/12/2025" in shown.text
    assert "/van-ban/294-qd-tw-2025" in shown.links


def test_the_day_looked_at_goes_along_in_lists_and_results(guest):
    for shown in (
        guest.get("/tim", q="294-qd/tw", ngay="2025-12-01"),
        guest.get("/van-ban", symbol="294-QĐ/TW", ngay="2025-12-01"),
    ):
        assert "/van-ban/294-qd-tw-2025?ngay=2025-12-01" in shown.links
        assert "Còn hiệu lực" in shown.words(".nhan")


def test_the_day_looked_at_goes_along_to_points(guest, planted):
    shown = guest.get("/tim", q="phù hợp với đất", ngay="2026-01-01")

    assert f"/van-ban/{planted}?ngay=2026-01-01#m-1-1" in shown.links


def test_a_document_without_its_text_has_a_page_that_says_so(guest):
    shown = guest.get("/van-ban/116-2025-qh15")

    assert shown.status == 200
    assert "Chưa có toàn văn" in shown.words("h2")
    assert shown.tree.css_first("#muc-luc") is None


def test_the_office_s_summary_stands_apart_and_names_its_sources(guest):
    shown = guest.get("/van-ban/01-qd-tw-2026")
    sources = [link.attributes["href"] for link in shown.tree.css("#tom-tat a[href^='#nguon-']")]

    assert "không thay văn bản" in " ".join(shown.words("#tom-tat"))
    assert sources
    assert all(shown.tree.css_first(address) is not None for address in set(sources))


def test_a_summary_cannot_bring_in_tags(guest, library):
    add(library, a_document("mau-tom-tat", summary="## Ý\n\n<script>x</script> **đậm** ![a](/b)"))

    shown = guest.get("/van-ban/mau-tom-tat")

    assert "<script>x" not in shown.body
    assert shown.tree.css_first("#tom-tat img") is None
    assert shown.words("#tom-tat strong") == ["đậm"]
    assert shown.words("#tom-tat h3") == ["Ý"]


def test_what_a_document_does_to_others_and_they_to_it_is_told_from_its_side(guest, library):
    with library.transaction() as session:
        session.add_all([a_document("mau-cu"), a_document("mau-moi"), a_document("mau-xa")])
        session.flush()
        session.add_all(
            [a_relation("mau-moi", "amends", "mau-cu"), a_relation("mau-cu", "guides", "mau-xa")]
        )

    shown = guest.get("/van-ban/mau-cu")

    assert "Văn bản sửa đổi, bổ sung văn bản này" in shown.words("h3")
    assert "Văn bản này hướng dẫn" in shown.words("h3")
    assert {"/van-ban/mau-moi", "/van-ban/mau-xa"} <= set(shown.links)


def test_the_original_is_offered_with_its_size(tree_page, planted):
    assert f"/van-ban/{planted}/tep" in tree_page.links
    assert "KB" in tree_page.words(".su-kien")[0]


def test_the_original_comes_as_a_download_to_whoever_may_read_it(guest, planted):
    given = guest.get(f"/van-ban/{planted}/tep")

    assert "trồng cây" in given.body.lower()
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert guest.get("/van-ban/116-2025-qh15/tep").status == 404
    assert guest.get("/van-ban/khong-co/tep").status == 404


def test_links_to_points_of_an_earlier_text_still_lead_somewhere(guest, bring, paper, planted):
    outcome = bring(paper(name="moi.txt", text=re.sub(r"1\.2\. .*\n", "", PAPER)))
    shown = guest.get(f"/van-ban/{planted}")

    assert outcome.document_id == planted
    assert shown.tree.css_first("#m-1 #m-1-2, #m-1-2") is not None
    assert "điểm 1.2" not in shown.words("#m-1 .chep")


def test_a_document_for_others_looks_like_one_that_is_not_there(library, app, guest):
    with library.transaction() as session:
        ours = an_organisation(session, a_committee(session))
        other = an_organisation(session, a_committee(session))
        owner = an_account(session)
        appoint(session, owner, ours, Role.MEMBER)
        session.add_all(
            [
                a_document("cua-dang-vien", audience="members"),
                a_document("cua-ta", audience="organisation", audience_path=ours.path),
                a_document("cua-nguoi", audience="organisation", audience_path=other.path),
            ]
        )
        session.flush()
        account = owner.id
    member = Visitor(app, signed_in(library, account))

    missing = guest.get("/van-ban/khong-co")
    assert missing.status == 404
    assert [
        guest.get(f"/van-ban/{id_}").status for id_ in ("cua-dang-vien", "cua-ta", "cua-nguoi")
    ] == [404] * 3
    assert [
        member.get(f"/van-ban/{id_}").status for id_ in ("cua-dang-vien", "cua-ta", "cua-nguoi")
    ] == [200, 200, 404]
    assert guest.get("/van-ban/cua-ta").words("h1") == missing.words("h1")


def test_relations_name_no_document_for_others(guest, library):
    with library.transaction() as session:
        session.add_all(
            [a_document("mau-chung"), a_document("mau-kin", audience="members", title="Điều kín")]
        )
        session.flush()
        session.add(a_relation("mau-kin", "replaces", "mau-chung"))

    shown = guest.get("/van-ban/mau-chung")

    assert "Điều kín" not in shown.body
    assert "mau-kin" not in shown.body


def test_suggestions_are_few_and_lead_to_documents_and_points(guest):
    items = json.loads(guest.get("/goi-y", q="quy định").body)["items"]

    assert 0 < len(items) <= 6
    assert all(item["address"].startswith("/van-ban/") and item["text"] for item in items)


@pytest.mark.parametrize("path", ["/van-ban/294-qd-tw-2025", "/van-ban", "/tim?q=dang+phi"])
def test_what_has_not_changed_is_not_sent_to_a_guest_again(app, path):
    client = app.test_client()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_search_engines_are_told_the_one_address_of_a_document(guest):
    shown = guest.get("/van-ban/294-qd-tw-2025", ngay="2025-12-01", trong="đảng")
    head = shown.tree.css_first("link[rel=canonical]").attributes["href"]

    assert head.endswith("/van-ban/294-qd-tw-2025")
    assert "294-QĐ/TW" in shown.tree.css_first("meta[name=description]").attributes["content"]
    assert (
        guest.get("/tim", q="a").tree.css_first("meta[name=robots]").attributes["content"]
        == "noindex"
    )


def test_whoever_reads_english_gets_english_words_around_a_text_marked_as_vietnamese(app, planted):
    visitor = Visitor(app)
    visitor.get("/ngon-ngu/en")
    shown = visitor.get(f"/van-ban/{planted}")

    assert shown.tree.css_first("html").attributes["lang"] == "en"
    assert "Full text" in shown.words("h2")
    assert shown.tree.css_first(".phan").attributes["lang"] == "vi"
    assert "documents found" in visitor.get("/tim", q="đảng phí").text


def test_a_long_document_costs_no_more_statements_than_a_short_one(app, bring, paper, library):
    points = "\n\n".join(f"2.{n}. Chi bộ trồng theo điểm 1.1 Hướng dẫn này." for n in range(1, 80))
    longer = PAPER.replace("a) Đảng viên tưới", f"{points}\n\na) Đảng viên tưới")
    short = bring(paper()).document_id
    long = bring(paper(name="dai.txt", number="78", text=longer)).document_id
    client = app.test_client()

    costs = []
    for document_id in (short, long):
        with statements(library.engine) as counted:
            assert client.get(f"/van-ban/{document_id}").status_code == 200
        costs.append(counted.number)

    assert costs[0] == costs[1] <= 20


def test_a_day_typed_in_the_form_is_today_when_nothing_is_typed(guest):
    shown = guest.get("/van-ban/294-qd-tw-2025", ngay="")

    assert shown.status == 200
    assert f"tính đến {clock.today():%-d/%-m/%Y}" in shown.text
