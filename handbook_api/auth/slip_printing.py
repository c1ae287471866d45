"""New slips as a sheet to print, whoever asks for it: the API, or a page."""

from handbook_api.auth.slip_sheet import PrintedSlip, slip_sheet, style_source
from handbook_api.auth.slips import IssuedSlip, SlipsOfCell
from handbook_api.core.words import Words


def slip_link(issued: IssuedSlip, public_url: str) -> str:
    """Return what the QR code says. What follows “#” stays on the phone, out of every log."""
    return f"{public_url}/phieu#{issued.token}"


def sheet_of(made: SlipsOfCell, words: Words, public_url: str, helper_phone: str) -> str:
    """Return the sheet of these slips, and of those who got none.

    Without a public address it has no QR codes. Raises TextTooLongForQr.
    """
    printed = [
        PrintedSlip(
            name=one.name,
            cell=one.cell,
            digits=one.digits,
            link=slip_link(one, public_url) if public_url else None,
            until=one.until,
            helper_phone=helper_phone,
        )
        for one in made.issued
    ]
    return slip_sheet(printed, words, [(one.name, one.why) for one in made.left_out])


def sheet_policy() -> str:
    """Return the policy of contents with which a browser shows the sheet, and nothing else."""
    return (
        f"default-src 'none'; style-src {style_source()}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
