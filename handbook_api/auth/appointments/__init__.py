"""Who is what, where, for how long: roles with terms, stand-ins, and the cell of every member.

Refuses to know what a role allows: each room says that in its policy.
"""
