"""Takes up what was written down to be done: claims, runs, tries again, gives up, keeps time."""

from handbook_api.jobs.handling import Again, Handler, Handlers, Prepared
from handbook_api.jobs.slots import Every, Slot

__all__ = ["Again", "Every", "Handler", "Handlers", "Prepared", "Slot"]
