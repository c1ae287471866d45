"""Ringing phones and browsers through Firebase Cloud Messaging, behind one small protocol.

Knows how a bell is built and what each answer means; knows nothing of notices, people or tables.
The Firebase client is brought in only where credentials are set: it takes a second and 54 MB.
"""

from handbook_api.gateways.push.bounded import BoundedCalls, CallAbandoned, StillBusy
from handbook_api.gateways.push.browsers import HOSTS, web_config
from handbook_api.gateways.push.null import NullTransport
from handbook_api.gateways.push.opening import is_set_up, transport_for
from handbook_api.gateways.push.payload import PayloadUnfit, body_of, faults_of, must_fit
from handbook_api.gateways.push.shapes import (
    MOST_MESSAGES,
    AddressKind,
    Answer,
    Outcome,
    Platform,
    PushMessage,
    PushTransport,
)

__all__ = [
    "HOSTS",
    "MOST_MESSAGES",
    "AddressKind",
    "Answer",
    "BoundedCalls",
    "CallAbandoned",
    "NullTransport",
    "Outcome",
    "PayloadUnfit",
    "Platform",
    "PushMessage",
    "PushTransport",
    "StillBusy",
    "body_of",
    "faults_of",
    "is_set_up",
    "must_fit",
    "transport_for",
    "web_config",
]
