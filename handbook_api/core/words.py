"""The words for a code, in a language that the reader speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("vi", "en")


class _Facts(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, from content/messages."""

    errors: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    #: What pages say, by “area.key”.
    pages: Mapping[str, str] = field(default_factory=dict)
    language: str = "vi"

    def say(self, key: str, **facts: object) -> str:
        """Return what a page says, with `facts` in their places. Raises KeyError: no such words."""
        return self.pages[key].format_map(facts)

    def title(self, code: str) -> str:
        """Return the short name of a refusal; the code itself if the words are missing."""
        return self.errors.get(code, {}).get("title", code)

    def detail(self, code: str, facts: Mapping[str, object]) -> str:
        """Return the sentence that says what to do; unknown facts become “…”."""
        return self.errors.get(code, {}).get("detail", code).format_map(_Facts(facts))

    def label(self, key: str) -> str:
        """Return the word for a label such as “kind.regulation”; the key itself if none."""
        return self.labels.get(key, key)
