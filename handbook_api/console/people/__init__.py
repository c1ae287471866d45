"""People of an office's reach: members, their accounts and slips, what they report wrong."""
