"""The member's pages: search and reading, the inbox, one's own record, signing in.

Rendered on the server and whole without a script; the service worker and the scripts only improve
them. Decides nothing: the services and policies are those of the API.
"""
