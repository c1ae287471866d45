"""Recipients, the call list, papers and lists that go out, over HTTP."""

from handbook_api.notices.calling.resources import handing_out, recipients
from handbook_api.notices.calling.resources.base import device_ns, ns

NAMESPACES = (ns, device_ns)

__all__ = ["NAMESPACES", "handing_out", "recipients"]
