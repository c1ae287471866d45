"""The sizes of the original files that we hold."""

from handbook_api.core.identity import GUEST, SYSTEM
from handbook_api.documents import queries


def test_the_size_told_is_that_of_the_newest_file(library, bring, paper):
    bring(paper())
    bring(paper(how="phải cao và thẳng"))

    with library.transaction(read_only=True) as session:
        told = queries.files_of_documents(session, GUEST, ["77-hd-tw-2024", "khong-co"])
        _, held = queries.get_file(session, GUEST, "77-hd-tw-2024")
        assert {one: told[one].size for one in told} == {"77-hd-tw-2024": held.size}


def test_what_is_hidden_has_no_size(library, bring, paper):
    id_ = bring(paper(), audience="members").document_id

    with library.transaction(read_only=True) as session:
        assert queries.files_of_documents(session, GUEST, [id_]) == {}
        assert list(queries.files_of_documents(session, SYSTEM, [id_])) == [id_]
        assert queries.files_of_documents(session, SYSTEM, []) == {}
