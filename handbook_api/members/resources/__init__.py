"""Member records over HTTP."""

from collections.abc import Sequence

from flask_restx import Namespace

from handbook_api.members.resources import base, members, one_member, own, parts

#: Every namespace of this room; the modules beside have filled them.
NAMESPACES: Sequence[Namespace] = (base.ns, base.own)

__all__ = ["NAMESPACES", "members", "one_member", "own", "parts"]
