"""Every route × every role × every relation, called for real and compared with what is declared.

`declared.csv` says what each cell of the matrix must be; `docs/permissions.md` is the same table
for people. Both are written by `python -m tests.matrix` and reviewed like code.
"""
