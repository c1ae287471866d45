"""The work of secretaries, officers and administrators, as pages: on a laptop and on a phone.

Decides nothing: the services and policies are those of the API. Knows nothing of the member's
client.
"""
