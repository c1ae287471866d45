"""Where no credentials are set: the inbox goes on, nothing rings."""

from collections.abc import Sequence

from handbook_api.gateways.push.shapes import Answer, Outcome, PushMessage


class NullTransport:
    """Hands nothing over. Nobody plans a bell for it, so it is never asked."""

    rings = False

    def send(self, messages: Sequence[PushMessage]) -> Sequence[Answer]:
        """Return that each of `messages` did not go out."""
        return [Answer(Outcome.UNAVAILABLE) for _ in messages]

    def check(self) -> tuple[Answer, str]:
        """Return that there is nobody to ask."""
        return Answer(Outcome.UNAVAILABLE), ""
