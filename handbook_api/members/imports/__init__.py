"""Lists of members from workbooks: proposed, shown, then taken over whole or not at all.

In this room a *box* is a cell of a sheet; “cell” is a chi bộ, as everywhere else.
"""
