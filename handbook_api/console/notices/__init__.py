"""Notices as their senders work with them: written, checked, sent, followed, and told by mouth."""
