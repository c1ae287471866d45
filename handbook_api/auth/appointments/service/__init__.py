"""What is done about roles: given, stood in for, ended; and members placed in their cells."""

from handbook_api.auth.appointments.service.appointing import NewAppointment, appoint
from handbook_api.auth.appointments.service.delegating import NewDelegation, delegate
from handbook_api.auth.appointments.service.ending import Ending, end_appointment
from handbook_api.auth.appointments.service.placing import (
    Placing,
    end_everything,
    move_members,
    place_members,
)

__all__ = [
    "Ending",
    "NewAppointment",
    "NewDelegation",
    "Placing",
    "appoint",
    "delegate",
    "end_appointment",
    "end_everything",
    "move_members",
    "place_members",
]
