"""Searches people keep: a new or changed document that matches becomes a notice."""
