"""Notices as data: their rules, kinds, answers and the help for phones."""

from datetime import date

import pytest

from handbook_api.content_store import NoValueInForce, check, load
from tests.content_store.conftest import REAL
from tests.content_store.test_checking_rules import assert_said, said

KINDS = "parameters/notice_kinds.toml"
NOTICES = "parameters/notices.toml"
PHONES = "parameters/phones.toml"
DAY = date(2026, 11, 22)

CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile"


@pytest.fixture(scope="module")
def content():
    return load(REAL)


def test_the_rules_of_notices_are_known_by_day(content):
    rules = content.notices(DAY)

    assert (rules.undo_seconds, rules.release_above_people) == (60, 200)
    assert (rules.quiet_from_hour, rules.quiet_until_hour) == (21, 6)
    with pytest.raises(NoValueInForce):
        content.notices(date(2020, 1, 1))


def test_a_rule_changed_by_the_committee_counts_from_its_day(folder):
    folder.append(
        NOTICES,
        "\n[[rules.undo_seconds.values]]\nvalue = 120\nsince = 2027-01-01\n"
        'source = "Quyết định thử"\n',
    )

    changed = load(folder.path)

    assert changed.notices(date(2026, 12, 31)).undo_seconds == 60
    assert changed.notices(date(2027, 1, 1)).undo_seconds == 120


@pytest.mark.parametrize("kind", ["meeting", "study"])
def test_an_invitation_is_answered_in_the_words_people_use(content, kind):
    answers = content.notice_kinds[kind].answers

    assert [(one.name, one.needs_reason, one.comes) for one in answers] == [
        ("Tôi sẽ dự", False, True),
        ("Tôi xin vắng", True, False),
    ]
    assert [len(one.reasons) for one in answers] == [0, 3]
    assert not content.notice_kinds[kind].exempt_by_default


@pytest.mark.parametrize("kind", ["document", "task", "urgent", "change"])
def test_what_must_be_known_is_confirmed(content, kind):
    asked = content.notice_kinds[kind]

    assert asked.confirms
    assert asked.confirm.called("vi") == "Tôi đã đọc"
    assert asked.confirm.called("en") == "I have read this"


def test_opinions_are_asked_for_without_counting_heads(content):
    consultation = content.notice_kinds["consultation"]

    assert [one.code for one in consultation.answers] == ["comment"]
    assert consultation.answer("comment").needs_reason
    assert consultation.answer("agree") is None


def test_what_the_handbook_sends_by_itself_asks_nothing(content):
    own = {code for code, kind in content.notice_kinds.items() if kind.by_system}

    assert own == {"saved_search", "digest"}
    assert not any(content.notice_kinds[code].asks for code in own)
    assert not any(content.notice_kinds[code].urgent_allowed for code in own)


@pytest.mark.parametrize(
    ("told", "brand"),
    [
        ("Mozilla/5.0 (Linux; Android 13; 2201117TG Build/TKQ1) Redmi Note 11", "xiaomi"),
        ("Mozilla/5.0 (Linux; U; Android 12; vi-vn; CPH2239) HeyTapBrowser/45", "oppo"),
        ("Mozilla/5.0 (Linux; Android 11; RMX3231) Chrome/100", "oppo"),
        ("Mozilla/5.0 (Linux; Android 12; vivo 1904) Chrome/100", "vivo"),
        ("Mozilla/5.0 (Linux; Android 14; SM-A155F) SamsungBrowser/24.0", "samsung"),
        ("Mozilla/5.0 (Linux; Android 10; HUAWEI STK-L22)", "huawei"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)", "iphone"),
        (CHROME, "android"),
    ],
)
def test_a_phone_is_recognised_by_what_it_says_of_itself(content, told, brand):
    assert content.phone_of(told).code == brand


def test_a_phone_whose_browser_hides_its_name_is_recognised_by_its_model(content):
    assert content.phone_of(CHROME, "SM-A155F").code == "samsung"


def test_a_computer_needs_no_help_of_this_kind(content):
    assert content.phone_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/150") is None
    assert content.phone_of() is None


def test_help_for_a_phone_is_at_most_four_steps_and_owns_its_doubts(content):
    for phone in content.phones.values():
        assert 1 <= len(phone.steps) <= 4
        assert phone.verified or phone.note
        assert any("có thể khác tuỳ máy" in step for step in phone.steps)
        assert any("Thử thông báo" in step for step in phone.steps)


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("comes = true\n", "", "kinds “meeting”", "phải nói có đến hay không"),
        ("needs_reason = false\n", "needs_reasons = false\n", "answers[1]", "thiếu mục"),
        (
            'code = "comment"\nname = "Tôi có ý kiến"\nname_en = "I have a comment"\n',
            'code = "read"\nname = "Tôi có ý kiến"\ncomes = true\n',
            "kinds “consultation”",
            "vừa là xác nhận vừa là trả lời",
        ),
        (
            'code = "comment"\n',
            'code = "comment"\ncomes = true\n',
            "kinds “consultation”",
            "không có giờ họp thì bỏ comes",
        ),
        (
            "by_system = true\n",
            'by_system = true\nconfirm = { code = "read", name = "Tôi đã đọc" }\n',
            "kinds “saved_search”",
            "không ai xem câu trả lời",
        ),
        (
            "needs_reason = false\n",
            'needs_reason = false\nreasons = ["Ốm đau"]\n',
            "kinds “meeting”",
            "không cần lý do thì bỏ reasons",
        ),
        ('code = "study"', 'code = "meeting"', "kinds[2]", "đã dùng ở mục thứ 1"),
    ],
)
def test_a_kind_that_contradicts_itself_is_found(folder, old, new, place, says):
    folder.replace(KINDS, old, new)

    assert_said(said(folder), KINDS, place, says)


def test_a_kind_that_reminds_of_nothing_is_found(folder):
    text = (folder.path / KINDS).read_text("utf-8")
    before, _, rest = text.partition('code = "information"')
    folder.write(KINDS, f'{before}code = "information"{rest.replace("= false", "= true", 4)}')

    assert_said(said(folder), KINDS, "kinds “information”", "không có gì để nhắc")


def test_a_brand_that_can_never_be_found_is_named(folder):
    folder.replace(PHONES, '["Xiaomi", "Redmi",', '["Android", "Redmi",')

    assert_said(said(folder), PHONES, "phones “android”", "“xiaomi” đứng trên")


def test_a_fifth_step_is_too_many(folder):
    folder.replace(PHONES, "steps = [\n", 'steps = [\n  "Tắt máy rồi bật lại máy.",\n')

    assert_said(said(folder), PHONES, "phones[1].steps", "nhiều nhất 4 mục")


def test_an_untried_label_needs_its_doubt_in_words(folder):
    folder.replace(PHONES, 'note = "Nguồn viết cho MIUI', 'notes = "Nguồn viết cho MIUI')

    assert_said(said(folder), PHONES, "phones[1]", "phải có “note”")


def test_the_folder_is_sound_before_it_is_spoilt(folder):
    assert check(folder.path, today=DAY) == ()
