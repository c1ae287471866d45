"""Addresses that lead from page to page."""

from urllib.parse import quote

from flask import Request

from handbook_api.core.policy import Refused, SecondFactorNeeded

SIGN_IN = "/dang-nhap"
STEP_UP = "/dang-nhap/ma-mot-lan"
PASSWORD = "/toi/mat-khau"  # noqa: S105  # an address
PIN = "/toi/ma-pin/mo"


def here(request: Request) -> str:
    """Return the address asked for, with what follows the question mark."""
    return request.full_path.rstrip("?")


def local(address: str | None, otherwise: str = "/") -> str:
    """Return `address` when it is one of our own pages, else `otherwise`."""
    is_ours = address is not None and address.startswith("/") and address[1:2] not in ("/", "\\")
    is_plain = address is not None and address.isprintable() and len(address) <= 500
    return address if address is not None and is_ours and is_plain else otherwise


def step_up_address(refusal: Refused, back: str) -> str:
    """Return where somebody goes who has the rights, but has not shown enough that he is he."""
    where = STEP_UP if isinstance(refusal, SecondFactorNeeded) else PASSWORD
    return f"{where}?tiep={quote(back)}"


def pin_address(back: str) -> str:
    """Return where somebody gives this device's PIN before it shows his record."""
    return f"{PIN}?tiep={quote(back)}"
