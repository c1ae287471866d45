"""The feed over HTTP: small, packed, and next to nothing when nothing is new."""

import hashlib

from flask_restx import Namespace

from handbook_api.core.policy import Access
from handbook_api.documents import queries as documents
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.notices.inbox.queries import revision_of
from handbook_api.notices.syncing import schemas
from handbook_api.notices.syncing.feed import changes_since, position_of

ns = Namespace("sync", path="/me/sync")


@ns.route("")
class Sync(ApiResource):
    """What changed since a phone last asked."""

    packed = True

    def state_tag(self) -> str:
        """Changes with the inbox, the library, and what one may read of it."""
        rights = sorted((grant.role.value, grant.path) for grant in self.identity.grants)
        revision = revision_of(self.session, self.identity)
        library = documents.sequence(self.session)
        said = (self.identity.account_id, revision, library, rights, language_of_request())
        return hashlib.sha256(repr(said).encode()).hexdigest()[:20]

    @operation(
        "sync", "inbox", access=Access.SIGNED_IN, query=schemas.SyncQuery, gives=schemas.SyncOut
    )
    def get(self, query: schemas.SyncQuery) -> schemas.SyncOut:
        """Những gì đã đổi từ lần trước: thông báo (có giấy mời), văn bản, và những thứ phải xoá."""
        since = position_of(query.since) if query.since else None
        feed = changes_since(self.session, self.identity, since, limit=query.limit)
        return schemas.sync_out(self.runtime.content, feed, language_of_request())
