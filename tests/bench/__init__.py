"""Measurements: `make bench`. Nothing here asserts a time; docs/quality.md keeps the figures."""
