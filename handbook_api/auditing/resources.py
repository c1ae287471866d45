"""The audit log over HTTP."""

from flask_restx import Namespace

from handbook_api.auditing import queries, schemas
from handbook_api.auditing.policy import POLICY, AuditAct
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request
from handbook_api.http.resource import ApiResource

ns = Namespace("audit", path="/audit")


@ns.route("")
class AuditLog(ApiResource):
    """What was done and seen inside one's organisations."""

    audited_reads = True

    @operation(
        "readAuditLog",
        "audit",
        access=AuditAct.READ,
        query=schemas.AuditQuery,
        gives=schemas.AuditPageOut,
        conditional=False,
    )
    def get(self, query: schemas.AuditQuery) -> schemas.AuditPageOut:
        """Nhật ký truy vết trong phạm vi mình quản trị; mới nhất trước."""
        POLICY.require(self.identity, AuditAct.READ, Subject())
        page = queries.page_of_log(
            self.session, self.identity, query.as_filter(), limit=query.limit, cursor=query.cursor
        )
        actors = {entry.actor_account_id for entry in page.rows if entry.actor_account_id}
        names = queries.names_of(self.session, self.identity, actors)
        # Reading the log is an act too: whoever looks for somebody in it leaves a trace.
        audit.record(
            self.session, self.identity, AuditAct.READ, "audit", "log", facts=query.facts()
        )
        return schemas.AuditPageOut(
            items=schemas.entries_out(page.rows, names, words_of_request()),
            next_cursor=page.next_cursor,
        )
