"""Engines: whatever can keep token streams on disk and give postings back."""
