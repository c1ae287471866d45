"""What runs inside the sandboxed child: one reader per format, and the warden that limits it.

The child reads bytes that strangers wrote, so it imports as little as it can: nothing of
Flask, the database or the search index. `gateways.text_extraction` is the door to it.
"""
