"""A typed name, cut into words, and what each word asks of a name."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from handbook_api.members import names
from handbook_api.members.models import Member, NameToken
from search_index.vietnamese.folding import fold, has_marks

#: Nobody's name has more words; more are not looked at.
_MOST_WORDS = 8

#: Both tables keep the name.
Named = type[Member] | type[NameToken]


@dataclass(frozen=True, slots=True)
class Word:
    """What a name must have: the word `text`, or one that begins with it."""

    text: str
    finished: bool

    def is_token(self) -> ColumnElement[bool]:
        """The condition on a token of a name."""
        if self.finished:
            return NameToken.token == self.text
        return in_range(NameToken.token, self.text)

    def is_in(self, named: Named) -> ColumnElement[bool]:
        """The condition on a whole name."""
        return _has(named.folded_name, self.text, finished=self.finished)


@dataclass(frozen=True, slots=True)
class TypedName:
    """A typed name. folded, marked: its words. begun: the last one as typed, without marks.

    A finished “ly” is the word “li” of the index; an unfinished one is not the start of “linh”.
    """

    folded: tuple[str, ...]
    marked: tuple[str, ...]
    begun: str

    @property
    def whole(self) -> str:
        """All words, folded."""
        return " ".join(self.folded)

    @property
    def has_marks(self) -> bool:
        """Whether marks were typed: then they count."""
        return has_marks(" ".join(self.marked))

    @property
    def firm(self) -> tuple[Word, ...]:
        """All words but the last."""
        return tuple(Word(text, finished=True) for text in dict.fromkeys(self.folded[:-1]))

    @property
    def last(self) -> Word:
        """The last word, taken as finished."""
        return Word(self.folded[-1], finished=True)

    @property
    def beginning(self) -> Word:
        """The last word, taken as the beginning of one."""
        return Word(self.begun, finished=False)

    @property
    def ends(self) -> tuple[Word, ...]:
        """What stands for the last word in a name, finished or not: one of these."""
        if self.last.text.startswith(self.begun):
            return (self.beginning,)
        return (self.last, self.beginning)

    def fits(self, named: Named) -> ColumnElement[bool]:
        """The condition that a name has every word, the last one finished or not."""
        ends = or_(*(word.is_in(named) for word in self.ends))
        return and_(*(word.is_in(named) for word in self.firm), ends)

    def has_same_marks(self, named: Named) -> ColumnElement[bool]:
        """The condition that a name has every word as it was typed, marks and all."""
        *firm, last = self.marked
        column = named.marked_name
        conditions = [_has(column, text, finished=True) for text in dict.fromkeys(firm)]
        return and_(*conditions, _has(column, last, finished=False))


def read_typed(typed: str) -> TypedName | None:
    """Return what was typed as a name; None where there is no word in it."""
    folded = names.fold(typed).split()[:_MOST_WORDS]
    if not folded:
        return None
    marked = names.marked(typed).split()[:_MOST_WORDS]
    raw = fold(names.tidy(typed)).split()[:_MOST_WORDS]
    begun = "".join(letter for letter in raw[-1] if letter.isalnum()) if raw else ""
    return TypedName(tuple(folded), tuple(marked), begun or folded[-1])


def in_range(column: InstrumentedAttribute[str], begun: str) -> ColumnElement[bool]:
    """The condition that a column compared byte by byte begins with `begun`.

    A range, not LIKE: it is what both databases look up in an index.
    """
    after = begun[:-1] + chr(ord(begun[-1]) + 1)
    return and_(column >= begun, column < after)


def _has(column: InstrumentedAttribute[str], text: str, *, finished: bool) -> ColumnElement[bool]:
    padded = literal(" ") + column + literal(" ")
    return padded.like(f"% {text} %" if finished else f"% {text}%")
