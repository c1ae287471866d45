"""What people type, and what must come first."""

from datetime import date

import pytest

from search_index import Query
from tests.search_index.library import GLOSSARY, SCOPE, a_passage, some_facts


def _first(answer):
    hit = answer.hits[0]
    return hit.document_id, hit.passages[0].number


def _documents(answer):
    return [hit.document_id for hit in answer.hits]


def test_the_provision_that_answers_a_question_comes_first(ask):
    answer = ask("nghỉ công tác thì phải chuyển sinh hoạt trong bao nhiêu ngày?")

    assert _first(answer) == ("quy-dinh-94", "3.1")
    assert answer.interpretation.kind == "question"


@pytest.mark.parametrize(
    "typed",
    ["đóng hội phí hằng tháng", "dong hoi phi hang thang", "DONG HOI PHI HANG THANG"],
)
def test_marks_and_capitals_may_be_left_out(ask, typed):
    assert _first(ask(typed)) == ("quy-dinh-94", "4.1")


def test_a_query_without_marks_says_that_it_was_read_so(ask):
    assert ask("hoi phi").interpretation.unaccented
    assert not ask("hội phí").interpretation.unaccented


def test_marks_that_are_typed_must_be_right(index_of):
    index = index_of(
        {"a": [a_passage("a", "1", "Hội đang họp.")], "b": [a_passage("b", "1", "Đảng họp.")]}
    )
    scope = {"a": some_facts(), "b": some_facts()}

    assert _documents(index.search(Query("đảng"), scope)) == ["b"]
    assert sorted(_documents(index.search(Query("dang"), scope))) == ["a", "b"]


@pytest.mark.parametrize("typed", ["hoà cùng", "hòa cùng", "hoa\u0300 cùng", "hòa cu\u0300ng"])
def test_every_way_to_write_a_tone_finds_the_same(ask, typed):
    assert _documents(ask(typed)) == ["tin-1"]


@pytest.mark.parametrize("typed", ["kỷ luật hội viên", "kỉ luật hội viên"])
def test_i_and_y_find_the_same(ask, typed):
    assert _first(ask(typed)) == ("quy-dinh-94", "5.1")


@pytest.mark.parametrize("typed", ["Điều lệ", "Ðiều lệ", "điều lệ", "dieu le"])
def test_the_icelandic_letter_is_taken_for_the_vietnamese(ask, typed):
    assert "quy-dinh-94" in _documents(ask(typed))


@pytest.mark.parametrize(
    "typed",
    ["94-QĐ/TW", "94-qd/tw", "Quy định số 94-QĐ/TW", "qd 94", "quy định 94", "94", "94 QĐ TW",
     "Quy định 94-QĐ/TW có gì"],
)  # fmt: skip
def test_a_symbol_in_any_spelling_brings_its_document_first(ask, typed):
    assert _documents(ask(typed))[0] == "quy-dinh-94"


def test_a_text_that_cites_the_symbol_comes_after_the_document_itself(ask):
    assert _documents(ask("94-QĐ/TW"))[:2] == ["quy-dinh-94", "huong-dan-06"]


def test_a_symbol_nobody_holds_leads_to_whoever_cites_it(ask):
    answer = ask("NQ 04 NQ/TU")

    assert _documents(answer) == ["tin-1"]
    assert answer.interpretation.kind == "symbol"


def test_a_symbol_with_words_beside_it_shows_the_provisions_about_them(ask):
    answer = ask("quy định 94 mất huy hiệu")

    assert _first(answer) == ("quy-dinh-94", "6.1")


def test_a_year_tells_documents_of_one_symbol_apart(index_of):
    documents = {
        f"hd-{year}": [
            a_passage(
                f"hd-{year}", "", f"Hướng dẫn năm {year}", origin="title", symbol="12-HD/BTCTW"
            )
        ]
        for year in (2012, 2018, 2022)
    }
    scope = {
        name: some_facts(kind="guidance", year=int(name[3:]), symbol="12-HD/BTCTW", issued_on=None)
        for name in documents
    }
    index = index_of(documents)

    assert index.search(Query("12-HD/BTCTW 2018"), scope).hits[0].document_id == "hd-2018"


def test_of_documents_with_one_symbol_the_one_in_force_comes_first_then_the_newest(index_of):
    years = {"old": 2012, "newer": 2018, "in-force": 2016}
    documents = {
        name: [
            a_passage(name, "", "Hướng dẫn", number="", origin="title", symbol="12-HD/BTCTW"),
            a_passage(name, "1", "Hướng dẫn 12. " * (year - 2010), symbol="12-HD/BTCTW"),
        ]
        for name, year in years.items()
    }
    scope = {
        name: some_facts(
            kind="guidance",
            status="in_force" if name == "in-force" else "replaced",
            symbol="12-HD/BTCTW",
            issued_on=date(year, 1, 1),
        )
        for name, year in years.items()
    }

    found = index_of(documents).search(Query("hướng dẫn 12"), scope)
    assert _documents(found) == ["in-force", "newer", "old"]


