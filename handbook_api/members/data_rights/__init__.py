"""What the law on personal data gives a person, and asks of us when something went wrong.

Requests of members about their own data with their clock, everything held about oneself in one
document, and the register of breaches.
"""
