"""Folding that never moves a letter, so that what is found can be shown where it stands."""

from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import one_spelling


def fold_in_place(text: str) -> str:
    """`text` in lower case without marks and in one spelling, letter for letter.

    The few letters that grow when lowered (İ) become “?”, so offsets always hold.
    """
    spelled = one_spelling(text)
    folded = fold(spelled)
    if len(folded) == len(text):
        return folded
    return "".join(one if len(one := fold(letter)) == 1 else "?" for letter in spelled)
