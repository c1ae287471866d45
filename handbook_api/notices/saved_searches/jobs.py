"""What workers do for saved searches."""

from handbook_api.jobs import Every, Handlers, Slot
from handbook_api.notices.saved_searches.watching import watch

WATCH = "notices.saved_searches"

JOBS: Handlers = {WATCH: watch}

SLOTS = (Slot("saved-searches", Every.HOURLY, WATCH),)
