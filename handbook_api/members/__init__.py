"""The working record of a Party member: what a cell needs to know, why, and who looked.

Refuses to know meetings, notices and documents. The dossier itself (lý lịch, scans) stays out:
only a checklist says which paper exists and where it is kept.
"""
