"""The body that issued a document, as a running text names it: “của Ban Thường vụ Tỉnh ủy”."""

import re

from search_index.kinds import KIND_NAMES
from search_index.vietnamese.normalise import one_spelling

_S = r"\s{1,4}"
_CAPITAL = "A-Z" + "".join(chr(at) for at in range(0xC0, 0x1EFA) if chr(at).isupper())
_STARTERS = (
    "Ban|BAN|Bộ|Ủy ban|Văn phòng|Tỉnh ủy|Thành ủy|Đảng ủy|Huyện ủy|Quận ủy|Thị ủy|Chi bộ|Chi ủy|"
    "Đảng bộ|Đảng đoàn|Quân ủy|Hội đồng|Hội nghị|Đại hội|Chính phủ|Thủ tướng|Quốc hội|Trung ương|"
    "Thường trực|Thường vụ|BCH|BTV|BCT|BBT|BTC|BTCTW|UBKT|UBKTTW|VPTW|TW|Tổng Bí thư"
)
#: Small words inside names of Party bodies: “Đảng bộ Khối các cơ quan tỉnh Thái Nguyên”.
_INSIDE = (
    "ủy|bí|thư|chấp|hành|chính|trị|tổ|chức|ương|kiểm|tra|vụ|bộ|đảng|giáo|vận|các|cơ|quan|tỉnh|"
    "thành|phố|xã|phường|huyện|quận|thị|khối|đặc|khu|công|an|sự|dân|nội|phòng|nhân|biên|doanh|"
    "nghiệp|tướng|phủ|trường|đại|học|sở|ngành|thôn|tổ dân phố"
)
_NOT_KIND = "|".join(KIND_NAMES.values()).replace(" ", _S)
_ISSUER = re.compile(
    one_spelling(
        rf"(?:{_STARTERS.replace(' ', _S)})(?![^\W_])"
        rf"(?:{_S}(?!(?:{_NOT_KIND})(?![^\W_]))(?:[{_CAPITAL}][^\W\d_]{{0,15}}|{_INSIDE})(?![^\W_])"
        rf"|{_S}và(?={_S}[{_CAPITAL}])(?!{_S}(?:{_NOT_KIND}|{_STARTERS.replace(' ', _S)}))"
        rf"){{0,16}}"
    )
)


def read_issuer(spelled: str, start: int) -> int | None:
    """Where the name of a body that begins at `start` of `spelled` ends, or None."""
    found = _ISSUER.match(spelled, start)
    #: “của Bộ trưởng …”: half a name is none.
    return found.end() if found and found[0] not in {"Bộ", "Ban", "BAN"} else None
