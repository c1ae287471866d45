"""What is done with member records; what other rooms may ask for."""

from handbook_api.members.adding import Intake, add_members, faults_in, new_intake
from handbook_api.members.changing import change_fields
from handbook_api.members.dossier import PaperNote, note_papers, read_dossier
from handbook_api.members.erasing import erase_member
from handbook_api.members.line_acts import add_line, end_line, remove_line
from handbook_api.members.lines import NewLine
from handbook_api.members.looking_up import look_up
from handbook_api.members.people import Fault, NewMember
from handbook_api.members.record import Record, read_own_record, read_record
from handbook_api.members.revealing import reveal
from handbook_api.members.status_steps import Step, change_status
from handbook_api.members.views import View, views_of_own_record

__all__ = [
    "Fault",
    "Intake",
    "NewLine",
    "NewMember",
    "PaperNote",
    "Record",
    "Step",
    "View",
    "add_line",
    "add_members",
    "change_fields",
    "change_status",
    "end_line",
    "erase_member",
    "faults_in",
    "look_up",
    "new_intake",
    "note_papers",
    "read_dossier",
    "read_own_record",
    "read_record",
    "remove_line",
    "reveal",
    "views_of_own_record",
]
