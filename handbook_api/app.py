"""The web process, composed."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from handbook_api import registry
from handbook_api.auth.authentication import authenticate
from handbook_api.core import logs
from handbook_api.core.settings import read_settings
from handbook_api.http import api
from handbook_api.http.authentication import plug_in
from handbook_api.pages import install as pages
from handbook_api.runtime import Runtime, attach, build_runtime

#: Bodies are short; a route that takes a file says how much more it takes.
_MOST_BODY = 64 * 1024
#: Of a form with a file, beside the file. It is read in pieces of the size of a whole short body,
#: so the limit lies well above one.
_MOST_BESIDE_FILE = 512 * 1024


def create_app(runtime: Runtime) -> Flask:
    """Return the web application over `runtime`."""
    app = Flask("handbook_api", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=_MOST_BODY,
        MAX_FORM_MEMORY_SIZE=_MOST_BESIDE_FILE,
        MAX_FORM_PARTS=50,
        TRUSTED_HOSTS=runtime.settings.hosts,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.undefined = StrictUndefined
    if proxies := runtime.settings.trusted_proxies:
        # The address alone: scheme and host are said by HANDBOOK_PUBLIC_URL where they matter.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    attach(app, runtime)
    plug_in(app, authenticate)
    api.install(app, registry.NAMESPACES)
    pages.install(app, registry.PAGES)
    return app


def serve() -> Flask:
    """Return the application for this process's environment; web servers call it by name."""
    settings = read_settings()
    logs.configure(settings.log_level)
    return create_app(build_runtime(settings))
