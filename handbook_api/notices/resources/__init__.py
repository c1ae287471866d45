"""Notices over HTTP, for those who send and follow them."""

from handbook_api.notices.resources import acts, groups, notices, reading
from handbook_api.notices.resources.base import group_ns, ns, template_ns

NAMESPACES = (ns, group_ns, template_ns)

__all__ = ["NAMESPACES", "acts", "groups", "notices", "reading"]
