"""From a browser's cookie to who asks."""

from handbook_api.auth import sessions
from handbook_api.auth.authentication import authenticate
from handbook_api.auth.errors import SessionChanged
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.runtime import Runtime


def visitor_with(runtime: Runtime, token: str) -> Identity:
    """Return who presents `token`, with his rights of this moment.

    Raises SignInNeeded for what was never a token of ours, SessionEnded when the browser was
    signed out.
    """
    try:
        with runtime.transaction(read_only=True) as session:
            return authenticate(session, runtime, token)
    except SessionChanged:
        rules = runtime.content.security(clock.today())
    with runtime.transaction() as session:
        sessions.carry_on_in_browser(session, token, rules)
        session.flush()
        return authenticate(session, runtime, token)
