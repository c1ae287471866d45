"""The outside world, each neighbour behind a Protocol: files that people hand us, for now."""
