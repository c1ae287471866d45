"""One feed for a phone that was without signal: what changed since it last asked, and no more."""
