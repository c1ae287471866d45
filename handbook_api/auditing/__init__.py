"""Reading the audit log: over HTTP by administrators, and on the terminal; and anchoring it.

Entries are written by whoever acts, through `db.audit`; what a member sees of his own record is
answered by the rooms that know the record.
"""
