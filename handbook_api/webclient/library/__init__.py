"""The library for readers: finding, browsing and reading documents, signed in or not."""
