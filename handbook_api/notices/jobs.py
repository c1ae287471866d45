"""What workers do for notices, by the names under which it is written down."""

from handbook_api.jobs import Every, Handlers, Slot
from handbook_api.notices.retention import FORGET, forget
from handbook_api.notices.service.asking_to_send import SEND
from handbook_api.notices.service.cancelling import WITHDRAW, withdraw
from handbook_api.notices.service.closing import close, sweep
from handbook_api.notices.service.correcting import CORRECT, tell_of_correction
from handbook_api.notices.service.sending import CLOSE, RING, ring_first, send

SWEEP = "notices.sweep"

JOBS: Handlers = {
    SEND: send,
    RING: ring_first,
    CLOSE: close,
    WITHDRAW: withdraw,
    CORRECT: tell_of_correction,
    SWEEP: sweep,
    FORGET: forget,
}

SLOTS = (
    Slot("notices-sweep", Every.HOURLY, SWEEP),
    Slot("notices-forget", Every.DAILY, FORGET, hour=3),
)
