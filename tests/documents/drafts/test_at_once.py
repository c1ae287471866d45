"""Several officers do the same thing in the same moment."""

from uuid import UUID

from sqlalchemy import func, select

from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.documents.drafts import service
from handbook_api.documents.drafts.models import DocumentDraft
from handbook_api.documents.models import DocumentVersion
from tests.support.together import together


def _an_editor(organisation):
    grant = Grant(Role.CONTENT_EDITOR, organisation.path, organisation.id)
    return Identity("editor", grants=(grant,), strength=Strength.TWO_FACTOR)


def test_a_file_sent_twice_in_one_moment_is_one_draft(library, top):
    editor = _an_editor(top)

    def send():
        file = service.NewFile("giay.txt", "Giấy mẫu".encode() * 100_000)
        with library.transaction() as session:
            service.receive(session, editor, library.content, file)

    assert together(*[send] * 4) == [None] * 4
    with library.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(DocumentDraft)) == 1


def test_two_who_say_yes_in_one_moment_take_it_over_once(library, officer, brought, top):
    draft = brought()
    seen = officer.put(f"{draft}/relations", {"yes": [0]}).json
    editor = _an_editor(top)

    def take():
        with library.transaction() as session:
            service.take_over(
                session, editor, library.content, UUID(seen["draft"]["id"]), seen["revision"]
            )

    assert set(together(take, take)) == {"drafts.not_ready", None}
    with library.transaction(read_only=True) as session:
        versions = select(func.count()).where(DocumentVersion.document_id == seen["document_id"])
        assert session.scalar(versions) == 1
