"""Who takes over lists of members."""

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject, has_second_factor


class ImportAct(Act):
    """What is done with lists. Into which cells people may be put, is asked for each row."""

    IMPORT = "members.import"


def is_organisation_officer(actor: Identity, subject: Subject) -> bool:
    """organisation_officer, of whatever."""
    del subject
    return bool(actor.paths(Role.ORGANISATION_OFFICER))


POLICY = Policy({ImportAct.IMPORT: [[is_organisation_officer, has_second_factor]]})

#: An import belongs to no organisation: its rows do.
ANY_LIST = Subject()
