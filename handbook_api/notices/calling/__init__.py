"""Whom a notice has not reached: he is called, told in person or on paper, and it is noted.

Knows nothing of bells and texts but what became of them; a person told here counts as reached.
"""
