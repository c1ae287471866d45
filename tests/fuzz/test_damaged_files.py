"""Three thousand damaged files: each is read or refused with a reason, and nobody dies of it."""

import random
from collections import Counter
from pathlib import Path

import docx
import pytest

from handbook_api.core.errors import HandbookError
from handbook_api.documents.reading.mending import mend
from handbook_api.gateways.text_extraction import Extracted, Limits, SandboxedExtraction
from tests.fuzz.mutations import mutated, mutated_inside
from tests.gateways.sample_files import ARTICLES, LETTERHEAD, one_page, paragraph, pdf, word

FILES = 600
#: Twice what any healthy file here takes, so that a file that loops costs little.
LIMITS = Limits(cpu_seconds=3, wall_seconds=8.0)
SHARED = Path(__file__).parents[3] / "shared" / "corpus"

WEB_PAGE = (
    "<!DOCTYPE html><html><head><title>x</title></head><body><nav><a>y</a></nav><article>"
    "<h1>Sinh hoạt chi bộ</h1><p>Một<br>hai</p><table><tr><td>a</td><td>b</td></tr></table>"
    "<ol type=a start=3><li>x</li></ol><ul><li>y</li></ul></article></body></html>"
)
MARKDOWN = (
    "# Sinh hoạt chi bộ\n\n1. Một\n2. Hai\n   - gạch\n\n> lời dẫn\n\n| a | b |\n|---|---|\n"
    "| 1 | 2 |\n\n```\nmã\n```\n\n<div>thẻ</div>\n\n[liên kết](x) ![ảnh](y) *nghiêng* `mã`\n"
)


def numbered_document(path: Path) -> bytes:
    """A document as a word processor writes it, with every part that we read."""
    document = docx.Document()
    document.add_heading("QUY ĐỊNH", level=1)
    for text in ARTICLES:
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    table.cell(0, 0).text = "Mức"
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    document.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> dict[str, list[bytes]]:
    folder = tmp_path_factory.mktemp("seeds")
    lines = "\n".join((*LETTERHEAD, *ARTICLES))
    found = {
        "pdf": [
            pdf([one_page(LETTERHEAD), one_page(ARTICLES)]),
            pdf([one_page(ARTICLES)], picture=True),
            pdf([one_page(ARTICLES)], encrypt=True),
        ],
        "docx": [
            numbered_document(folder / "a.docx"),
            word(paragraph("Một") + f"<w:tbl><w:tr><w:tc>{paragraph('Hai')}</w:tc></w:tr></w:tbl>"),
        ],
        "html": [WEB_PAGE.encode(), WEB_PAGE.encode("utf-16")],
        "md": [MARKDOWN.encode()],
        "txt": [lines.encode(), lines.encode("utf-16"), "§¶ng uû x·\n".encode("cp1252") * 9],
    }
    # Real papers are seeds too where the checkout has them beside it; being long, seldom.
    real = {"pdf": SHARED.glob("documents/*.pdf"), "txt": SHARED.glob("articles/*.txt")}
    for suffix, paths in real.items():
        found[suffix] = found[suffix] * 9 + [path.read_bytes() for path in sorted(paths)]
    return found


def outcome_of(extraction: SandboxedExtraction, path: Path) -> str:
    """“read” or the code of the refusal; anything else fails the test."""
    try:
        extracted = extraction.extract(path, limits=LIMITS)
    except HandbookError as refused:
        assert refused.code.startswith("files.")
        assert 400 <= refused.status < 500, refused.facts
        return refused.code
    assert isinstance(extracted, Extracted)
    for line in extracted.lines:
        line.text.encode("utf-8")  # no half of a character
    mend(extracted)
    return "read"


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "md", "txt"])
def test_damaged_files_are_read_or_refused(suffix, seeds, tmp_path):
    chance = random.Random(f"damaged {suffix}")
    path = tmp_path / f"damaged.{suffix}"
    outcomes: Counter[str] = Counter()
    most_memory = 0
    with SandboxedExtraction() as extraction:
        for number in range(FILES):
            damage = mutated_inside if suffix == "docx" and number % 3 else mutated
            path.write_bytes(damage(chance, seeds[suffix]))
            outcomes[outcome_of(extraction, path)] += 1
            if extraction.nursery.outcome is not None:
                most_memory = max(most_memory, extraction.nursery.outcome.memory_kib)

    assert outcomes.total() == FILES
    # Damage that nobody notices, or that everybody does, would prove nothing.
    assert outcomes["read"] >= FILES // 20
    assert FILES - outcomes["read"] >= FILES // 100
    assert most_memory * 1024 <= LIMITS.memory_bytes
    assert list(tmp_path.iterdir()) == [path]
    print(f"{suffix}: {dict(outcomes)}, {most_memory // 1024} MB")


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "md", "txt"])
def test_a_file_cut_anywhere_is_read_or_refused(suffix, seeds, tmp_path):
    path = tmp_path / f"cut.{suffix}"
    data = seeds[suffix][0]
    with SandboxedExtraction() as extraction:
        for end in range(0, len(data), max(1, len(data) // 40)):
            path.write_bytes(data[:end])
            outcome_of(extraction, path)
