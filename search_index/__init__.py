"""Full-text search for Vietnamese documents: pure Python, no web framework, no database."""
