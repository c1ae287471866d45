"""How far the handbook is used, by subtree: numbers of people, never people.

Keeps no tables of its own: figures are counted from the rooms below when they are asked for.
"""
