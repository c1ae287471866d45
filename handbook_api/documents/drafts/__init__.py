"""Documents on their way into the library: sent, read by a worker, looked through, taken over.

Owns what an officer's file becomes before anybody else reads it. Knows nothing of how the library
is read: what is taken over goes through the library's own import.
"""
