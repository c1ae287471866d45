"""The tree over HTTP: what one sees of it, and the acts that change it."""

from handbook_api.organisations.resources import acts, organisations
from handbook_api.organisations.resources.base import ns

__all__ = ["acts", "ns", "organisations"]
