"""Whom no bell reached is told by a text or an e-mail that something lies in the handbook.

Planned once for each notice, some hours after it went out; claimed, handed over and recorded like
bells (docs/decisions/0015), each message for itself: texts cost money, and repeating one annoys.
Whoever does not open the notice then stays on the call list.
"""
