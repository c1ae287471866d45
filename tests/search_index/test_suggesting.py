"""Suggestions while typing."""

import pytest

from tests.search_index.library import SCOPE, a_passage, some_facts


@pytest.fixture
def suggest(library):
    return lambda typed, limit=8: [
        (one.kind, one.text) for one in library.suggest(typed, SCOPE, limit)
    ]


@pytest.mark.parametrize("typed", ["thủ tục xó", "thu tuc xo", "THU TUC", "thủ tuc xoa ten h"])
def test_the_last_syllable_may_be_half_typed_and_marks_may_come_later(suggest, typed):
    assert ("heading", "Thủ tục xóa tên hội viên") in suggest(typed)


@pytest.mark.parametrize("typed", ["thụ tục", "thử", "thu tục xóa tén"])
def test_a_mark_already_typed_must_be_the_right_one(suggest, typed):
    assert ("heading", "Thủ tục xóa tên hội viên") not in suggest(typed)


@pytest.mark.parametrize(
    "typed", ["94", "94-q", "94-QĐ/T", "qd 94", "qđ 9", "quy định 94", "quy dinh so 9"]
)
def test_a_symbol_is_completed_from_any_end(suggest, typed):
    assert ("symbol", "94-QĐ/TW") in suggest(typed)


@pytest.mark.parametrize("typed", ["06", "6-hd", "hướng dẫn 6", "hướng dẫn 06"])
def test_leading_zeros_of_a_symbol_may_be_left_out(suggest, typed):
    assert suggest(typed)[0] == ("symbol", "06-HD/TW")


def test_a_name_that_begins_as_typed_comes_before_one_that_only_holds_it(suggest):
    found = [text for _, text in suggest("kỷ luật")] + [text for _, text in suggest("khiếu nại")]

    assert found[-1] == "Khiếu nại kỷ luật"
    assert "Khiếu nại kỷ luật" in found[:-1]


def test_the_same_name_is_offered_once_and_leads_to_the_text_in_force(library):
    found = [
        one for one in library.suggest("hướng dẫn một số vấn đề", SCOPE) if one.kind == "title"
    ]

    assert [one.document_id for one in found] == ["huong-dan-06"]


def test_a_heading_leads_to_its_provision_and_a_title_to_its_document(library):
    heading = next(iter(library.suggest("chuyển sinh hoạt tạm", SCOPE)))
    title = next(iter(library.suggest("hội viên vùng", SCOPE)))

    assert (heading.kind, heading.document_id, heading.anchor) == ("heading", "huong-dan-06", "2.2")
    assert (title.kind, title.document_id, title.anchor) == ("title", "tin-1", "")


def test_other_names_of_a_document_are_offered_too(suggest):
    assert ("title", "Quy chế hội phí mới") in suggest("quy chế")


def test_nothing_outside_the_scope_is_offered(library):
    for typed in ("nghị quyết nội", "phương án bí", "99", "99-nq"):
        assert library.suggest(typed, SCOPE) == ()


def test_no_more_are_offered_than_asked_for(suggest):
    assert len(suggest("h", 2)) == 2
    assert suggest("h", 0) == []


def test_a_heading_as_long_as_a_sentence_is_not_offered(index_of):
    index = index_of({"a": [a_passage("a", "1", "Nội dung.", heading="Đầu đề " + "rất dài " * 30)]})

    assert index.suggest("đầu đề", {"a": some_facts()}) == ()
