"""Which offices send notices, and which look after those whom a notice did not reach."""

from handbook_api.core.identity import Role

#: Who speaks for an organisation.
SENDING = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.OFFICE_OFFICER,
    Role.ORGANISATION_OFFICER,
    Role.PROPAGANDA_OFFICER,
)
#: Who looks after people that a notice did not reach.
LOOKING_AFTER = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.CELL_COMMITTEE_MEMBER,
    Role.OFFICE_OFFICER,
    Role.ORGANISATION_OFFICER,
)
#: Who keeps lists of people to write to: whoever speaks for an organisation and looks after them.
KEEPING_GROUPS = tuple(role for role in SENDING if role in LOOKING_AFTER)
