"""Member records on the wire."""
