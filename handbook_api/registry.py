"""The one table of features: what they route, what runs on a timer, what can be typed, and who
hears of what happens below."""

from collections.abc import Callable, Mapping, Sequence

import click
from flask_restx import Namespace

from handbook_api import audit_jobs
from handbook_api.audit_cli import audit_commands
from handbook_api.db import events
from handbook_api.documents import resources as documents
from handbook_api.documents.cli import document_commands
from handbook_api.keys_cli import key_commands
from handbook_api.runtime import Runtime
from handbook_api.search import jobs as search_jobs
from handbook_api.search import resources as search
from handbook_api.search.cli import search_commands

Timer = Callable[[Runtime], None]

NAMESPACES: Sequence[Namespace] = (documents.ns, search.ns)

#: What the worker does again and again; each is safe to run twice and by several workers.
TIMERS: Sequence[Timer] = (search_jobs.catch_up, audit_jobs.anchor_head)

COMMANDS: Sequence[click.Command] = (
    document_commands,
    search_commands,
    key_commands,
    audit_commands,
)

#: Who listens, in the order in which they act. An upper room follows a lower one, never the
#: other way round.
SUBSCRIBERS: Mapping[type, Sequence[events.Listener]] = {}

for happening, listeners in SUBSCRIBERS.items():
    events.listen(happening, *listeners)
