"""What can be a Vietnamese syllable: an onset, a rhyme, and a tone that the ending allows.

About 6,500 of the syllables so formed are in use; the rest are well-formed and unused. That is
enough to tell Vietnamese from text that only looks like it.
"""

import re
import unicodedata

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
#: A syllable that ends in a stop bears only the acute or the dot below.
_STOP_TONES = {"\u0301", "\u0323"}
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uô uôc uôi uôm uôn uông uôt uơ up ut
uy uya uych uyên uyêt uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươ ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
"""
#: After qu the u is spoken; after gi the i is written once: quyên, quốc, gì, giếng.
_AFTER_QU = """
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e ec en eng eo et ê êch ên ênh
êt êu i ia in inh it ôc ơ ơi ơn ơt y ych yên yêt ynh yt yu
"""


def _any_of(rhymes: str) -> str:
    return "|".join(sorted(rhymes.split(), key=len, reverse=True))


_SYLLABLE = re.compile(
    rf"qu(?:{_any_of(_AFTER_QU)})|gi(?:n|m|p|ên|êng|êt|êc)?|(?:{_ONSETS})?(?:{_any_of(_RHYMES)})"
)


def is_syllable(word: str) -> bool:
    """Tell whether composed `word` is spelled as a Vietnamese syllable can be, in any case."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or _SYLLABLE.fullmatch(bare) is None:
        return False
    return not bare.endswith(("c", "ch", "p", "t")) or bool(tones and tones[0] in _STOP_TONES)
