"""How a command meets the runtime: built before it, closed after it, refusals in plain words."""

import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from handbook_api.core import logs
from handbook_api.core.errors import HandbookError
from handbook_api.core.settings import read_settings
from handbook_api.db import migrate
from handbook_api.http.problems import refusal_of
from handbook_api.runtime import Runtime, build_runtime

#: Words for refusals that happen before content/ could be read.
_MESSAGES = Path("content/messages/vi.toml")


def with_runtime(command: Callable[..., Any]) -> Callable[..., Any]:
    """Pass a Runtime over a migrated database as the first argument.

    A foreseen refusal ends the command with exit 1.
    """

    def over_migrated(runtime: Runtime, *args: Any, **kwargs: Any) -> Any:
        migrate.require_head(runtime.engine)
        return command(runtime, *args, **kwargs)

    return with_any_runtime(wraps(command)(over_migrated))


def with_any_runtime(command: Callable[..., Any]) -> Callable[..., Any]:
    """Pass a Runtime as the first argument, whatever the state of its database."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with refusals_in_words():
            settings = read_settings()
            logs.configure("warning" if sys.stderr.isatty() else settings.log_level)
            runtime = build_runtime(settings)
            try:
                with refusals_in_words(runtime):
                    return command(runtime, *args, **kwargs)
            finally:
                runtime.close()

    return run


@contextmanager
def refusals_in_words(runtime: Runtime | None = None) -> Iterator[None]:
    """Say a foreseen refusal in Vietnamese on standard error, and exit with 1."""
    try:
        yield
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        click.secho(refusal_text(refusal, runtime), fg="red", err=True)
        raise SystemExit(1) from error


def refusal_text(refusal: HandbookError, runtime: Runtime | None) -> str:
    """Return the title and the sentence that says what to do."""
    if runtime is not None:
        words = runtime.words("vi")
        return f"{words.title(refusal.code)}. {words.detail(refusal.code, refusal.facts)}"
    text = tomllib.loads(_MESSAGES.read_text("utf-8"))["errors"] if _MESSAGES.exists() else {}
    found = text.get(refusal.code)
    if found is None:
        return f"{refusal.code}: {refusal.facts}"
    return f"{found['title']}. {found['detail'].format_map(refusal.facts)}"


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal while long work reports (done, total); nothing elsewhere."""
    bar: Any = None

    def report(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.__enter__()
        bar.length = total
        bar.update(done - bar.pos)

    try:
        yield report
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)
