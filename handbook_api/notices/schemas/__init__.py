"""Notices on the wire."""
