"""Applications lent to one test after another: what differs between tests is their runtime.

Making one takes as long as a short test; its routes and read templates are the same each time.
"""

from flask import Flask

from handbook_api import app as composed
from handbook_api.auth.authentication import authenticate
from handbook_api.http.authentication import plug_in
from handbook_api.runtime import Runtime, attach

#: What of the settings an application is made from: only the same will do again.
_Shape = tuple[object, ...]
_free: list[tuple[_Shape, Flask]] = []
_lent: list[tuple[_Shape, Flask]] = []


def create_app(runtime: Runtime) -> Flask:
    """Return an application over `runtime`, its own until the test ends.

    A test that changes an application makes its own by `handbook_api.app.create_app`.
    """
    shape = (tuple(runtime.settings.hosts or ()), runtime.settings.trusted_proxies)
    for place, (made_for, _) in enumerate(_free):
        if made_for == shape:
            _, app = _free.pop(place)
            break
    else:
        app = composed.create_app(runtime)
    attach(app, runtime)
    plug_in(app, authenticate)
    _lent.append((shape, app))
    return app


def take_back() -> None:
    """Every application may be lent again."""
    _free.extend(_lent)
    _lent.clear()
