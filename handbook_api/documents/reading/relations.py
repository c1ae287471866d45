"""What a paper says it does to other papers: replaces, amends, implements, guides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook_api.documents.reading.mending import Paragraph
from search_index.citations import Citation, find_citations
from search_index.folded_text import fold_in_place


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """One relation, the document it names, and the words that state it.

    kind: replaces, amends, implements, guides. The citation's offsets are into `sentence`.
    """

    kind: str
    citation: Citation
    sentence: str


_REPLACES = re.compile(r"(?<!được )(?:thay thế(?: cho)?|bãi bỏ|hủy bỏ|huỷ bỏ)\s", re.IGNORECASE)
_REPLACED_BY = re.compile(r"hết hiệu lực|không còn hiệu lực|được thay thế bằng", re.IGNORECASE)
_AMENDS = re.compile(r"sửa đổi(?:,? (?:và )?bổ sung)?|bổ sung, sửa đổi", re.IGNORECASE)
_CARRIES_OUT = re.compile(r"(?:thi hành|thực hiện|triển khai(?: thực hiện)?)\s", re.IGNORECASE)
_BASIS = re.compile(r"^[-–+\s]*(?:Căn cứ|Thực hiện|Thi hành)\s", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.;]+(?:\.(?=\S)[^.;]*)*[.;]?")
_NEAR = 120


def stated_relations(
    kind: str | None, title: str | None, preamble: Sequence[Paragraph], text: Sequence[Paragraph]
) -> tuple[StatedRelation, ...]:
    """Every relation that the title, the reasons or the text state, each document once."""
    found = [
        *_of_title(kind, title or ""),
        *_of_reasons(kind, title or "", preamble),
        *(relation for paragraph in text for relation in _of_text(paragraph.text)),
    ]
    dated = _dated_in(preamble)
    kept: dict[tuple[str, str], StatedRelation] = {}
    for relation in found:
        name = _name(relation.citation)
        if relation.citation.issued_on is None and name in dated:
            kept.setdefault((relation.kind, name), StatedRelation(relation.kind, *dated[name]))
        kept.setdefault((relation.kind, name), relation)
    return tuple(kept.values())


def _dated_in(preamble: Sequence[Paragraph]) -> dict[str, tuple[Citation, str]]:
    """Documents that the reasons name with their day; the title names them shortly."""
    return {
        _name(citation): (citation, paragraph.text)
        for paragraph in preamble
        for citation in find_citations(paragraph.text)
        if citation.symbol is not None and citation.issued_on is not None
    }


def _of_title(kind: str | None, title: str) -> Iterator[StatedRelation]:
    cited = [one for one in find_citations(title) if not one.self_reference]
    if not cited:
        return
    amends = _AMENDS.match(title)
    carries_out = _CARRIES_OUT.search(title[: cited[0].start])
    for citation in cited:
        if amends:
            yield StatedRelation("amends", citation, title)
        elif carries_out and not (kind == "guidance" and citation.kind == "charter"):
            yield StatedRelation(_carrying_out(kind), citation, title)


def _of_reasons(
    kind: str | None, title: str, preamble: Sequence[Paragraph]
) -> Iterator[StatedRelation]:
    """A guide guides the document it is based on when both are about the same thing."""
    about = set(_words(title))
    for paragraph in preamble:
        if not _BASIS.match(paragraph.text):
            continue
        for citation in find_citations(paragraph.text):
            if citation.symbol is None or citation.self_reference:
                continue
            shared = about & set(_words(citation.title or ""))
            if len(shared) >= 3 and kind in _CARRYING_KINDS:
                yield StatedRelation(_carrying_out(kind), citation, paragraph.text)


def _of_text(text: str) -> Iterator[StatedRelation]:
    for part in _SENTENCE.finditer(text):
        sentence = part[0].strip()
        if not (_REPLACES.search(sentence) or _AMENDS.search(sentence)):
            if _REPLACED_BY.search(sentence):
                yield from _ended(sentence)
            continue
        cited = [one for one in find_citations(sentence) if _names_document(one)]
        yield from _following(sentence, cited, _REPLACES, "replaces")
        yield from _following(sentence, cited, _AMENDS, "amends")


def _following(
    sentence: str, cited: Sequence[Citation], verb: re.Pattern[str], kind: str
) -> Iterator[StatedRelation]:
    """The documents named right after the verb, and those listed with them."""
    for found in verb.finditer(sentence):
        reach = found.end() + _NEAR
        for citation in cited:
            if found.end() <= citation.phrase[0] <= reach or found.end() <= citation.start <= reach:
                if kind == "amends" and not _is_object(sentence, found.end(), citation):
                    continue
                yield StatedRelation(kind, citation, sentence)
                reach = citation.end + _NEAR


def _is_object(sentence: str, end: int, citation: Citation) -> bool:
    """“sửa đổi, bổ sung một số điều của Quy định …”, not “sửa đổi … theo Quy định …”."""
    between = sentence[end : citation.start]
    return re.search(r"\b(?:theo|căn cứ|tại|thì|được|và các)\b", between) is None


def _ended(sentence: str) -> Iterator[StatedRelation]:
    for citation in find_citations(sentence):
        if _names_document(citation) and sentence.find("hết hiệu lực", citation.end) >= 0:
            yield StatedRelation("replaces", citation, sentence)


def _names_document(citation: Citation) -> bool:
    return not citation.self_reference and (
        citation.symbol is not None or citation.number is not None
    )


_CARRYING_KINDS = frozenset(
    {"guidance", "plan", "programme", "conclusion", "regulation", "decision"}
)


def _carrying_out(kind: str | None) -> str:
    return "guides" if kind == "guidance" else "implements"


def _name(citation: Citation) -> str:
    if citation.symbol is not None:
        return citation.symbol.key
    return f"{citation.kind} {citation.number or citation.title or citation.plenum or ''}"


def _words(text: str) -> list[str]:
    return [word for word in fold_in_place(text).split() if len(word) > 1]
