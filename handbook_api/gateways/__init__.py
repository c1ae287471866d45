"""The outside world, each neighbour behind a Protocol: the files that people hand us."""
