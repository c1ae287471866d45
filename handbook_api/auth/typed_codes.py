"""Codes of ten digits that somebody typed, counted so that guessing is hopeless and nobody is
locked out by a stranger.

What turns out wrong is counted for the network address it came from, and for all addresses
together. An address that has had its share waits; others go on. When all together have sent more
than a flood's worth within the hour, every address has a smaller share: the flood slows down, and
whoever mistypes once or twice still gets in. Right codes give their try back. The long token of a
QR code is never counted: nobody guesses it.

The odds, with today's numbers (20 an hour for an address, 3,000 for all, 3 in a flood):

    one slip, one address: 20 an hour of 10^10           57,000 years
    10,000 live slips, 3,000 an hour                     two weeks for one slip; five birth years
                                                         may be tried on it, so of eight or more
                                                         slips found one opens: four months
    150,000 live slips, a thousand addresses, 6,000      eleven hours for one slip, four days for
                                                         one that opens, in a flood that every
                                                         log shows
    one reset, which needs its name too, for a day       one chance in 140,000 in such a flood

What a found slip opens is the record of one member, and no office.
"""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import structlog
from sqlalchemy.orm import Session

from handbook_api.auth import tries
from handbook_api.auth.errors import CodesBusy
from handbook_api.auth.tries import Full, Limit, Taken, TryKind
from handbook_api.content_store.parameters.rules import SecurityRules

log = structlog.get_logger("auth")

_HOUR = timedelta(hours=1)

#: What one customer can be given: he changes the rest of an IPv6 address as he likes.
_IPV6_PREFIX = 48


def count_typed_code(
    session: Session, kind: TryKind, address: str, rules: SecurityRules
) -> tuple[Taken, ...] | CodesBusy:
    """Write down one code typed at `address` before it is looked up; return what to give back.

    address: the peer's, as text; what is no public address may be a proxy that stands before
    everybody, and bears a whole flood.
    """
    together = Limit(rules.codes_flood_an_hour, _HOUR)
    by_all = tries.take(session, kind, tries.target(session, "codes", "all"), together)
    flood = isinstance(by_all, Full)
    if flood:
        log.warning("flood_of_typed_codes", kind=str(kind))
    source = source_of(address)
    own = Limit(_share(source, rules, flood=flood), _HOUR)
    by_source = tries.take(session, kind, tries.target(session, "codes", source or "local"), own)
    if isinstance(by_source, Full):
        tries.give_back(session, by_all)
        return CodesBusy(by_source.until)
    return tuple(one for one in (by_all, by_source) if isinstance(one, Taken))


def longest_window(rules: SecurityRules) -> timedelta:
    """Return for how long any try counts, a code's or another."""
    return max(_HOUR, timedelta(minutes=rules.tries_window_minutes))


def source_of(address: str) -> str | None:
    """Return the address, or its network, that stands for one sender; None for a local one."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if not found.is_global:
        return None
    if isinstance(found, IPv4Address):
        return str(found)
    return str(ip_network((found, _IPV6_PREFIX), strict=False))


def _share(source: str | None, rules: SecurityRules, *, flood: bool) -> int:
    if source is None:
        return rules.codes_flood_an_hour
    return rules.codes_in_flood_an_hour if flood else rules.codes_an_hour
