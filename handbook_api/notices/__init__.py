"""Notices: written for an audience, in every recipient's inbox, and followed until each is reached.

Owns notices, inboxes, devices, deliveries, call lists, saved searches. The inbox is the truth; a
push is a bell that says nothing of the matter. Refuses to know what FCM answers mean on the wire
(gateways/push) and how members' records are kept (members).
"""
