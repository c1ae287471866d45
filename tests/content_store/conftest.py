"""The real content, and a small sound folder that each test spoils in one way."""

import shutil
from pathlib import Path

import pytest

REAL = Path(__file__).parents[2] / "content"

OLD = """
kind = "regulation"
symbol = "24-QĐ/TW"
issuer = "bchtw"
issued_on = 2021-07-30
title = "Quy định thi hành Điều lệ Đảng"
topics = ["dieu-le"]
audience = "public"
source = "S1"
as_of = 2026-11-21

[status]
claim = "replaced"
as_of = 2026-11-21
source = "S1"
note = "Đã được Quy định 294-QĐ/TW thay thế."

[[sources]]
id = "S1"
url = "https://example.vn/24"
as_of = 2026-11-21
"""

NEW = """
kind = "regulation"
symbol = "294-QĐ/TW"
issuer = "bchtw"
issued_on = 2025-05-26
effective_on = 2025-07-01
effective_source = "S1"
title = "Quy định thi hành Điều lệ Đảng"
topics = ["dieu-le"]
aliases = ["Quy định thi hành Điều lệ"]
plenums = [{ ordinal = 11, term = 13 }]
audience = "public"
unverified = ["plenums"]
source = "S1"
as_of = 2026-11-21

[status]
claim = "in_force"
as_of = 2025-12-01
source = "S2"

[[relations]]
kind = "replaces"
target = "24-qd-tw-2021"
certain = true
since = 2025-07-01
source = "S1"

[[mentions]]
kind = "cites"
citation = "Quy định số 29-QĐ/TW ngày 02/6/1997"
symbol = "29-QĐ/TW"
issued_in = "1997"
certain = true
source = "S1"

[[sources]]
id = "S1"
reference = "Toàn văn Quy định 294-QĐ/TW"
as_of = 2026-11-21

[[sources]]
id = "S2"
url = "https://example.vn/294"
as_of = 2026-11-21
"""

SUMMARY = """## Văn bản này để làm gì

{opening}

## Đảng viên cần biết, cần làm gì

- Đọc kỹ phần về chuyển sinh hoạt đảng khi đổi chỗ làm.

## Con số chính

- Lập chi bộ: từ 3 đảng viên chính thức [S1].

## Thay thế, liên quan

Thay Quy định 24-QĐ/TW.
"""

ISSUERS = """
[[issuers]]
code = "bchtw"
name = "Ban Chấp hành Trung ương"
short = "BCHTW"
level = "central"
aliases = ["Ban Chấp hành Trung ương Đảng"]
suffixes = ["TW"]
source = "https://example.vn/bchtw"
as_of = 2026-11-21

[[issuers]]
code = "btgtw"
name = "Ban Tuyên giáo Trung ương"
short = "BTGTW"
level = "central"
closed_in = "2025"
successors = ["bchtw"]
source = "https://example.vn/btgtw"
as_of = 2026-11-21
"""

TOPICS = """
[[topics]]
code = "dieu-le"
name = "Điều lệ Đảng"
"""

TERMS = """
[[terms]]
ordinal = 14
since = 2026-01-24
source = "https://example.vn/xiv"
as_of = 2026-11-21

[[terms]]
ordinal = 13
since = 2021-02-02
source = "https://example.vn/xiii"
as_of = 2026-11-21
"""

MESSAGES = """
[errors."content.unreadable"]
title = "{title}"
detail = "{detail}"

[labels]
"kind.regulation" = "{label}"
"""


class Folder:
    """A content folder to spoil: every method changes one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode("utf-8"))

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.path / name).read_text(encoding="utf-8") + text)


@pytest.fixture
def real():
    return REAL


@pytest.fixture
def folder(tmp_path):
    """A sound folder: two documents, one of them with a summary, two issuers, one topic, and
    the real rules."""
    for name in ("_schemas", "parameters", "templates"):
        shutil.copytree(REAL / name, tmp_path / name)
    for name in ("documents", "glossary", "messages"):
        (tmp_path / name).mkdir()
    sound = Folder(tmp_path)
    sound.write("documents/24-qd-tw-2021.toml", OLD.lstrip())
    sound.write("documents/294-qd-tw-2025.toml", NEW.lstrip())
    opening = " ".join(["Văn bản nói rõ cách thi hành từng điều của Điều lệ Đảng."] * 10)
    sound.write("documents/294-qd-tw-2025.md", SUMMARY.format(opening=opening))
    sound.write("issuers.toml", ISSUERS.lstrip())
    sound.write("topics.toml", TOPICS.lstrip())
    sound.write("parameters/terms.toml", TERMS.lstrip())
    sound.write("glossary/abbreviations.csv", "short,long,note\nCB,cán bộ,\nCB,chi bộ,\n")
    sound.write("glossary/synonyms.csv", "said,written,note\nhọp chi bộ,sinh hoạt chi bộ,\n")
    for language, words in (
        ("vi", ("Không đọc được", "Xem tệp {file}.", "Quy định")),
        ("en", ("Unreadable", "See {file}.", "Regulation")),
    ):
        title, detail, label = words
        text = MESSAGES.format(title=title, detail=detail, label=label)
        sound.write(f"messages/{language}.toml", text.lstrip())
    return sound
