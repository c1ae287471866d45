"""How long the other side asked us to wait."""

#: Nobody waits longer than a day on a machine's word.
_LONGEST = 24 * 3600


def seconds_asked(said: str) -> int | None:
    """Return the seconds that the header Retry-After says; None for a date or anything else."""
    if not said.isascii() or not said.isdigit():
        return None
    return min(int(said[:9]), _LONGEST)
