"""Organisations and who holds which office in them, as pages."""
