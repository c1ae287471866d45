"""Who may do what with member records."""

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, holds, holds_over, is_self

_LEADERS = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
#: Whoever adds people somewhere serves in one of these.
ADDING = (*_LEADERS, Role.ORGANISATION_OFFICER)

_CELL_LEADERS = holds(*_LEADERS)
_ORGANISATION_OFFICERS = holds_over(Role.ORGANISATION_OFFICER)


class MemberAct(Act):
    """What is done with a member's record. Reading needs no act: the queries decide it."""

    ADD = "members.add"
    #: Which fields, decides each field's own rule in content/parameters/member_fields.toml.
    CHANGE = "members.change"
    CHANGE_STATUS = "members.change_status"
    CHANGE_LINES = "members.change_lines"
    READ_DOSSIER = "members.read_dossier"
    NOTE_DOSSIER = "members.note_dossier"
    #: Read a masked number in full.
    REVEAL = "members.reveal"
    ERASE = "members.erase"


POLICY = Policy(
    {
        MemberAct.ADD: [[_CELL_LEADERS], [_ORGANISATION_OFFICERS]],
        MemberAct.CHANGE: [[_CELL_LEADERS], [_ORGANISATION_OFFICERS], [is_self]],
        MemberAct.CHANGE_STATUS: [[_ORGANISATION_OFFICERS]],
        MemberAct.CHANGE_LINES: [[_CELL_LEADERS], [_ORGANISATION_OFFICERS]],
        MemberAct.READ_DOSSIER: [[_CELL_LEADERS], [_ORGANISATION_OFFICERS], [is_self]],
        MemberAct.NOTE_DOSSIER: [[_CELL_LEADERS], [_ORGANISATION_OFFICERS]],
        MemberAct.REVEAL: [[_ORGANISATION_OFFICERS], [is_self]],
        MemberAct.ERASE: [[_ORGANISATION_OFFICERS]],
    }
)
