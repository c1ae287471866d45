"""What is measured on: 20,090 passages of state law, the two real regulations, real questions."""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from search_index import DocumentFacts, Passage
from search_index.vietnamese.folding import fold

SHARED = Path(__file__).parents[3] / "shared"
LAWS = SHARED / "corpus/laws-20k.jsonl.gz"
REGULATIONS = sorted((SHARED / "corpus/documents").glob("*.pdf"))
ARTICLES = sorted((SHARED / "corpus/articles").glob("*.txt"))


@dataclass(frozen=True)
class Law:
    """One law of the corpus with its passages: (provision, heading, text)."""

    slug: str
    symbol: str
    title: str
    passages: Sequence[tuple[str, str, str]]


def laws(most: int) -> list[Law]:
    """Return whole laws holding `most` passages together, the last one cut."""
    if not LAWS.exists():
        raise SystemExit(f"The corpus is missing: {LAWS}")
    found: dict[str, Law] = {}
    count = 0
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            if count >= most:
                break
            row = json.loads(line)
            slug = re.sub(r"[^a-z0-9]+", "-", fold(row["symbol"])).strip("-")
            law = found.setdefault(slug, Law(slug, row["symbol"], row["document"], []))
            law.passages.append((row["provision"], row["heading"], row["text"]))
            count += 1
    return list(found.values())


def passages(law: Law) -> Iterator[Passage]:
    """Yield a law's passages as the index takes them."""
    for order, (provision, heading, text) in enumerate(law.passages):
        yield Passage(
            document_id=law.slug,
            anchor=provision,
            number=provision,
            path=(),
            heading=heading,
            text=text,
            origin="text",
            symbol=law.symbol,
            title=law.title,
            order=order,
        )


def facts(law: Law) -> DocumentFacts:
    """Return what the database would say of a law."""
    return DocumentFacts(
        kind="law",
        issuer="quoc-hoi",
        year=2020,
        topics=(),
        status="in_force",
        symbol=law.symbol,
        issued_on=date(2020, 1, 1),
        title=law.title,
    )


def questions(found: Sequence[Law], count: int) -> dict[str, list[str]]:
    """Return made-up questions of each kind, the same in every run.

    keywords: three neighbouring words of a text; full: its first 14 to 20 words; no marks: the
    full ones folded; suggest: the first letters of a heading.
    """
    dice = random.Random(294)
    texts = [text for law in found for _, _, text in law.passages if len(text.split()) > 30]
    headings = [heading for law in found for _, heading, _ in law.passages if heading]
    chosen = [dice.choice(texts).split() for _ in range(count)]
    starts = [dice.randrange(0, len(words) - 24) for words in chosen]
    full = [
        " ".join(words[start : start + dice.randint(14, 20)])
        for words, start in zip(chosen, starts, strict=True)
    ]
    return {
        "keywords": [
            " ".join(words[start : start + 3]) for words, start in zip(chosen, starts, strict=True)
        ],
        "full questions": full,
        "no marks": [fold(question) for question in full],
        "suggest": [dice.choice(headings)[: dice.randint(4, 12)] for _ in range(count)],
    }
