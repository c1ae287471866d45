"""Commands of the tree: seen and changed from the terminal."""

from handbook_api.organisations.cli import acts, importing, reading
from handbook_api.organisations.cli.base import organisation_commands

__all__ = ["acts", "importing", "organisation_commands", "reading"]
