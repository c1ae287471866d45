"""What figures are refused for."""

from handbook_api.core.errors import HandbookError


class TooFewPeople(HandbookError):
    """The figures are those of fewer than `least` people, or would give away those of others."""

    status, code = 403, "statistics.too_few_people"
