"""The inbox's pages: what waits, one notice, its answer, what was recorded, bells."""
