"""Plain Python that every room may use: who asks, what time it is, how a refusal looks."""
