"""Texts and e-mails to people whom no bell reaches, behind one small protocol.

Knows how a message is handed over and what each answer means; knows nothing of notices or tables.
What is handed over says that there is something to read, never what or from whom.
"""

from handbook_api.gateways.messages.errors import GatewayUnusable
from handbook_api.gateways.messages.opening import mail_gateway_for, text_gateway_for
from handbook_api.gateways.messages.shapes import Answer, Gateway, Message, NullGateway, Outcome

__all__ = [
    "Answer",
    "Gateway",
    "GatewayUnusable",
    "Message",
    "NullGateway",
    "Outcome",
    "mail_gateway_for",
    "text_gateway_for",
]
