"""What the document does to others: each found relation is confirmed or denied by a person."""

import re
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.documents.base import DocumentsPage
from handbook_api.documents.drafts import schemas, service
from handbook_api.documents.vocabulary import RelationKind

_ANSWER = re.compile(r"answer_(\d{1,3})", re.ASCII)


class RelationsPage(DocumentsPage):
    """The relations of a draft."""

    def shown(self, draft_id: UUID) -> str:
        """Ask of each whether it is so."""
        return self.render(
            "console/documents/relate.html",
            seen=self.review(draft_id),
            kinds=[(kind.value, self.words.label(f"relation.{kind}")) for kind in RelationKind],
        )


class Relate(RelationsPage):
    """Each is confirmed or denied."""

    def get(self, draft_id: UUID) -> str:
        """Ask of each whether it is so."""
        return self.shown(draft_id)

    def post(self, draft_id: UUID) -> Response:
        """Keep the answers that were given."""
        self.require()
        answers = {
            int(found[1]): value == "yes"
            for name, value in request.form.items()
            if (found := _ANSWER.fullmatch(name)) and value in ("yes", "no")
        }
        version = self.version_seen()
        service.answer_relations(self.session, self.identity, draft_id, answers, version=version)
        return self.see(f"{self.address(draft_id)}?xong=quan-he")


class AddRelation(Relate):
    """A relation that was not recognised."""

    def post(self, draft_id: UUID) -> Response:
        """Add it."""
        self.require()
        body = self.form(schemas.RelationIn)
        service.add_relation(self.session, self.identity, draft_id, body.kind, body.words)
        return self.see(f"{self.address(draft_id, 'quan-he')}?xong=them")


class DropRelation(RelationsPage):
    """A relation that a person added is taken back."""

    def get(self, draft_id: UUID, place: int) -> str:
        """Show the relations again, when it was refused."""
        del place
        return self.shown(draft_id)

    def post(self, draft_id: UUID, place: int) -> Response:
        """Take it back."""
        self.require()
        version = self.version_seen()
        service.drop_relation(self.session, self.identity, draft_id, place, version=version)
        return self.see(f"{self.address(draft_id, 'quan-he')}?xong=go")
