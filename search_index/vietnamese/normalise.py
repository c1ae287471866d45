"""One spelling for text that people, word processors and web pages write in several ways."""

import re
import unicodedata

#: U+00D0/U+00F0 (Icelandic eth) and U+0189 look like Đ/đ; no Unicode normal form joins them.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
_SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below


def _composed(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


#: Open oa, oe, uy at the end of a syllable: the tone may stand on either letter (hoà, hòa).
#: We write it on the first, as the Party's own papers mostly do.
_ON_FIRST = {
    first + _composed(second, tone): _composed(first, tone) + second
    for first, seconds in (("o", "ae"), ("O", "aAeE"), ("u", "y"), ("U", "yY"))
    for second in seconds
    for tone in _TONES
}
_SECOND_TONED = re.compile(rf"(?<![qQ])({'|'.join(_ON_FIRST)})(?!\w)")

#: After q the u belongs to the onset, so the tone stands on y alone: “qúy” is a slip for “quý”.
_AFTER_Q = {
    _composed(u, tone) + y: u + _composed(y, tone) for u in "uU" for y in "yY" for tone in _TONES
}
_Q_SLIP = re.compile(rf"(?<=[qQ])({'|'.join(_AFTER_Q)})(?!\w)")

#: kỷ/kỉ, lý/lí, mỹ/mĩ, sỹ/sĩ, tỷ/tỉ, hy/hi, vỹ/vĩ, quý/quí: one syllable, two accepted spellings.
_Y_FINAL = re.compile(r"\b([hklmstv]|qu)([yỳýỹỷỵ])\b", re.IGNORECASE)
_Y_TO_I = str.maketrans("yỳýỹỷỵYỲÝỸỶỴ", "iìíĩỉịIÌÍĨỈỊ")


def nfc(text: str) -> str:
    """Return `text` composed (NFC), with Ð→Đ, plain spaces, no invisible or control characters.

    Lone surrogates become U+FFFD, so that the result can always be written as UTF-8.
    Every kind of line break becomes “\\n”; nothing else about lines changes.
    """
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text.translate(_LOOKALIKES)).translate(_SPACES)
    return _INVISIBLE.sub("", text)


def one_spelling(text: str) -> str:
    """Return NFC `text` with one tone placement (hoà → hòa) and one i/y (kỷ luật → kỉ luật).

    For comparing, never for showing: the length and the case of every letter are kept, so
    offsets into the result are offsets into `text`.
    """
    text = _SECOND_TONED.sub(lambda found: _ON_FIRST[found[0]], text)
    text = _Q_SLIP.sub(lambda found: _AFTER_Q[found[0]], text)
    return _Y_FINAL.sub(lambda found: found[1] + found[2].translate(_Y_TO_I), text)


_I_FINAL = re.compile(r"([hklmt]|qu)([iìíĩỉị])")
_I_TO_Y = str.maketrans("iìíĩỉị", "yỳýỹỷỵ")


def usual_spelling(syllable: str) -> str:
    """Return a lower-case syllable of one_spelling as the Party's papers write it: kỉ → kỷ."""
    found = _I_FINAL.fullmatch(syllable)
    return found[1] + found[2].translate(_I_TO_Y) if found else syllable
