"""The content we ship, file by file: what officers are promised holds for our own data."""

from pathlib import Path

import pytest

from handbook_api.content_store import check, load

REAL = Path(__file__).parents[2] / "content"
CONTENT = load(REAL)
BY_SLUG = {entry.slug: entry for entry in CONTENT.documents}
PROBLEMS = check(REAL)
FILES = sorted(
    path.relative_to(REAL).as_posix()
    for path in REAL.rglob("*")
    if path.suffix in {".toml", ".csv", ".md"} and path.name != "README.md"
)
SUMMARISED = [entry for entry in CONTENT.documents if entry.summary]


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_file_has_no_problems(name):
    assert [problem for problem in PROBLEMS if problem.file == name] == []


def test_nothing_else_is_wrong_with_the_shipped_content():
    assert PROBLEMS == ()


def test_the_whole_catalogue_is_there():
    assert len(CONTENT.documents) == 121


def test_forty_documents_have_a_summary():
    assert len(SUMMARISED) == 40


@pytest.mark.parametrize(
    "entry",
    [entry for entry in SUMMARISED if entry.status.claim == "replaced"],
    ids=lambda entry: entry.slug,
)
def test_a_summary_names_the_successor_of_its_document(entry):
    successors = [
        other.symbol
        for other in CONTENT.documents
        for relation in other.relations
        if relation.kind == "replaces" and relation.target == entry.slug
    ]

    opening = entry.summary.split("\n## ")[0]

    assert any(symbol in opening for symbol in successors)


@pytest.mark.parametrize(
    ("old", "new", "certain"),
    [
        ("24-qd-tw-2021", "232-qd-tw-2025", True),
        ("232-qd-tw-2025", "294-qd-tw-2025", True),
        ("294-qd-tw-2025", "20-qd-tw-2026", True),
        ("20-qd-tw-2026", "208-qd-tw-2026", True),
        ("01-hd-tw-2021", "06-hd-tw-2025", True),
        ("06-hd-tw-2025", "01-hd-tw-2026", False),
        ("22-qd-tw-2021", "296-qd-tw-2025", True),
        ("296-qd-tw-2025", "21-qd-tw-2026", False),
        ("69-qd-tw-2022", "212-qd-tw-2026", False),
        ("37-qd-tw-2021", "207-qd-tw-2026", True),
        ("342-qd-tw-2010", "01-qd-tw-2026", True),
        ("124-qd-tw-2023", "366-qd-tw-2025", True),
        ("25-hd-btctw-2023", "43-hd-btctw-2025", True),
        ("12-hd-btctw-2018", "42-hd-btctw-2025", False),
        ("66-qd-tw-2017", "399-qd-tw-2026", False),
    ],
)
def test_the_chains_of_replacement_members_ask_about(old, new, certain):
    replacing = {
        relation.target: relation
        for relation in BY_SLUG[new].relations
        if relation.kind == "replaces"
    }

    assert replacing[old].certain is certain


@pytest.mark.parametrize(
    ("slug", "claim"),
    [
        ("294-qd-tw-2025", "replaced"),
        ("208-qd-tw-2026", "in_force"),
        ("06-hd-tw-2025", "unknown"),
        ("296-qd-tw-2025", "unknown"),
        ("10072-cv-btctw-2025", "expired"),
    ],
)
def test_what_is_not_known_is_said_to_be_unknown(slug, claim):
    status = BY_SLUG[slug].status

    assert status.claim == claim
    assert claim != "unknown" or "chưa kiểm chứng" in status.note


@pytest.mark.parametrize(
    ("plenum", "slug"),
    [((4, 11), "12-nq-tw-2012"), ((4, 12), "04-nq-tw-2016"), ((5, 13), "21-nq-tw-2022")],
)
def test_plenums_lead_to_their_resolutions(plenum, slug):
    assert plenum in {(one.ordinal, one.term) for one in BY_SLUG[slug].plenums}


@pytest.mark.parametrize("symbol", ["12-HD/BTCTW", "01-HD/TW"])
def test_a_symbol_used_again_each_term_is_three_papers(symbol):
    years = [entry.issued_year for entry in CONTENT.documents if entry.symbol == symbol]

    assert len(set(years)) == len(years) == 3


@pytest.mark.parametrize("slug", ["342-qd-tw-2010", "190-qd-tw-2024", "204-qd-tw-2024"])
def test_a_decision_is_not_taken_for_a_regulation(slug):
    assert BY_SLUG[slug].kind == "decision"


def test_an_uncertain_day_is_marked_or_left_out():
    assert BY_SLUG["06-qd-tw-2026"].issued_in == "2026-02"
    assert BY_SLUG["30-ct-tu"].issued_year is None
    assert "issued_on" in BY_SLUG["38-hd-btctw-2024"].unverified


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("bỏ đảng", "xin ra khỏi Đảng"),
        ("xuất khẩu lao động", "lao động ở nước ngoài"),
        ("chuyển đảng", "chuyển sinh hoạt đảng"),
        ("đuổi khỏi đảng", "khai trừ"),
        ("tiền đảng", "đảng phí"),
        ("họp chi bộ", "sinh hoạt chi bộ"),
        ("về hưu", "nghỉ hưu"),
    ],
)
def test_everyday_words_lead_to_official_ones(said, written):
    assert written in {one.written for one in CONTENT.synonyms if one.said == said}
