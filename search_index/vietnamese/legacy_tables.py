"""The letters of TCVN3 (ABC, fonts “.VnTime”) and VNI-Windows (fonts “VNI-Times”).

Both put Vietnamese letters where Windows-1252 has Western ones, so that “nhân dân” reads
“nh©n d©n” or “nhaân daân” in any other font. The tables map that appearance to Unicode.
Sources: TCVN 5712:1993, table VN3; VNI Windows character set.
"""

import unicodedata

#: Row by row: the plain letter, then with grave, hook above, tilde, acute, dot below.
_TCVN3_ROWS = (
    "aàảãáạ:a\u00b5\u00b6\u00b7\u00b8\u00b9",
    "ăằẳẵắặ:\u00a8\u00bb\u00bc\u00bd\u00be\u00c6",
    "âầẩẫấậ:\u00a9\u00c7\u00c8\u00c9\u00ca\u00cb",
    "eèẻẽéẹ:e\u00cc\u00ce\u00cf\u00d0\u00d1",
    "êềểễếệ:\u00aa\u00d2\u00d3\u00d4\u00d5\u00d6",
    "iìỉĩíị:i\u00d7\u00d8\u00dc\u00dd\u00de",
    "oòỏõóọ:o\u00df\u00e1\u00e2\u00e3\u00e4",
    "ôồổỗốộ:\u00ab\u00e5\u00e6\u00e7\u00e8\u00e9",
    "ơờởỡớợ:\u00ac\u00ea\u00eb\u00ec\u00ed\u00ee",
    "uùủũúụ:u\u00ef\u00f1\u00f2\u00f3\u00f4",
    "ưừửữứự:\u00ad\u00f5\u00f6\u00f7\u00f8\u00f9",
    "yỳỷỹýỵ:y\u00fa\u00fb\u00fc\u00fd\u00fe",
    "đĂÂÊÔƠƯĐ:\u00ae\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7",
)


def _tcvn3() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in _TCVN3_ROWS:
        letters, codes = row.split(":")
        table |= dict(zip(codes, letters, strict=True))
    return {code: letter for code, letter in table.items() if not code.isascii()}


#: Mark after the vowel → the combining characters it stands for.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVES = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLES = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for vowels, marks in (
        ("aeouyôö", _VNI_TONES),
        ("aeo", _VNI_HATS),
        ("a", _VNI_BREVES),
    ):
        for vowel in vowels:
            base = _VNI_SINGLES.get(vowel, vowel)
            for mark, combining in marks.items():
                letter = unicodedata.normalize("NFC", base + combining)
                if letter in _VNI_SINGLES.values():
                    continue
                pairs[vowel + mark] = letter
                pairs[vowel.upper() + mark.upper()] = letter.upper()
    singles = _VNI_SINGLES | {old.upper(): new.upper() for old, new in _VNI_SINGLES.items()}
    return pairs | singles


#: One old character → one letter.
TCVN3: dict[str, str] = _tcvn3()
#: One or two old characters → one letter. í and ì are themselves.
VNI: dict[str, str] = _vni()
