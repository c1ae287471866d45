"""What runs on a timer: files that nobody confirmed are forgotten."""

from handbook_api.members.imports import service
from handbook_api.runtime import Runtime


def forget_files(runtime: Runtime) -> None:
    """No list that was sent and never confirmed is kept longer than the rules say, nor anything
    that a killed process left in the clear."""
    service.forget_leftovers(runtime.settings.var_folder)
    with runtime.transaction() as session:
        service.forget_old_files(session, runtime.content)
