"""What every entry of a catalogue has: a code for programs, a name for people."""

from dataclasses import dataclass

from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class Named:
    """code: stable, never shown. name: Vietnamese. name_en: English, “” where nobody wrote it."""

    code: str
    name: str
    name_en: str

    def called(self, language: str) -> str:
        """Return the name in `language` (“vi”, “en-GB” …), the Vietnamese one at need."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


def named(told: TableReader) -> tuple[str, str, str]:
    """Return code, name and English name of the entry `told`. Raises ContentUnreadable."""
    return told.text("code"), told.text("name"), told.text_or("name_en")
