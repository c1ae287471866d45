"""What looking after jobs refuses."""

from handbook_api.core.errors import HandbookError, NotFound


class JobNotFound(NotFound):
    """No such job, or not for this viewer; finished ones are forgotten after some time."""

    code = "jobs.not_found"


class JobNotDead(HandbookError):
    """Only what was given up is begun again or put away; this job is `state`."""

    status, code = 409, "jobs.not_dead"
