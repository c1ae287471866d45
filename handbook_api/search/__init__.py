"""Finding the provision that answers. Follows the library's changes; owns no table of its own.

Refuses to know who may see what: it only ever looks inside the scope that the library gives.
"""
