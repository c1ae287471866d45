"""QR codes that older phones read from paper and from a screen."""

import segno

from handbook_api.core.errors import HandbookError

#: Modules left white on every side (ISO/IEC 18004).
QUIET_ZONE = 4


class TextTooLongForQr(HandbookError):
    """The text would need finer modules than a cheap printer and an old phone can do."""

    status, code = 422, "auth.qr_text_too_long"


def qr_svg(text: str, *, most_version: int = 40) -> str:
    """Return `text` as an <svg> of black on white with its quiet zone, without any style.

    A quarter of it may be dirty or folded (error level Q).
    most_version: 4 holds 46 bytes, or 34 and 25 digits behind them. Raises TextTooLongForQr.
    """
    try:
        # segno takes a list of parts; only its type hints do not know.
        code = segno.make_qr(_packed(text), error="q", boost_error=False)  # type: ignore[arg-type]
    except segno.DataOverflowError:
        raise TextTooLongForQr(length=len(text)) from None
    if int(code.version) > most_version:
        raise TextTooLongForQr(length=len(text))
    drawn = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    # Without it some printers leave hairlines between the rows.
    return drawn.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)


def _packed(text: str) -> list[str]:
    """Return `text` in parts that are each coded in the fewest bits: digits take 3.3, not 8."""
    front = text.rstrip("0123456789")
    return [part for part in (front, text[len(front) :]) if part]
