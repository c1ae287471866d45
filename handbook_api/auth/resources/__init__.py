"""Accounts and signing in over HTTP."""

from collections.abc import Sequence

from flask_restx import Namespace

from handbook_api.auth.resources import accounts, invitations, own, own_keys, own_pin, signing_in

NAMESPACES: Sequence[Namespace] = (
    signing_in.ns,
    own.ns,
    own_keys.ns,
    own_pin.ns,
    accounts.ns,
    invitations.slips_ns,
    invitations.resets_ns,
)
