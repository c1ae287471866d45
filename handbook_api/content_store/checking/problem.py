"""One thing an officer should mend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Where it is and, in one Vietnamese sentence, what is wrong and what to do.

    file: path inside the content folder. place: a line (“dòng 12”) or a key
        (“relations[2].target”); “” when the whole file is meant.
    """

    file: str
    place: str
    message: str
