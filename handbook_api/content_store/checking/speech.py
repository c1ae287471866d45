"""The messages: every language says the same things and names the same facts."""

import string
from collections.abc import Iterator, Mapping

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import Shelf
from handbook_api.content_store.content import HOME_LANGUAGE
from handbook_api.content_store.entries import Messages
from handbook_api.content_store.files import MESSAGES


def speech_problems(shelf: Shelf) -> Iterator[Problem]:
    """Yield codes that one language lacks, and facts named in only one of them."""
    home = next((one for one in shelf.messages if one.language == HOME_LANGUAGE), None)
    if home is None:
        return
    for other in shelf.messages:
        if other.language != HOME_LANGUAGE:
            yield from _differences(home, other)


def _differences(home: Messages, other: Messages) -> Iterator[Problem]:
    mine, theirs = _texts(home), _texts(other)
    for language, missing in (
        (other.language, mine.keys() - theirs.keys()),
        (home.language, theirs.keys() - mine.keys()),
    ):
        for place in sorted(missing):
            yield Problem(f"{MESSAGES}/{language}.toml", place, "thiếu câu này; hãy thêm vào")
    for place in sorted(mine.keys() & theirs.keys()):
        if _facts(mine[place]) != _facts(theirs[place]):
            message = f"chỗ điền trong ngoặc nhọn phải giống như trong {home.language}.toml"
            yield Problem(f"{MESSAGES}/{other.language}.toml", place, message)


def _texts(messages: Messages) -> Mapping[str, str]:
    errors = {
        f"errors.{code}": f"{words.title} {words.detail}" for code, words in messages.errors.items()
    }
    return errors | {f"labels.{code}": words for code, words in messages.labels.items()}


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
