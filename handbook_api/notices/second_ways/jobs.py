"""What workers do for texts and e-mails."""

from handbook_api.jobs import Handlers
from handbook_api.notices.second_ways.carrying import carry_mail, carry_texts
from handbook_api.notices.second_ways.planning import second_way
from handbook_api.notices.service.sending import SECOND_WAY

JOBS: Handlers = {SECOND_WAY: second_way}

LOOPS = (carry_texts, carry_mail)
