"""Every mention of a document in running text: “điểm 3.5.1 Quy định 294-QĐ/TW”, “Chỉ thị 05”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from search_index.citation_heads import Head, find_heads
from search_index.citation_tails import Tail, read_tail
from search_index.kinds import KIND_NAMES, kind_of_name
from search_index.plenums import Plenum
from search_index.provision_steps import StepChain, find_steps
from search_index.symbol_forms import Symbol
from search_index.vietnamese.normalise import one_spelling


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document or a provision at [start, end) of the text.

    kind: code. number: as written, also when there is no symbol (“Chỉ thị 05”). issuer: in the
    text's own words. term: the committee term named with it (“khóa X” → 10). congress: the
    congress whose resolution it is. title: what the text says the document is about. provision:
    steps, outermost first. self_reference: a provision of the text that speaks. phrase: the
    place of the whole phrase when it names several (“4, 6, 7 (khóa XII)”).
    """

    start: int
    end: int
    text: str
    kind: str | None = None
    symbol: Symbol | None = None
    number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    issuer: str | None = None
    plenum: Plenum | None = None
    provision: tuple[str, ...] = ()
    self_reference: bool = False
    term: int | None = None
    congress: int | None = None
    title: str | None = None
    phrase: tuple[int, int] = (0, 0)


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every citation in `text`, in order of place. Offsets are into `text` as given.

    Broken lines, hard spaces and wrong spacing are borne; an empty line parts two texts, and no
    citation reaches over it. Time grows with the length alone.
    """
    return tuple(
        _moved(citation, block.start())
        for block in _BLOCK.finditer(text)
        for citation in _in_block(block[0])
    )


_BLOCK = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")


def _moved(citation: Citation, by: int) -> Citation:
    if not by:
        return citation
    start, end = citation.phrase
    return replace(
        citation,
        start=citation.start + by,
        end=citation.end + by,
        phrase=(start + by, end + by),
    )


def _in_block(text: str) -> list[Citation]:
    spelled = one_spelling(text)
    if len(spelled) != len(text):
        spelled = text
    documents = [(head, _tail(text, spelled, head)) for head in find_heads(text, spelled)]
    chains = list(find_steps(text))
    cited = [*_of_documents(text, spelled, documents, chains)]
    taken = [one.phrase for one in cited]
    cited += _of_own_provisions(text, spelled, chains, taken)
    return sorted(cited, key=lambda one: (one.start, one.end))


def _tail(text: str, spelled: str, head: Head) -> Tail:
    """What is said after a head; of several named in one phrase, only after the last."""
    if head.phrase is not None and head.end < head.phrase[1]:
        return Tail(head.end)
    return read_tail(text, spelled, head.end)


_OTHER_KINDS = "|".join(
    one_spelling(name).replace(" ", r"\s{1,4}")
    for name in ("Bộ luật", "Pháp lệnh", "Hiến pháp", *KIND_NAMES.values())
)
#: Between “khoản 1 Điều 11” and the document it is in.
_TO_DOCUMENT = re.compile(
    r"\s{0,4}[,)]?\s{0,4}(?:(?:của|tại|trong|theo|thuộc|ở)\s{1,4})?", re.IGNORECASE
)
#: Between a document and the provision named after it: “(Điều 11 …)”, “, tại điểm 3.5.1”.
_FROM_DOCUMENT = re.compile(r"\s{0,4}[,(]\s{0,4}(?:(?:tại|ở)\s{1,4})?|\s{1,4}tại\s{1,4}")
_THIS = re.compile(
    r"\s{0,4}[,)]?\s{0,4}(?:của\s{1,4})?(?:(?:bản\s{1,4})?(?P<kind>[^\W\d_]{2,7}\s{1,4}[^\W\d_]{2,7})"
    r"\s{1,4}này|nêu\s{1,4}trên|nói\s{1,4}trên|trên\s{1,4}đây|dưới\s{1,4}đây)(?![^\W_])",
    re.IGNORECASE,
)


#: A document of a kind but without a number: “khoản 3 Điều 20 Luật Chứng khoán”.
_NAMED_ONLY = re.compile(
    rf"\s{{0,4}}[,)]?\s{{0,4}}(?:của\s{{1,4}})?(?P<name>(?P<kind>{_OTHER_KINDS})(?![^\W_])"
    r"(?P<title>(?:\s{1,4}[^\s.,;:()“”\"]{1,20}){1,8})?)",
    re.IGNORECASE,
)


def _by_name(text: str, named: re.Match[str]) -> Citation:
    start, end = named.span("name")
    title = " ".join(text[named.start("title") : named.end("title")].split())
    kind = kind_of_name(named["kind"]) or "other"
    end = end if title[:1].isupper() else named.end("kind")
    return Citation(start, end, text[start:end], kind, title=title if title[:1].isupper() else None)


def _of_documents(
    text: str,
    spelled: str,
    documents: list[tuple[Head, Tail]],
    chains: list[StepChain],
) -> Iterator[Citation]:
    before = {chain.end: chain for chain in chains}
    after = {chain.start: chain for chain in chains}
    ends = sorted(before)
    at = 0
    for index, (head, tail) in enumerate(documents):
        while at < len(ends) and ends[at] <= head.start:
            at += 1
        one = _citation(text, head, tail)
        chain = before[ends[at - 1]] if at else None
        if chain is not None and _TO_DOCUMENT.fullmatch(spelled, chain.end, head.start):
            yield from _with_steps(text, one, chain, leads=True)
            continue
        following = documents[index + 1][0].start if index + 1 < len(documents) else None
        chain = _chain_after(spelled, tail.end, after, following)
        if chain is not None:
            yield from _with_steps(text, one, chain, leads=False)
        else:
            yield one


def _chain_after(
    spelled: str, end: int, after: dict[int, StepChain], following: int | None
) -> StepChain | None:
    gap = _FROM_DOCUMENT.match(spelled, end)
    chain = after.get(gap.end()) if gap else None
    if chain is None:
        return None
    if following is not None and _TO_DOCUMENT.fullmatch(spelled, chain.end, following):
        return None
    return None if _THIS.match(spelled, chain.end) else chain


def _citation(text: str, head: Head, tail: Tail) -> Citation:
    symbol = head.symbol
    return Citation(
        start=head.start,
        end=tail.end,
        text=text[head.start : tail.end],
        kind=head.kind,
        symbol=symbol,
        number=head.number,
        issued_on=tail.issued_on,
        year=tail.year or head.year or (symbol.year if symbol else None),
        issuer=tail.issuer or head.issuer,
        plenum=head.plenum,
        term=tail.term or head.term,
        congress=head.congress,
        title=head.title or tail.title,
        phrase=head.phrase or (head.start, tail.end),
    )


def _with_steps(text: str, one: Citation, chain: StepChain, *, leads: bool) -> Iterator[Citation]:
    """One citation for each provision; the first begins the phrase and the last ends it."""
    start, end = min(one.start, chain.start), max(one.end, chain.end)
    last = len(chain.paths) - 1
    for at, path in enumerate(chain.paths):
        begin = start if at == 0 else path.start
        closing = end if leads else chain.end
        until = closing if at == last else path.end
        yield replace(
            one,
            start=begin,
            end=until,
            text=text[begin:until],
            provision=path.steps,
            phrase=(start, end),
        )


def _of_own_provisions(
    text: str, spelled: str, chains: list[StepChain], taken: list[tuple[int, int]]
) -> Iterator[Citation]:
    """Provisions named without a document: those of the text that speaks."""
    taken = sorted(taken)
    at = 0
    for chain in chains:
        while at < len(taken) and taken[at][1] <= chain.start:
            at += 1
        if at < len(taken) and taken[at][0] < chain.end:
            continue
        this = _THIS.match(spelled, chain.end)
        if this is None and (named := _NAMED_ONLY.match(spelled, chain.end)) is not None:
            yield from _with_steps(text, _by_name(text, named), chain, leads=True)
            continue
        if this is None and not chain.stands_alone:
            continue
        end = this.end() if this else chain.end
        own = Citation(chain.start, end, text[chain.start : end], self_reference=True)
        yield from _with_steps(text, own, chain, leads=True)
