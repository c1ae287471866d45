"""The audit log, read by administrators; reading it is an act that stands in it too."""

from collections.abc import Mapping, Sequence

from handbook_api.auditing import checking, queries, schemas
from handbook_api.auditing.policy import POLICY, AuditAct
from handbook_api.console.page import ConsolePage
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.audit_model import AuditEntry

LOG = "/lam-viec/nhat-ky"
_ACTS = "act."


class LogPage(ConsolePage):
    """A page of what was done and seen."""

    place = LOG
    audited_reads = True

    def shown(self, entries: Sequence[AuditEntry]) -> list[schemas.AuditEntryOut]:
        """Return entries as they are shown, with the names that the reader may know."""
        actors = {entry.actor_account_id for entry in entries if entry.actor_account_id}
        names = queries.names_of(self.session, self.identity, actors)
        return schemas.entries_out(entries, names, self.words)

    @property
    def field_names(self) -> Mapping[str, str]:
        """Return what the fields of records are called."""
        fields, language = self.runtime.content.member_fields, self.words.language
        return {code: spec.called(language) for code, spec in fields.items()}

    @property
    def may_verify(self) -> bool:
        """Whether checking the whole log is offered."""
        return POLICY.allows(self.identity, AuditAct.VERIFY, Subject())


class Log(LogPage):
    """What was done and seen inside one's organisations."""

    def get(self) -> str:
        """Show it, the latest first."""
        POLICY.require(self.identity, AuditAct.READ, Subject())
        query = self.query(schemas.AuditQuery)
        page = queries.page_of_log(
            self.session, self.identity, query.as_filter(), limit=query.limit, cursor=query.cursor
        )
        facts = query.facts()
        audit.record(self.session, self.identity, AuditAct.READ, "audit", "log", facts=facts)
        return self.render(
            "console/system/log.html",
            entries=self.shown(page.rows),
            next_cursor=page.next_cursor,
            query=query,
            filters=[(name, str(value)) for name, value in facts.items()],
            acts=self._acts(),
        )

    def _acts(self) -> Sequence[tuple[str, str]]:
        """Return every act with its name, by name."""
        named = (
            (key.removeprefix(_ACTS), name)
            for key, name in self.words.labels.items()
            if key.startswith(_ACTS)
        )
        return sorted(named, key=lambda act: act[1])


class LogEntry(LogPage):
    """One entry."""

    def get(self, number: int) -> str:
        """Show all of it."""
        POLICY.require(self.identity, AuditAct.READ, Subject())
        entry = queries.get_entry(self.session, self.identity, number)
        audit.record(self.session, self.identity, AuditAct.READ, "audit", str(number))
        [shown] = self.shown([entry])
        return self.render("console/system/log_entry.html", entry=shown)


class LogCheck(LogPage):
    """Whether the log is whole."""

    audited_reads = False
    in_steps = True

    def get(self) -> str:
        """Say what is checked."""
        POLICY.require(self.identity, AuditAct.VERIFY, Subject())
        return self.render("console/system/log_check.html", verdict=None)

    def post(self) -> str:
        """Check it, and say what was found."""
        verdict = checking.check_log(self.runtime, self.identity, self.step)
        fault = verdict.fault
        return self.render(
            "console/system/log_check.html",
            verdict=verdict,
            fault=self.words.label(f"audit_fault.{fault.kind}") if fault else "",
        )
