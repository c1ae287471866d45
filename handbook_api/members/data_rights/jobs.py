"""What time does to corrections, requests and breaches: none is kept for ever."""

from handbook_api.core import clock
from handbook_api.members.corrections.retention import forget_corrections
from handbook_api.members.data_rights.retention import forget_breaches, forget_requests
from handbook_api.runtime import Runtime


def forget_old(runtime: Runtime) -> None:
    """Nothing is left that is past the time it is kept for. Safe to run twice and by several.

    Rule: content/parameters/data_protection.toml, keep_requests_months, keep_breaches_months.
    """
    rules = runtime.content.data_protection(clock.today())
    for forget, months in (
        (forget_corrections, rules.keep_requests_months),
        (forget_requests, rules.keep_requests_months),
        (forget_breaches, rules.keep_breaches_months),
    ):
        with runtime.transaction() as session:
            forget(session, months)
