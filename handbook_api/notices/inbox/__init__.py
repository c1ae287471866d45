"""One's own inbox: read, confirmed, answered, put away. Nobody sees another's."""
