"""Numbered migrations; each runs up and down on SQLite and on PostgreSQL."""
