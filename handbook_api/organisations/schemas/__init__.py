"""The tree on the wire."""
