"""How a reader says no, in words that travel over the wire."""


class Refused(Exception):
    """The file cannot be read: a stable code and the facts that a message may name."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
