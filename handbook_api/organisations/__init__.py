"""The tree of Party organisations: kinds, codes, opening and closing, what became of what.

Refuses to know who works in them (auth) and who belongs to them (members).
"""
