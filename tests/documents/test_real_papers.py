"""The real regulations and articles, imported as an officer would."""

from datetime import date

import pytest
from sqlalchemy import select

from handbook_api.core.identity import GUEST
from handbook_api.documents import queries
from handbook_api.documents.models import CitationRow, Document, DocumentVersion, Relation
from tests.bench import corpus

pytestmark = pytest.mark.skipif(
    not corpus.REGULATIONS, reason=f"the real papers are missing: {corpus.SHARED}"
)


def _by_name(name):
    return next(path for path in [*corpus.REGULATIONS, *corpus.ARTICLES] if path.name == name)


@pytest.mark.parametrize(
    ("name", "facts", "points"),
    [
        ("294-QD-TW-2025.pdf", ("294-QĐ/TW", "bchtw", "Tô Lâm", date(2025, 7, 1)), 285),
        ("06-HD-TW-2025.pdf", ("06-HD/TW", "bbt", "Trần Cẩm Tú", date(2025, 6, 9)), 92),
    ],
)
def test_a_regulation_joins_its_entry_with_every_numbered_point(
    library, bring, name, facts, points
):
    outcome = bring(_by_name(name))

    with library.transaction(read_only=True) as session:
        document = session.get(Document, outcome.document_id)
        rows = queries.provisions_of(session, GUEST, outcome.document_id)
    assert outcome.document_id == name.removesuffix(".pdf").lower()
    said = (document.symbol, document.issuer_code, document.signer, document.effective_on)
    assert said == facts
    assert sum(row.anchor[0].isdigit() and row.kind != "letter" for row in rows) == points


def test_what_a_guide_replaces_is_known(library, bring):
    bring(_by_name("06-HD-TW-2025.pdf"))

    with library.transaction(read_only=True) as session:
        replaced = session.scalars(
            select(Relation.target_id).where(
                Relation.source_id == "06-hd-tw-2025", Relation.kind == "replaces"
            )
        ).all()
    assert replaced == ["01-hd-tw-2021"]


def test_the_articles_citations_lead_to_the_catalogue_or_say_why_not(library, bring):
    for path in corpus.ARTICLES:
        bring(path)

    with library.transaction(read_only=True) as session:
        rows = session.execute(
            select(
                CitationRow.text, CitationRow.target_id, CitationRow.note, DocumentVersion.file_name
            ).join(DocumentVersion, DocumentVersion.document_id == CitationRow.document_id)
        ).all()
    resolved = {row.target_id for row in rows if row.target_id}
    open_ = [row for row in rows if row.target_id is None]

    assert {
        "05-ct-tw-2016",
        "08-qdi-tw-2018",
        "04-nq-tw-2016",
        "12-nq-tw-2012",
        "10-ct-tw-2007",
        "09-hd-btctw-2012",
    } <= resolved
    assert len(open_) <= 10
    assert all(row.note for row in open_)
