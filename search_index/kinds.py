"""Kinds of document: one code each, its Vietnamese name, and how it is abbreviated in a symbol."""

from types import MappingProxyType

from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc, one_spelling

#: Code → name as printed in capitals at the head of a document.
KIND_NAMES = MappingProxyType(
    {
        "charter": "Điều lệ",
        "resolution": "Nghị quyết",
        "decision": "Quyết định",
        "directive": "Chỉ thị",
        "conclusion": "Kết luận",
        "working_rules": "Quy chế",
        "regulation": "Quy định",
        "circular": "Thông tri",
        "guidance": "Hướng dẫn",
        "notice": "Thông báo",
        "communique": "Thông cáo",
        "report": "Báo cáo",
        "plan": "Kế hoạch",
        "programme": "Chương trình",
        "scheme": "Đề án",
        "submission": "Tờ trình",
        "letter": "Công văn",
        "minutes": "Biên bản",
        "platform": "Cương lĩnh",
        "strategy": "Chiến lược",
        "law": "Luật",
        "decree": "Nghị định",
        "state_circular": "Thông tư",
    }
)

#: Other names under which people know the same kinds.
_MORE_NAMES = MappingProxyType(
    {
        "chương trình hành động": "programme",
        "chương trình công tác": "programme",
        "cương lĩnh chính trị": "platform",
        "bộ luật": "law",
        "điều lệ đảng": "charter",
    }
)

#: Folded abbreviation in a symbol → the kinds it may mean. QĐ means two of them, so the kind of
#: a document is always stored and never derived from its symbol.
_ABBREVIATED = MappingProxyType(
    {
        "nq": ("resolution",),
        "qd": ("decision", "regulation"),
        "qdi": ("regulation",),
        "qyd": ("regulation",),
        "ct": ("directive",),
        "kl": ("conclusion",),
        "qc": ("working_rules",),
        "qcph": ("working_rules",),
        "tt": ("circular", "state_circular"),
        "hd": ("guidance",),
        "hdln": ("guidance",),
        "tb": ("notice",),
        "tc": ("communique",),
        "bc": ("report",),
        "kh": ("plan",),
        "ctr": ("programme",),
        "cthd": ("programme",),
        "ctph": ("programme",),
        "da": ("scheme",),
        "ttr": ("submission",),
        "cv": ("letter",),
        "bb": ("minutes",),
        "nd": ("decree",),
        "ttlt": ("state_circular",),
        "bs": ("other",),
        "pa": ("other",),
        "gm": ("other",),
    }
)

#: Folded abbreviation → the way it is printed. DA stays DA: it may be a project (dự án).
PRINTED_ABBREVIATIONS = MappingProxyType(
    {
        **{short: short.upper() for short in _ABBREVIATED},
        "qd": "QĐ",
        "qdi": "QĐi",
        "qyd": "QyĐ",
        "ctr": "CTr",
        "cthd": "CTHĐ",
        "ttr": "TTr",
        "nd": "NĐ",
    }
)

_BY_NAME = MappingProxyType(
    {
        **{fold(one_spelling(name)): code for code, name in KIND_NAMES.items()},
        **{fold(one_spelling(name)): code for name, code in _MORE_NAMES.items()},
    }
)


def kind_of_name(name: str) -> str | None:
    """The code of a kind named in full, with or without marks: “Quy định” → “regulation”."""
    return _BY_NAME.get(" ".join(fold(one_spelling(nfc(name))).split()))


def kinds_of_abbreviation(short: str) -> tuple[str, ...]:
    """The codes that an abbreviation may mean: “QĐ” → decision or regulation; none if unknown."""
    return _ABBREVIATED.get(fold(nfc(short).strip()), ())


def abbreviations_of_kind(code: str) -> tuple[str, ...]:
    """How symbols abbreviate a kind, the usual form first: “regulation” → QĐ, QĐi, QyĐ."""
    return tuple(
        "ĐA" if short == "da" else PRINTED_ABBREVIATIONS[short]
        for short, codes in _ABBREVIATED.items()
        if code in codes and code != "other"
    )


def same_family(one: str | None, other: str | None) -> bool:
    """Tell whether two kinds may be meant by the same words; an unknown kind contradicts nothing.

    Decisions and regulations share the abbreviation QĐ and the press mixes their names.
    """
    return one is None or other is None or one == other or {one, other} == _SHARING_QD


_SHARING_QD = {"decision", "regulation"}
