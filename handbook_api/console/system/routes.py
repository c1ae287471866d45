"""Where administrators find what they look after."""

from flask import Blueprint

from handbook_api.console.system import audit, jobs, set_up

bp = Blueprint("console_system", __name__)

for rule, view in (
    (jobs.JOBS, jobs.Jobs),
    (f"{jobs.JOBS}/<uuid:job_id>", jobs.OneJob),
    (f"{jobs.JOBS}/<uuid:job_id>/lam-lai", jobs.RetryJob),
    (f"{jobs.JOBS}/<uuid:job_id>/bo", jobs.DiscardJob),
    (audit.LOG, audit.Log),
    (f"{audit.LOG}/<int(max=9223372036854775807):number>", audit.LogEntry),
    (f"{audit.LOG}/kiem-tra", audit.LogCheck),
    (set_up.SET_UP, set_up.SetUp),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
