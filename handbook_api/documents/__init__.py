"""The library: documents, their versions and provisions, how they change one another.

Owns what the Party's papers say and whether they are in force on a day. Refuses to know how they
are searched (search follows our changes) and who a member is (audience is all it asks).
"""
