"""Corrections (đề nghị đính chính): a member says that a field of his record is wrong.

The secretary checks, the officer decides, the record changes, and the list for the database
above it is exported: what is wrong there would otherwise come back.
"""
