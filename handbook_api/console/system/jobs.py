"""Jobs that the workers do: how far behind they are, and what was given up."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.backlog import queries, schemas, service
from handbook_api.backlog.policy import POLICY, JobAct
from handbook_api.console.page import ConsolePage
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import JobState, backlog

JOBS = "/lam-viec/viec-nen"


class JobsPage(ConsolePage):
    """A page about jobs; only an administrator at the top is let in."""

    place = JOBS

    def require(self, act: JobAct = JobAct.READ) -> None:
        """Return when the reader may. Raises Forbidden, SecondFactorNeeded."""
        POLICY.require(self.identity, act, Subject())


class Jobs(JobsPage):
    """Counts, and what was given up."""

    def get(self) -> str:
        """Show what waits, since when, and the dead, the latest first."""
        self.require()
        query = self.query(schemas.DeadJobsQuery)
        counts = queries.count_jobs(self.session, self.identity)
        dead = queries.page_of_dead(
            self.session, self.identity, query.kind, limit=query.limit, cursor=query.cursor
        )
        return self.render(
            "console/system/jobs.html",
            counts=schemas.counts_out(backlog(self.session), counts, self.words),
            dead=[schemas.job_out(job, self.words) for job in dead.rows],
            next_cursor=dead.next_cursor,
            kind=query.kind,
            kind_name=schemas.kind_name(query.kind, self.words) if query.kind else "",
        )


class OneJob(JobsPage):
    """One job."""

    def get(self, job_id: UUID) -> str:
        """Show what is known of it."""
        self.require()
        job = queries.get_job(self.session, self.identity, job_id)
        return self.render(
            "console/system/job.html",
            job=schemas.job_out(job, self.words),
            is_dead=job.state == JobState.DEAD,
        )


class RetryJob(OneJob):
    """A dead job is begun again."""

    def post(self, job_id: UUID) -> Response:
        """It is due now."""
        service.retry(self.session, self.identity, job_id)
        return self.see(f"{JOBS}/{job_id}?xong=lam-lai")


class DiscardJob(JobsPage):
    """A dead job is put away."""

    def get(self, job_id: UUID) -> str:
        """Ask whether nobody needs it any more."""
        self.require(JobAct.DISCARD)
        job = queries.get_job(self.session, self.identity, job_id)
        shown = schemas.job_out(job, self.words)
        return self.render("console/system/discard_job.html", job=shown)

    def post(self, job_id: UUID) -> Response:
        """It is never done."""
        service.discard(self.session, self.identity, job_id)
        return self.see(f"{JOBS}/{job_id}?xong=bo")
