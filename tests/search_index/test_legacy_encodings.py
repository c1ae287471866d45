"""Old encodings are recognised and undone; everything else is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.vietnamese import legacy
from search_index.vietnamese.legacy_tables import TCVN3, VNI
from search_index.vietnamese.rhymes import is_syllable

SENTENCES = (
    "Chi bộ họp thường kỳ mỗi tháng một lần, ghi biên bản đầy đủ.",
    "Đồng chí bí thư phân công đảng viên giúp đỡ quần chúng ưu tú.",
    "Ủy ban nhân dân xã gửi kế hoạch để cấp ủy cho ý kiến.",
    "Đảng phí được thu vào ngày mùng năm và nộp lên cấp trên.",
    "Người xin vào Đảng tự khai lý lịch, không tẩy xóa, không sửa chữa.",
    "Những điều chưa rõ thì hỏi lại văn phòng trước khi trình ký.",
    "Buổi lễ kết nạp diễn ra trang nghiêm dưới cờ Tổ quốc.",
    "Kiểm tra, giám sát là việc làm thường xuyên của mỗi tổ chức.",
    "Hội nghị thống nhất rút kinh nghiệm và khắc phục khuyết điểm.",
    "Quỹ của chi bộ được quản lý chặt chẽ, công khai mỗi quý.",
    "Ỷ lại, nể nang, né tránh đều ảnh hưởng xấu đến phong trào.",
    "Cụ ông chín mươi tuổi vẫn đọc sách báo và dự sinh hoạt.",
)
TODAY_OR_FOREIGN = (
    *SENTENCES,
    "Dang vien sinh hoat chi bo hang thang",
    "The committee met on Monday and approved the résumé of a café owner.",
    "L'été dernier, où étiez-vous ? À la forêt, dès que possible, élève très âgé.",
    "Für Ärzte über dreißig, größere Städte und schöne Mädchen, süße Äpfel.",
    "Não há situação além do coração português; ação, reação e emoção.",
    "El niño comió piñas en la montaña; mañana, el año que viene, él volverá.",
    "© 2020 Công ty ® – “ngoặc kép” … 30°C ± 2 · ½ giờ",
    "Điều 5 Quy định số 294-QĐ/TW; HĐND, UBND, TCCSĐ",
    "",
    "12/5/2025",
)

words = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join)


def tcvn3(text: str) -> str:
    """As a font of the kind “.VnTime” stores it; it has few capitals, so the rest are lowered."""
    letters = {new: old for old, new in TCVN3.items()}
    return "".join(letters.get(letter) or letters.get(letter.lower(), letter) for letter in text)


def vni(text: str) -> str:
    letters = {new: old for old, new in VNI.items()}
    return "".join(letters.get(letter, letter) for letter in text)


def windows_1258(text: str) -> bytes:
    stored = bytearray()
    for letter in text:
        try:
            stored += letter.encode("cp1258")
        except UnicodeEncodeError:
            *base, tone = unicodedata.normalize("NFD", letter)
            # The dot below sorts before the hat; the code page wants the hat on the letter.
            if base[-1] == "\u0323":
                base, tone = [*base[:-1], tone], base[-1]
            stored += unicodedata.normalize("NFC", "".join(base)).encode("cp1258")
            stored += tone.encode("cp1258")
    return bytes(stored)


@given(words)
def test_tcvn3_comes_back(text):
    stored = tcvn3(text).encode("latin-1")

    assert legacy.detect(stored) == "tcvn3"
    # Capitals with a tone do not exist there: “Ỷ” was stored as “ỷ”.
    assert legacy.decode(stored, "tcvn3").lower() == text.lower()


@given(words)
def test_vni_comes_back_exactly(text):
    stored = vni(text).encode("cp1252")

    assert legacy.detect(stored) == "vni"
    assert legacy.decode(stored, "vni") == text


@given(words)
def test_windows_1258_comes_back_exactly(text):
    stored = windows_1258(text)

    assert legacy.detect(stored) == "windows-1258"
    assert legacy.decode(stored, "windows-1258") == text


@pytest.mark.parametrize("text", TODAY_OR_FOREIGN)
def test_what_is_not_old_is_never_touched(text):
    encoding = legacy.detect(text)

    assert encoding in {"unicode", "ascii"}
    assert legacy.decode(text, encoding) == text
    assert legacy.detect(text.encode()) == encoding


@given(st.lists(st.sampled_from(TODAY_OR_FOREIGN), max_size=5).map("\n".join))
def test_a_mixture_of_what_is_not_old_is_not_old_either(text):
    assert legacy.detect(text) not in legacy.OLD_ENCODINGS
    assert legacy.detect(unicodedata.normalize("NFD", text)) not in legacy.OLD_ENCODINGS


@given(st.text())
def test_any_text_at_all_gets_an_answer(text):
    assert isinstance(legacy.decode(text, legacy.detect(text)), str)


@given(st.binary())
def test_any_bytes_at_all_get_an_answer(data):
    assert isinstance(legacy.decode(data, legacy.detect(data)), str)


@pytest.mark.parametrize(
    ("seen", "encoding", "meant"),
    [
        ("Uû ban nh©n d©n", "tcvn3", "Uỷ ban nhân dân"),
        ("tö töôûng Hoà Chí Minh", "vni", "tư tưởng Hồ Chí Minh"),
        ("§¶NG CéNG S¶N VIÖT NAM", "tcvn3", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("ÑAÛNG COÄNG SAÛN VIEÄT NAM", "vni", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("t­ t­ëng, ®¹o ®øc", "tcvn3", "tư tưởng, đạo đức"),
        ("t- t-ëng, ®¹o ®øc", "tcvn3", "tư tưởng, đạo đức"),
        ("- Ph-¬ng ¸n 1-2: chÝnh trÞ - x· héi", "tcvn3", "- Phương án 1-2: chính trị - xã hội"),
        ("\uf0a7\uf0b6ng uû x\uf0b7", "tcvn3", "Đảng uỷ xã"),
        ("Tõ ngµy 5/9 ®Õn nay", "tcvn3", "Từ ngày 5/9 đến nay"),
    ],
)
def test_text_as_it_is_seen_in_other_fonts(seen, encoding, meant):
    assert legacy.detect(seen) == encoding
    assert legacy.decode(seen, encoding) == meant


def test_one_strange_word_is_not_enough():
    assert legacy.detect("Họ tên: Nguy\u00d4n") == "unicode"
    assert legacy.detect("d\u00fb") == "unicode"


def test_the_tables_name_each_letter_once():
    for table in (TCVN3, VNI):
        assert len(set(table.values())) == len(table)
    vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    assert {letter for letter in vowels if not letter.isascii()} <= set(TCVN3.values())
    assert {letter for letter in vowels if not letter.isascii()} - set("ìí") <= set(VNI.values())


@pytest.mark.parametrize("text", SENTENCES)
def test_every_word_of_vietnamese_is_a_syllable(text):
    words = [word.strip(",.") for word in text.split()]

    assert [word for word in words if not is_syllable(word)] == []


@pytest.mark.parametrize("word", ["bàc", "thăm̉m", "qiên", "ngr", "str", "á̀", "dât", "ww", ""])
def test_what_no_syllable_can_be(word):
    assert not is_syllable(word)
