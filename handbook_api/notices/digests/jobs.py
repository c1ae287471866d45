"""What workers do for digests."""

from handbook_api.jobs import Every, Handlers, Slot
from handbook_api.notices.digests.monthly import tell_monthly

DIGEST = "notices.digest"

JOBS: Handlers = {DIGEST: tell_monthly}

#: Asked every hour: the day and the hour stand in content/parameters/notices.toml.
SLOTS = (Slot("digest", Every.HOURLY, DIGEST),)
