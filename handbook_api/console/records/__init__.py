"""Records by the list, questions about one's data, and what is changed in one record."""