@pytest.mark.parametrize(
    "typed",
    ["quy định ngày 26/5/2025", "văn bản ngày 26-5-2025", "ngày 26 tháng 5 năm 2025", "26.5.2025"],
)
def test_a_document_is_found_by_its_day(ask, typed):
    assert _documents(ask(typed))[0] == "quy-dinh-94"


def test_a_day_in_a_longer_question_is_a_circumstance(ask):
    answer = ask("hội viên bị xóa tên trước ngày 26/5/2025 thì được khiếu nại")

    assert _first(answer) == ("quy-dinh-94", "5.2")


def test_a_document_asked_for_by_its_name_shows_its_card_first(ask):
    for typed in ("94-QĐ/TW", "quy định thi hành điều lệ hội"):
        assert ask(typed).hits[0].passages[0].origin == "title"


def test_a_number_that_counts_something_is_no_symbol(ask):
    assert ask("khiếu nại trong 94 ngày").interpretation.kind != "symbol"


def test_the_title_typed_in_full_brings_its_document_first(ask):
    assert _documents(ask("quy định về chế độ hội phí"))[0] == "quy-dinh-77"


def test_another_name_on_the_card_counts_as_the_title(ask):
    assert _documents(ask("quy chế hội phí mới"))[0] == "quy-dinh-77"


def test_a_provision_that_answers_stands_before_cards_and_summaries(ask):
    assert _first(ask("mức đóng hội phí")) == ("quy-dinh-94", "4.1")


def test_of_texts_that_match_alike_the_one_in_force_comes_first(ask):
    found = _documents(ask("thủ tục xóa tên hội viên"))

    assert found.index("huong-dan-06") < found.index("huong-dan-01")


def test_a_heading_above_helps_the_provision_below(ask):
    assert _first(ask("kết nạp lại người tự bỏ sinh hoạt")) == ("quy-dinh-94", "2.1")


@pytest.mark.parametrize("typed", ["thẩm quyền UBKT", "thẩm quyền ubkt", "tham quyen ubkt"])
def test_an_abbreviation_is_read_in_full(ask, typed):
    answer = ask(typed)

    assert answer.interpretation.expanded == ("ủy ban kiểm tra",)
    assert ("quy-dinh-94", "5.1") in [
        (hit.document_id, passage.number) for hit in answer.hits for passage in hit.passages
    ]


def test_a_short_word_is_an_abbreviation_only_in_capitals(ask):
    assert ask("ĐA").interpretation.expanded == ("đề án",)
    assert ask("da").interpretation.expanded == ()


def test_words_in_full_also_find_the_abbreviation(index_of):
    index = index_of(
        {
            "a": [a_passage("a", "1", "UBKT họp hằng quý.")],
            "b": [a_passage("b", "1", "Việc khác.")],
        },
        glossary=GLOSSARY,
    )
    scope = {"a": some_facts(), "b": some_facts()}

    assert _documents(index.search(Query("ủy ban kiểm tra họp"), scope)) == ["a"]


def test_what_is_said_finds_what_is_written(ask):
    answer = ask("không muốn làm hội viên nữa")

    assert "xin ra khỏi hội" in answer.interpretation.expanded
    assert ("quy-dinh-94", "2.1") in [
        (hit.document_id, passage.number) for hit in answer.hits for passage in hit.passages
    ]


def test_a_document_outside_the_scope_is_never_seen(ask):
    for typed in ("phương án nhân sự chưa công bố", "99-NQ/TU", "99", '"phương án nhân sự"'):
        assert "rieng-1" not in _documents(ask(typed))
    assert ask("99").interpretation.symbol is None


def test_an_empty_scope_finds_nothing(ask):
    answer = ask("hội viên", scope={})

    assert (answer.total, answer.hits, answer.did_you_mean) == (0, (), None)


def test_sharing_a_common_word_is_not_a_match(ask):
    """“hội viên” stands in nearly every provision; only some speak of the badge."""
    answer = ask("hội viên mất huy hiệu")

    assert _documents(answer)[0] == "quy-dinh-94"
    assert answer.total < len(SCOPE)


def test_words_that_nobody_writes_find_nothing(ask):
    assert ask("máy bay phản lực").total == 0


def test_hits_carry_path_heading_number_and_anchor(ask):
    passage = ask("đối tượng không xem xét kết nạp lại").hits[0].passages[0]

    assert (passage.anchor, passage.number) == ("2.1", "2.1")
    assert passage.path == (("2", "Kết nạp lại"),)
    assert passage.heading == "Đối tượng không xem xét kết nạp lại."
    assert passage.origin == "text"


def test_passages_of_a_document_are_limited_and_in_order_of_score(ask):
    hit = ask("hội viên khiếu nại kỷ luật", passages_per_document=2).hits[0]
    scores = [passage.score for passage in hit.passages]

    assert len(hit.passages) == 2
    assert scores == sorted(scores, reverse=True)
    assert hit.score == scores[0]


def test_pages_neither_repeat_nor_leave_out(ask):
    everything = _documents(ask("hội viên", limit=50))
    paged = [
        name
        for offset in range(0, 6, 2)
        for name in _documents(ask("hội viên", limit=2, offset=offset))
    ]

    assert len(everything) > 2
    assert paged == everything
