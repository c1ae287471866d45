"""Ringing phones: whose they are, which bells are due, what became of each.

The inbox is the truth; a bell only says that something lies in it. Every bell is a row that is
claimed, handed over and recorded (docs/decisions/0015): killed at any moment, nothing is lost,
and what rings twice the phone shows once.
"""
