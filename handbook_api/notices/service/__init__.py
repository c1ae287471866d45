"""What is done with notices."""

from handbook_api.notices.service.asking_to_send import ask_to_send, release, send_back, stop
from handbook_api.notices.service.cancelling import cancel
from handbook_api.notices.service.composing import compose, rewrite, throw_away
from handbook_api.notices.service.correcting import Correction, correct
from handbook_api.notices.service.counting import Forecast
from handbook_api.notices.service.drafts import Draft, Link, draft_of
from handbook_api.notices.service.grouping import NewGroup, change_group, delete_group, make_group
from handbook_api.notices.service.previewing import Preview, preview
from handbook_api.notices.service.speaking import Said, send_by_system

__all__ = [
    "Correction",
    "Draft",
    "Forecast",
    "Link",
    "NewGroup",
    "Preview",
    "Said",
    "ask_to_send",
    "cancel",
    "change_group",
    "compose",
    "correct",
    "delete_group",
    "draft_of",
    "make_group",
    "preview",
    "release",
    "rewrite",
    "send_back",
    "send_by_system",
    "stop",
    "throw_away",
]
