"""Several people act in the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from handbook_api.core.errors import HandbookError


def together(*acts: Callable[[], object]) -> list[str | None]:
    """Let every act begin in the same moment; return what each came to: a code, or None."""
    ready = Barrier(len(acts))
    codes: list[str | None] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except HandbookError as refusal:
            codes[number] = refusal.code

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes
