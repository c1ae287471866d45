"""Looking after jobs over HTTP."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.backlog import queries, schemas, service
from handbook_api.backlog.errors import JobNotDead, JobNotFound
from handbook_api.backlog.policy import POLICY, JobAct
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import backlog
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request
from handbook_api.http.resource import ApiResource

ns = Namespace("jobs", path="/jobs")


@ns.route("")
class Jobs(ApiResource):
    """What the workers have before them."""

    @operation(
        "countJobs", "jobs", access=JobAct.READ, gives=schemas.JobCountsOut, conditional=False
    )
    def get(self) -> schemas.JobCountsOut:
        """Việc nền: còn bao nhiêu, chậm đến đâu, bỏ bao nhiêu, theo loại và tình trạng."""
        POLICY.require(self.identity, JobAct.READ, Subject())
        counts = queries.count_jobs(self.session, self.identity)
        return schemas.counts_out(backlog(self.session), counts, words_of_request())


@ns.route("/dead")
class DeadJobs(ApiResource):
    """What was given up."""

    @operation(
        "listDeadJobs",
        "jobs",
        access=JobAct.READ,
        query=schemas.DeadJobsQuery,
        gives=schemas.JobPageOut,
        conditional=False,
    )
    def get(self, query: schemas.DeadJobsQuery) -> schemas.JobPageOut:
        """Việc nền đã bỏ sau nhiều lần thử hoặc bị từ chối; mới nhất trước."""
        POLICY.require(self.identity, JobAct.READ, Subject())
        page = queries.page_of_dead(
            self.session, self.identity, query.kind, limit=query.limit, cursor=query.cursor
        )
        words = words_of_request()
        return schemas.JobPageOut(
            items=[schemas.job_out(job, words) for job in page.rows], next_cursor=page.next_cursor
        )


@ns.route("/<uuid:job_id>/retry")
class JobRetry(ApiResource):
    """Once more."""

    @operation(
        "retryJob",
        "jobs",
        access=JobAct.RETRY,
        gives=schemas.JobOut,
        refuses=[JobNotFound, JobNotDead],
    )
    def post(self, job_id: UUID) -> schemas.JobOut:
        """Làm lại một việc đã bỏ, ngay bây giờ."""
        job = service.retry(self.session, self.identity, job_id)
        return schemas.job_out(job, words_of_request())


@ns.route("/<uuid:job_id>/discard")
class JobDiscard(ApiResource):
    """Never again."""

    @operation(
        "discardJob",
        "jobs",
        access=JobAct.DISCARD,
        gives=schemas.JobOut,
        refuses=[JobNotFound, JobNotDead],
    )
    def post(self, job_id: UUID) -> schemas.JobOut:
        """Cất một việc đã bỏ: xem rồi, không cần làm nữa."""
        job = service.discard(self.session, self.identity, job_id)
        return schemas.job_out(job, words_of_request())
