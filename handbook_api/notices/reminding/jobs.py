"""What workers do for reminders, by name."""

from handbook_api.jobs import Handlers
from handbook_api.notices.reminding.service import REMIND_NOW, remind, remind_now
from handbook_api.notices.service.sending import REMIND

JOBS: Handlers = {REMIND: remind, REMIND_NOW: remind_now}
