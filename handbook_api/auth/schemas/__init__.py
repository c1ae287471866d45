"""Accounts and signing in on the wire."""
